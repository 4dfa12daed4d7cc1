package polymath.engine.cli;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.engine.api.BoundedLines;
import polymath.engine.api.Document;
import polymath.engine.api.MessageCodec;

/// A document as lines of JSON, a page each: `{"page": 12, "label": "p. 12", "text": "…"}`.
final class PageLines {
    private PageLines() {}

    /// Reads to the end.
    ///
    /// @param name the document's
    /// @throws UsageException if a line is no page, or there is none
    static Document read(InputStream in, String name) throws IOException {
        BoundedLines lines =
                new BoundedLines(new InputStreamReader(in, StandardCharsets.UTF_8), MessageCodec.MAX_LINE_CHARS);
        Gson gson = new Gson();
        List<Document.Page> pages = new ArrayList<>();
        int number = 1;
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next(), number++) {
            if (line.get().isBlank()) continue;
            try {
                pages.add(Optional.ofNullable(gson.fromJson(line.get(), Document.Page.class))
                        .orElseThrow());
            } catch (RuntimeException e) { // Gson's own, and what the record refuses
                throw new UsageException(
                        "line %d of standard input is no page: {\"page\": 12, \"label\": \"p. 12\", \"text\": \"…\"}",
                        number);
            }
        }
        if (pages.isEmpty()) throw new UsageException("standard input holds no page");
        return new Document(name, pages);
    }
}
