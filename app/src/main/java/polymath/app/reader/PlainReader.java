package polymath.app.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import polymath.app.documents.DocumentException;
import polymath.app.documents.TextFile;
import polymath.app.storage.RemarkCode;
import polymath.engine.api.Document;
import polymath.engine.api.PlainText;

/// Plain text, Markdown and source code, whatever the extension. There is no format to be attacked, yet it is read here
/// and not in the window: decoding a long file takes several times its size of memory.
final class PlainReader implements FormatReader {

    @Override
    public void read(Path file, Output out) throws IOException, DocumentException {
        TextFile text = TextFile.read(file);
        for (Document.Page page : PlainText.of(text.name(), text.text()).pages())
            out.page(page.page(), page.label(), Optional.empty(), page.text());
        if (text.removedCharacters() > 0) out.remark(RemarkCode.HIDDEN_CHARACTERS, text.removedCharacters());
    }
}
