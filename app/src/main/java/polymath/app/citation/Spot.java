package polymath.app.citation;

import java.util.Objects;
import java.util.Optional;
import polymath.app.storage.Attachment;

/// A place in a document, to be looked at.
///
/// @param page of [Attachment#document], counted from 0
/// @param cited whether a statement names that page
/// @param passage of the page's text that fits the statement best; empty where none does
public record Spot(Attachment document, int page, boolean cited, Optional<TextRange> passage) {
    public Spot {
        Objects.requireNonNull(document);
        Objects.requireNonNull(passage);
        if (page < 0) throw new IllegalArgumentException("page " + page);
    }

    public static Spot beginning(Attachment document) {
        return new Spot(document, 0, false, Optional.empty());
    }
}
