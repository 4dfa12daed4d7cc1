package polymath.app.viewer;

import java.util.List;
import java.util.Optional;
import polymath.app.storage.Attachment;
import polymath.app.storage.ReadingRemark;
import polymath.app.storage.RemarkCode;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What is said about a document in a line, and about how it was read.
public final class DocumentWords {
    private static final int ARGUMENT_CHARS = 80;
    private static final int MOST_DIGITS = 15;

    private DocumentWords() {}

    /// Its size.
    ///
    /// @param tokens as the model counts it, where it has
    public static String about(Attachment document, Optional<Integer> tokens, Strings strings) {
        String size = tokens.map(t -> strings.get("chip.tokens", t))
                .orElse(strings.get("chip.characters", document.text().length()));
        if (document.marks().isEmpty()) return size;
        String key = kindKey("chip", kind(document.marks().getFirst().label()));
        if (key.endsWith(".lines")) return size;
        return strings.get(key, document.marks().getLast().page()) + " · " + size;
    }

    /// What a mark begins with: `p.`, `slide`, `sheet`, `chapter`, `line`.
    public static String kind(String label) {
        return label.split(" ", 2)[0];
    }

    /// The key of a text about pages of a kind, such as `chip.slides`.
    public static String kindKey(String prefix, String kind) {
        return prefix
                + switch (kind) {
                    case "p." -> ".pages";
                    case "slide" -> ".slides";
                    case "sheet" -> ".sheets";
                    case "chapter" -> ".chapters";
                    default -> ".lines";
                };
    }

    /// A sentence for each remark.
    public static List<String> remarks(Attachment document, Strings strings) {
        return document.remarks().stream().map(r -> sentence(r, strings)).toList();
    }

    /// Which pages alone are read because the user chose so; empty where it is not so.
    public static Optional<String> onlyPages(Attachment document, Strings strings) {
        return document.remarks().stream()
                .filter(remark -> remark.code() == RemarkCode.ONLY_PAGES)
                .findFirst()
                .map(remark -> sentence(remark, strings));
    }

    private static String sentence(ReadingRemark remark, Strings strings) {
        Object[] arguments =
                remark.arguments().stream().map(DocumentWords::argument).toArray();
        return strings.get("document.remark." + remark.code(), arguments);
    }

    /// Numbers as numbers, so that they are written as the language writes them.
    private static Object argument(String text) {
        boolean number =
                !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? (Object) Long.valueOf(text) : SafeText.line(text, ARGUMENT_CHARS);
    }
}
