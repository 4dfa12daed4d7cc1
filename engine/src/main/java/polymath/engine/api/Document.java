package polymath.engine.api;

import java.util.List;
import java.util.Objects;

/// A document to be put before the model in full.
///
/// @param name of the file, without folders
/// @param pages in order, at least one
public record Document(String name, List<Page> pages) {

    /// What stands under one mark: a page, slide, sheet or chapter, or the lines from one on.
    ///
    /// @param page its number, which the mark ends with
    /// @param label the mark without brackets: `p. 12`, `slide 3`, `line 41`
    /// @param text paragraphs on a line each, an empty line between them
    public record Page(int page, String label, String text) {
        public Page {
            Objects.requireNonNull(label);
            Objects.requireNonNull(text);
        }
    }

    public Document {
        Objects.requireNonNull(name);
        pages = List.copyOf(pages);
        if (pages.isEmpty()) throw new IllegalArgumentException("document '" + name + "' has no pages");
    }
}
