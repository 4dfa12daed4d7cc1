package polymath.app.storage;

import java.util.Objects;

/// A document attached to a message, in full.
///
/// @param name of the file, without folders
public record Attachment(String name, String text) {
    public Attachment {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
    }
}
