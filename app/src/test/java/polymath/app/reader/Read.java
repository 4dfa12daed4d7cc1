package polymath.app.reader;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the reader says about a file, read in the process of the test.
record Read(List<JsonObject> lines) {

    static Read of(Path file) throws IOException {
        SafeXml.limitParsers();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReaderMain.read(file, 1, Set.of(), new Output(bytes));
        return new Read(bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList());
    }

    private List<JsonObject> pages() {
        return lines.stream().filter(l -> l.has("page")).toList();
    }

    List<String> labels() {
        return pages().stream().map(p -> p.get("label").getAsString()).toList();
    }

    List<String> headings() {
        return pages().stream()
                .map(p -> p.get("heading"))
                .map(h -> h.isJsonNull() ? "" : h.getAsString())
                .toList();
    }

    List<String> texts() {
        return pages().stream().map(p -> p.get("text").getAsString()).toList();
    }

    String text() {
        return String.join("\n\n", texts());
    }

    /// The code the reader gave up with; empty if it did not.
    String failure() {
        return lines.stream()
                .filter(l -> l.has("failed"))
                .map(l -> l.get("failed").getAsString())
                .findFirst()
                .orElse("");
    }

    /// The first argument of a remark.
    Optional<String> remark(String code) {
        return lines.stream()
                .filter(l -> l.has("remark") && l.get("remark").getAsString().equals(code))
                .map(l -> l.get("arguments").getAsJsonArray().get(0).getAsString())
                .findFirst();
    }

    boolean done() {
        return lines.getLast().has("done");
    }
}
