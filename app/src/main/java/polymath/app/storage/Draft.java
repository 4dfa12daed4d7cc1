package polymath.app.storage;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// A message that is not sent yet.
///
/// @param documents by the ids they were attached under, in the order they were attached
public record Draft(String text, Map<UUID, Attachment> documents) {
    public static final Draft EMPTY = new Draft("", Map.of());

    public Draft {
        Objects.requireNonNull(text);
        documents = Collections.unmodifiableMap(new LinkedHashMap<>(documents)); // copyOf loses the order
    }

    public boolean isEmpty() {
        return text.isEmpty() && documents.isEmpty();
    }
}
