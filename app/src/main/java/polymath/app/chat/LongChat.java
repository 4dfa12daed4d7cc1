package polymath.app.chat;

import java.util.List;

/// When a chat has grown so long that it is better gone on with in a new one. Microsoft's card of the model says that
/// it
/// may repeat itself or drift in very long conversations; where that begins is not said, so these are judgements.
final class LongChat {
    private static final int ANSWERS = 30;
    /// With so many answers it is the conversation, and not a document, that fills the context.
    private static final int SOME_ANSWERS = 8;

    private static final double SHARE = 0.75;

    private LongChat() {}

    static boolean is(List<MessageModel> messages, ContextUse use) {
        long answers = messages.stream().filter(MessageModel::isAnswer).count();
        boolean filled = use.known() && use.conversationTokens() >= SHARE * use.limitTokens();
        return answers >= ANSWERS || filled && answers >= SOME_ANSWERS;
    }
}
