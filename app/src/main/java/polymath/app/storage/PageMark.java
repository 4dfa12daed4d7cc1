package polymath.app.storage;

import java.util.Objects;
import java.util.Optional;

/// Where a page, slide, sheet or chapter of a document begins, or a stretch of lines.
///
/// @param page its number, which the label ends with
/// @param label `p. 12`, `slide 3`, `line 41`
/// @param heading the first that stands there
/// @param start of its text, in characters from the beginning of the document's
public record PageMark(int page, String label, Optional<String> heading, int start) {
    public PageMark {
        Objects.requireNonNull(label);
        Objects.requireNonNull(heading);
        if (page < 0 || start < 0) throw new IllegalArgumentException("page " + page + " at " + start);
    }
}
