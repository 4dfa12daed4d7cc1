package polymath.app.reader;

import com.rtfparserkit.parser.IRtfListener;
import com.rtfparserkit.parser.RtfStreamSource;
import com.rtfparserkit.parser.standard.StandardRtfParser;
import com.rtfparserkit.rtf.Command;
import com.rtfparserkit.rtf.CommandType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;
import polymath.app.documents.TextFile;
import polymath.app.storage.RemarkCode;

/// Rich text: paragraphs, tables, notes and the page breaks its writer put in.
final class RtfReader implements FormatReader {

    @Override
    public void read(Path file, Output out) throws IOException, DocumentException {
        if (Files.size(file) > TextFile.MAX_BYTES)
            throw new DocumentException(Code.TOO_LARGE, file.getFileName(), Files.size(file), TextFile.MAX_BYTES);
        DocumentFlow flow = new DocumentFlow(out);
        Listener listener = new Listener(flow);
        boolean broken = false;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            new StandardRtfParser().parse(new RtfStreamSource(in), listener);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            broken = true; // what came before is sound
        }
        flow.end();
        if (broken && !out.hasText()) throw new DocumentException(Code.DAMAGED, file.getFileName());
        if (broken) out.remark(RemarkCode.DAMAGED_PAGES, 1, "…");
        if (listener.hidden > 0) out.remark(RemarkCode.HIDDEN_TEXT, listener.hidden);
    }

    private static final class Listener implements IRtfListener {
        private static final int MOST_DEPTH = 10_000;
        /// Destinations that are part of the text; every other one is about it, such as fonts, pictures and fields'
        /// code.
        private static final Set<String> TEXT =
                Set.of("rtf", "footnote", "fldrslt", "shptxt", "shp", "shpinst", "field");

        private record Group(boolean shown, boolean hidden, boolean note) {}

        private final DocumentFlow flow;
        private final Deque<Group> groups = new ArrayDeque<>();
        private boolean shown = true;
        private boolean hiddenText;
        private boolean note;
        private boolean table;
        private boolean rowOpen;
        private boolean cellOpen;
        private int hidden;

        Listener(DocumentFlow flow) {
            this.flow = flow;
        }

        @Override
        public void processDocumentStart() {}

        @Override
        public void processDocumentEnd() {}

        @Override
        public void processGroupStart() {
            if (groups.size() >= MOST_DEPTH) throw new IllegalStateException("too many groups in groups");
            groups.push(new Group(shown, hiddenText, note));
            note = false;
        }

        @Override
        public void processGroupEnd() {
            if (groups.isEmpty()) return;
            if (note) flow.endNote();
            Group around = groups.pop();
            shown = around.shown();
            hiddenText = around.hidden();
            note = around.note();
        }

        @Override
        public void processCharacterBytes(byte[] data) {}

        @Override
        public void processBinaryBytes(byte[] data) {}

        @Override
        public void processString(String text) {
            if (!shown) return;
            if (hiddenText) {
                hidden += text.length();
                return;
            }
            if (table) openCell();
            else if (!rowOpen) flow.closeTables();
            flow.text(text);
        }

        @Override
        public void processCommand(Command command, int parameter, boolean hasParameter, boolean optional) {
            String name = command.getCommandName();
            if (command.getCommandType() == CommandType.Destination || optional) {
                boolean text = TEXT.contains(name);
                if (shown && name.equals("footnote")) {
                    note = true;
                    flow.startNote();
                }
                shown &= text;
            }
            if (!shown) return;
            try {
                obey(name, !hasParameter || parameter != 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void obey(String name, boolean on) throws IOException {
            switch (name) {
                case "par", "sect" -> flow.endParagraph();
                case "pard" -> table = false;
                case "plain" -> hiddenText = false;
                case "v" -> hiddenText = on;
                case "line" -> flow.lineBreak();
                case "tab" -> flow.text("\t");
                case "emdash" -> flow.text("—");
                case "endash" -> flow.text("–");
                case "lquote" -> flow.text("‘");
                case "rquote" -> flow.text("’");
                case "ldblquote" -> flow.text("“");
                case "rdblquote" -> flow.text("”");
                case "bullet" -> flow.text("•");
                case "~" -> flow.text(" ");
                case "_" -> flow.text("-");
                case "page" -> {
                    flow.endParagraph();
                    flow.pageBreak();
                }
                case "softpage" -> flow.renderedPageBreak();
                case "outlinelevel" -> flow.startParagraph(true);
                case "intbl" -> table = true;
                case "cell" -> {
                    openCell();
                    flow.endParagraph();
                    cellOpen = false;
                }
                case "row" -> rowOpen = false;
                default -> {}
            }
        }

        private void openCell() {
            if (!rowOpen) {
                flow.openTable();
                flow.startRow();
            }
            if (!cellOpen || !rowOpen) flow.startCell();
            rowOpen = true;
            cellOpen = true;
        }
    }
}
