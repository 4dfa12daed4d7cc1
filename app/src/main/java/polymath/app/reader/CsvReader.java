package polymath.app.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.app.documents.DocumentException;
import polymath.app.documents.TextFile;
import polymath.app.storage.RemarkCode;

/// Tables as text, with commas, semicolons or tabs between cells.
final class CsvReader implements FormatReader {
    private static final int MARK_CHARS = 1_500;
    private static final int SAMPLE_CHARS = 10_000;

    @Override
    public void read(Path file, Output out) throws IOException, DocumentException {
        TextFile table = TextFile.read(file);
        String text = table.text();
        Cells cells = new Cells(text, separator(text));
        StringBuilder page = new StringBuilder();
        int marked = 1;
        while (cells.more()) {
            int line = cells.line();
            String row = String.join(" | ", cells.row()).strip();
            if (page.length() >= MARK_CHARS) {
                out.page(marked, "line " + marked, Optional.empty(), page.toString());
                page.setLength(0);
            }
            if (row.replace("|", "").isBlank()) continue;
            if (page.isEmpty()) marked = line;
            else page.append('\n');
            page.append(row);
        }
        if (!page.isEmpty()) out.page(marked, "line " + marked, Optional.empty(), page.toString());
        if (table.removedCharacters() > 0) out.remark(RemarkCode.HIDDEN_CHARACTERS, table.removedCharacters());
    }

    /// The one of which the first lines have the same number most often, outside of quotes.
    private static char separator(String text) {
        String sample = text.substring(0, Math.min(SAMPLE_CHARS, text.length()));
        char best = ',';
        int most = 0;
        for (char candidate : new char[] {',', ';', '\t', '|'}) {
            Cells cells = new Cells(sample, candidate);
            int columns = cells.row().size();
            int alike = columns;
            while (columns > 1 && cells.more()) if (cells.row().size() == columns) alike += columns;
            if (columns > 1 && alike > most) {
                most = alike;
                best = candidate;
            }
        }
        return best;
    }

    /// The rows of a text after RFC 4180, forgiving: a quote that is never closed ends with its line's text.
    private static final class Cells {
        private final String text;
        private final char separator;
        private int at;
        private int line = 1;

        Cells(String text, char separator) {
            this.text = text;
            this.separator = separator;
        }

        boolean more() {
            return at < text.length();
        }

        /// Of the row that comes next, from 1.
        int line() {
            return line;
        }

        List<String> row() {
            List<String> row = new ArrayList<>();
            while (true) {
                row.add(cell());
                if (at >= text.length()) return row;
                char end = text.charAt(at++);
                if (end == '\n') {
                    line++;
                    return row;
                }
            }
        }

        /// Ends before its separator or line end.
        private String cell() {
            int closing = at < text.length() && text.charAt(at) == '"' ? closingQuote() : -1;
            if (closing >= 0) {
                String quoted = text.substring(at + 1, closing).replace("\"\"", "\"");
                line += (int) quoted.chars().filter(c -> c == '\n').count();
                at = closing + 1;
                return FlowText.even(quoted + plain());
            }
            return FlowText.even(plain());
        }

        private String plain() {
            int start = at;
            while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') at++;
            return text.substring(start, at);
        }

        /// Of the quote that opens here; -1 if the text ends first, or a cell would be longer than any is.
        private int closingQuote() {
            int limit = Math.min(text.length(), at + 100_000);
            for (int i = at + 1; i < limit; i++) {
                if (text.charAt(i) != '"') continue;
                if (i + 1 < text.length() && text.charAt(i + 1) == '"') i++;
                else return i;
            }
            return -1;
        }
    }
}
