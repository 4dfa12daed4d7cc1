package polymath.app.citation;

import java.util.Objects;

/// A page that an answer names, or a range of pages.
///
/// @param kind as the marks of documents begin: `p.`, `slide`, `sheet`, `chapter`, `line`
/// @param last the same as `first` for one page
/// @param start characters of the answer that name it
public record PageReference(String kind, int first, int last, int start, int end) {
    public PageReference {
        Objects.requireNonNull(kind);
    }

    /// As a mark has it, without brackets.
    public String label() {
        return first == last ? kind + " " + first : kind + " " + first + "–" + last;
    }
}
