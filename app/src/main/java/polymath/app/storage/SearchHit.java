package polymath.app.storage;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Something found.
///
/// @param messageId the message that holds it; empty when the conversation's title does
/// @param title of the conversation
/// @param document name of the attached document that holds it; empty when the message itself does
/// @param snippet plain text around the first find, on one line; the title itself for a title
/// @param ranges finds within the snippet, in order, not overlapping
public record SearchHit(
        UUID conversationId,
        Optional<UUID> messageId,
        String title,
        Optional<String> document,
        String snippet,
        List<Range> ranges) {
    public SearchHit {
        Objects.requireNonNull(conversationId);
        Objects.requireNonNull(messageId);
        Objects.requireNonNull(title);
        Objects.requireNonNull(document);
        Objects.requireNonNull(snippet);
        ranges = List.copyOf(ranges);
    }

    /// Characters `start` to before `end`.
    public record Range(int start, int end) {
        public Range {
            if (start < 0 || end <= start)
                throw new IllegalArgumentException("a range needs 0 <= start < end, got " + start + ".." + end);
        }
    }
}
