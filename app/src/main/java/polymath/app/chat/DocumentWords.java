package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import polymath.app.storage.Attachment;
import polymath.app.storage.ReadingRemark;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What is said about a document in a line, and about how it was read.
final class DocumentWords {
    private static final int ARGUMENT_CHARS = 80;
    private static final int MOST_DIGITS = 15;

    private DocumentWords() {}

    /// Its size.
    ///
    /// @param tokens as the model counts it, where it has
    static String about(Attachment document, Optional<Integer> tokens, Strings strings) {
        String size = tokens.map(t -> strings.get("chip.tokens", t))
                .orElse(strings.get("chip.characters", document.text().length()));
        if (document.marks().isEmpty()) return size;
        String kind = document.marks().getFirst().label().split(" ", 2)[0];
        String key = switch (kind) {
            case "p." -> "chip.pages";
            case "slide" -> "chip.slides";
            case "sheet" -> "chip.sheets";
            case "chapter" -> "chip.chapters";
            default -> "";
        };
        if (key.isEmpty()) return size;
        return strings.get(key, document.marks().getLast().page()) + " · " + size;
    }

    /// A sentence for each remark.
    static List<String> remarks(Attachment document, Strings strings) {
        return document.remarks().stream().map(r -> sentence(r, strings)).toList();
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
