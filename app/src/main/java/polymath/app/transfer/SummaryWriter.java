package polymath.app.transfer;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// A summary as a file of its own: title, text with its page marks, and a note on what made it and what was read.
record SummaryWriter(SummaryExport summary, Instant time, Strings strings) {
    private static final int NAME_CHARS = 200;

    /// `[p. 12]`, `[p. 12, 14]`, `[slide 3]`.
    static final Pattern MARK = Pattern.compile("\\[(?:p\\.|slide|sheet|chapter|line) [0-9][0-9, –-]*]");

    /// As the file's name says: a web page, a Word document, or else Markdown.
    void write(Path file) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".docx")) ChatExport.wholeBytes(file, out -> DocxWriter.write(this, out));
        else ChatExport.whole(file, ExportFormat.of(file) == ExportFormat.HTML ? this::html : this::markdown);
    }

    private void markdown(Writer out) throws IOException {
        out.write("# " + title() + "\n\n*" + kind() + "*\n\n");
        out.write(SafeText.clean(summary.text()).strip() + "\n\n---\n\n");
        for (String sentence : note()) out.write(sentence + "\n\n");
    }

    private void html(Writer out) throws IOException {
        out.write(HtmlChats.head(strings, title()));
        out.write("<article>\n<header>\n<h1>" + HtmlMarkdown.escaped(title()) + "</h1>\n<p>"
                + HtmlMarkdown.escaped(kind()) + "</p>\n</header>\n");
        // no text node of the page can hold a tag, so this finds marks only in what is read
        String text = new HtmlMarkdown().html(summary.text());
        out.write("<section>\n" + MARK.matcher(text).replaceAll("<span class=\"mark\">$0</span>") + "</section>\n");
        out.write("<section class=\"note\">\n");
        for (String sentence : note()) out.write("<p>" + HtmlMarkdown.escaped(sentence) + "</p>\n");
        out.write("</section>\n</article>\n</body>\n</html>\n");
    }

    String title() {
        return strings.get("export.summary.title", SafeText.line(summary.document(), NAME_CHARS));
    }

    String kind() {
        return SafeText.line(summary.kind(), NAME_CHARS);
    }

    /// Who wrote it, what was read, and what was not.
    List<String> note() {
        String model = SafeText.line(summary.modelName(), NAME_CHARS);
        List<String> note = new ArrayList<>();
        note.add(strings.get(
                "export.summary.by",
                model.isEmpty() ? strings.get("export.assistant") : model,
                new ExportWords(strings).time(time)));
        if (!summary.from().isEmpty())
            note.add(strings.get(
                    summary.sections() > 1 ? "export.summary.sections" : "export.summary.whole",
                    summary.from(),
                    summary.to(),
                    summary.sections()));
        note.addAll(summary.remarks());
        return note;
    }
}
