package polymath.app.storage;

import com.google.gson.Gson;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The pages of an [Attachment] and the remarks on it, in the form they are kept in beside its text.
///
/// ```json
/// {"marks": [{"page": 12, "label": "p. 12", "heading": "Costs", "start": 30412}],
///  "remarks": [{"code": "HIDDEN_TEXT", "arguments": ["17"]}]}
/// ```
public record PagesJson(
        @Nullable List<Mark> marks, @Nullable List<Remark> remarks) {
    private static final Gson GSON = new Gson();

    record Mark(int page, String label, @Nullable String heading, int start) {}

    record Remark(String code, @Nullable List<String> arguments) {}

    /// Empty for what came as plain text.
    public static Optional<String> write(Attachment attachment) {
        if (attachment.marks().isEmpty() && attachment.remarks().isEmpty()) return Optional.empty();
        return Optional.of(GSON.toJson(new PagesJson(
                attachment.marks().stream()
                        .map(m -> new Mark(m.page(), m.label(), m.heading().orElse(null), m.start()))
                        .toList(),
                attachment.remarks().stream()
                        .map(r -> new Remark(r.code().name(), r.arguments()))
                        .toList())));
    }

    /// @throws RuntimeException if something else stands there, or something is missing
    public static PagesJson read(JsonReader in) {
        return GSON.fromJson(in, PagesJson.class);
    }

    /// The document with these pages; without any if they are not those of its text, which is what matters.
    public static Attachment attach(String name, String text, @Nullable PagesJson pages) {
        if (pages == null) return new Attachment(name, text);
        try {
            return new Attachment(name, text, pages.toMarks(), pages.toRemarks());
        } catch (RuntimeException e) { // written by hand or by another version
            return new Attachment(name, text);
        }
    }

    static Attachment attach(String name, String text, @Nullable String json) {
        if (json == null) return new Attachment(name, text);
        try {
            return attach(name, text, read(new JsonReader(new StringReader(json))));
        } catch (RuntimeException e) {
            return new Attachment(name, text);
        }
    }

    private List<PageMark> toMarks() {
        if (marks == null) return List.of();
        return marks.stream()
                .map(m -> new PageMark(m.page(), m.label(), Optional.ofNullable(m.heading()), m.start()))
                .toList();
    }

    private List<ReadingRemark> toRemarks() {
        List<ReadingRemark> known = new ArrayList<>();
        if (remarks == null) return known;
        for (Remark remark : remarks)
            for (RemarkCode code : RemarkCode.values())
                if (code.name().equals(remark.code()))
                    known.add(new ReadingRemark(code, remark.arguments() == null ? List.of() : remark.arguments()));
        return known;
    }
}
