package polymath.app.documents;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.RemarkCode;

/// A line of the reader's output, as far as it can be believed: whatever is not one of these is [Foreign].
///
/// ```json
/// {"pages": 300, "apart": true}
/// {"reading": 12}
/// {"page": 12, "label": "p. 12", "heading": null, "text": "…"}
/// {"remark": "HIDDEN_TEXT", "arguments": ["17"]}
/// {"failed": "PASSWORD", "arguments": []}
/// {"done": true}
/// ```
sealed interface ReaderLine {
    int MOST_PAGES = 1_000_000;
    int MOST_ARGUMENTS = 4;
    int LABEL_CHARS = 40;
    int WORD_CHARS = 200;

    /// How many pages there are.
    ///
    /// @param apart whether each can be read without those before it
    record Pages(int count, boolean apart) implements ReaderLine {}

    /// The page being read now.
    record Reading(int page) implements ReaderLine {}

    record Page(int page, String label, Optional<String> heading, String text) implements ReaderLine {}

    record Remark(RemarkCode code, List<String> arguments) implements ReaderLine {}

    record Failed(Code code, List<String> arguments) implements ReaderLine {}

    /// Everything was read.
    record Done() implements ReaderLine {}

    record Foreign() implements ReaderLine {}

    static ReaderLine of(String json) {
        try {
            JsonElement element = JsonParser.parseString(json);
            return element.isJsonObject() ? of(element.getAsJsonObject()) : new Foreign();
        } catch (RuntimeException e) { // missing, of another type, too deep, no such code
            return new Foreign();
        }
    }

    private static ReaderLine of(JsonObject line) {
        if (line.has("page"))
            return new Page(
                    number(line, "page"),
                    word(line.get("label").getAsString(), LABEL_CHARS),
                    line.has("heading") && !line.get("heading").isJsonNull()
                            ? Optional.of(word(line.get("heading").getAsString(), WORD_CHARS))
                                    .filter(h -> !h.isBlank())
                            : Optional.empty(),
                    line.get("text").getAsString());
        if (line.has("reading")) return new Reading(number(line, "reading"));
        if (line.has("pages")) return new Pages(number(line, "pages"), line.has("apart"));
        if (line.has("remark"))
            return new Remark(RemarkCode.valueOf(line.get("remark").getAsString()), arguments(line));
        if (line.has("failed"))
            return new Failed(Code.valueOf(line.get("failed").getAsString()), arguments(line));
        return line.has("done") ? new Done() : new Foreign();
    }

    private static int number(JsonObject line, String name) {
        int number = line.get(name).getAsInt();
        if (number < 0 || number > MOST_PAGES) throw new IllegalArgumentException(name + " " + number);
        return number;
    }

    private static List<String> arguments(JsonObject line) {
        List<String> arguments = new ArrayList<>();
        for (JsonElement argument : line.getAsJsonArray("arguments"))
            if (arguments.size() < MOST_ARGUMENTS) arguments.add(word(argument.getAsString(), WORD_CHARS));
        return arguments;
    }

    /// One short line without anything invisible.
    private static String word(String text, int most) {
        String line = VisibleText.of(text.length() > 2 * most ? text.substring(0, 2 * most) : text)
                .text()
                .replaceAll("\\s+", " ")
                .strip();
        if (line.length() <= most) return line;
        int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
        return line.substring(0, end);
    }
}
