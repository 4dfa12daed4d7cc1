package polymath.app;

import java.nio.file.Path;
import java.util.function.Supplier;
import polymath.app.chat.DocumentSource;
import polymath.app.documents.DocumentException;
import polymath.app.documents.TextFile;
import polymath.app.storage.Attachment;
import polymath.app.ui.Strings;

/// Text files as documents for a chat; what cannot be read is said in the user's language.
final class TextFiles implements DocumentSource {
    private final Supplier<Strings> strings;

    /// @param strings in the language of the moment
    TextFiles(Supplier<Strings> strings) {
        this.strings = strings;
    }

    @Override
    public Attachment read(Path file) throws RefusedException {
        try {
            TextFile text = TextFile.read(file);
            return new Attachment(text.name(), text.text());
        } catch (DocumentException e) {
            throw new RefusedException(
                    strings.get().get("document." + e.code(), e.arguments().toArray()));
        }
    }
}
