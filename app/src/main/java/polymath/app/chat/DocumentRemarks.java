package polymath.app.chat;

import java.util.List;
import polymath.app.storage.Attachment;
import polymath.app.ui.Strings;

/// What is worth knowing about how a document was read.
public final class DocumentRemarks {
    private DocumentRemarks() {}

    /// Each in a sentence; none if there is nothing.
    public static List<String> sentences(Attachment document, Strings strings) {
        return DocumentWords.remarks(document, strings);
    }
}
