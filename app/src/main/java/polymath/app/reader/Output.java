package polymath.app.reader;

import com.google.gson.stream.JsonWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.RemarkCode;

/// The reader's standard output: a JSON line for each thing found, flushed at once. Used by one thread.
final class Output {
    /// Characters of one page, and of all.
    static final int MOST_PAGE_CHARS = 4 << 20;

    static final int MOST_CHARS = 64 << 20;

    private final Writer out;
    private int chars;
    private boolean cut;
    private boolean text;

    Output(OutputStream stream) {
        out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
    }

    /// How many pages there are.
    void pages(int count) throws IOException {
        number("pages", count);
    }

    /// How many pages there are, each of which can be read without those before it.
    void pagesApart(int count) throws IOException {
        write("{\"pages\":" + count + ",\"apart\":true}");
    }

    /// The page being read now; whoever listens may think that all is well as long as this comes.
    void reading(int page) throws IOException {
        number("reading", page);
    }

    /// A page, slide, sheet or chapter, or some lines. What goes beyond the limits is cut off, with a remark.
    void page(int page, String label, Optional<String> heading, String pageText) throws IOException {
        int room = Math.min(MOST_PAGE_CHARS, MOST_CHARS - chars);
        String kept = pageText;
        if (pageText.length() > room) {
            kept = pageText.substring(0, room);
            cut = true;
        }
        chars += kept.length();
        text |= !kept.isBlank();
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.beginObject().name("page").value(page).name("label").value(label);
            json.name("heading");
            if (heading.isPresent()) json.value(heading.get());
            else json.nullValue();
            json.name("text").value(kept).endObject();
        }
        write(line.toString());
    }

    /// Whether there was any text so far.
    boolean hasText() {
        return text;
    }

    /// Whether more pages would be cut off altogether.
    boolean full() {
        return chars >= MOST_CHARS;
    }

    void remark(RemarkCode code, Object... arguments) throws IOException {
        coded("remark", code.name(), arguments);
    }

    void failed(Code code, Object... arguments) throws IOException {
        coded("failed", code.name(), arguments);
    }

    /// The last line of a document that was read to its end.
    void done() throws IOException {
        if (cut) remark(RemarkCode.TEXT_CUT, chars);
        write("{\"done\":true}");
    }

    private void coded(String kind, String code, Object... arguments) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonWriter json = new JsonWriter(line)) {
            json.beginObject().name(kind).value(code).name("arguments").beginArray();
            for (Object argument : arguments) json.value(String.valueOf(argument));
            json.endArray().endObject();
        }
        write(line.toString());
    }

    private void number(String name, int number) throws IOException {
        write("{\"" + name + "\":" + number + "}");
    }

    private void write(String line) throws IOException {
        out.write(line);
        out.write('\n');
        out.flush();
    }
}
