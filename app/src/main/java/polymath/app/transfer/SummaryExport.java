package polymath.app.transfer;

import java.util.List;
import java.util.Objects;

/// A summary that is to be written to a file.
///
/// @param document its name
/// @param kind what was asked for, in the user's language
/// @param text Markdown with page marks, as the model wrote it
/// @param modelName empty if it was not recorded
/// @param from mark of the first page that was read; empty if nothing was recorded
/// @param to mark of the last
/// @param sections it was read in; 1 if it was read at once
/// @param remarks on how the document was read, a sentence each
public record SummaryExport(
        String document,
        String kind,
        String text,
        String modelName,
        String from,
        String to,
        int sections,
        List<String> remarks) {
    /// Extensions of the files that summaries are written to.
    public static final List<String> EXTENSIONS = List.of("md", "html", "docx");

    public SummaryExport {
        Objects.requireNonNull(document);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(text);
        Objects.requireNonNull(modelName);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        remarks = List.copyOf(remarks);
    }
}
