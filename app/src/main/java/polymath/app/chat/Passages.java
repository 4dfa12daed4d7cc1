package polymath.app.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import polymath.app.storage.Attachment;
import polymath.app.storage.PassageFinder;
import polymath.engine.api.Document;

/// The passages of long documents that one prompt has, where the user chose that instead of the whole. Belongs to the
/// UI
/// executor; finding takes some tens of milliseconds for 400 pages, so one object serves a prompt and what is said of
/// it.
final class Passages {
    /// Of the context, for all such documents; the rest is for the conversation and the answer.
    private static final double SHARE = 0.5;

    private static final int UNKNOWN_CONTEXT_TOKENS = 4_096;
    private static final int LEAST_CHARS = 500;

    private final String question;
    private final double tokensEach;
    private final Map<Attachment, Document> found = new HashMap<>();

    private Passages(String question, List<MessageModel> messages, int more, int limitTokens) {
        this.question = question;
        long documents = messages.stream()
                        .flatMap(m -> m.attachments().stream())
                        .filter(Attachment::inPassages)
                        .count()
                + more;
        int limit = limitTokens > 0 ? limitTokens : UNKNOWN_CONTEXT_TOKENS;
        tokensEach = SHARE * limit / Math.max(1, documents);
    }

    /// For the last question of a chat.
    ///
    /// @param limitTokens what the context holds; 0 while unknown
    static Passages of(List<MessageModel> messages, int limitTokens) {
        String question = messages.reversed().stream()
                .filter(m -> !m.isAnswer() && !m.text().isBlank())
                .findFirst()
                .map(MessageModel::text)
                .orElse("");
        return new Passages(question, messages, 0, limitTokens);
    }

    /// As long as those of a question would be: for counting.
    ///
    /// @param attached documents beside those of the messages
    static Passages asLong(List<MessageModel> messages, List<Attachment> attached, int limitTokens) {
        int more = (int) attached.stream().filter(Attachment::inPassages).count();
        return new Passages("", messages, more, limitTokens);
    }

    /// What the model gets of a document.
    Document of(Attachment attachment) {
        if (!attachment.inPassages()) return attachment.chosen();
        return found.computeIfAbsent(attachment, this::find);
    }

    private Document find(Attachment attachment) {
        double charsPerToken = (double) attachment.text().length() / Math.max(1, attachment.passageTokens());
        int chars = (int) Math.max(LEAST_CHARS, tokensEach * charsPerToken);
        return PassageFinder.find(attachment.document(), question, chars);
    }
}
