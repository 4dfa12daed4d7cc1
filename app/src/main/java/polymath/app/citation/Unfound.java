package polymath.app.citation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Something an answer says that does not stand where the answer says it does.
///
/// @param start in characters of the text
/// @param text as the answer has it
/// @param pages marks of the pages that were searched; none where all were
/// @param elsewhere mark of a page that does have it
public record Unfound(int start, int end, Kind kind, String text, List<String> pages, Optional<String> elsewhere) {
    public Unfound {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(text);
        Objects.requireNonNull(elsewhere);
        pages = List.copyOf(pages);
    }

    /// What it is.
    public enum Kind {
        /// A number or a date.
        FIGURE,
        NAME,
        QUOTATION
    }
}
