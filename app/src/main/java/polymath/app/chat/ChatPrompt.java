package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import polymath.app.storage.Attachment;
import polymath.app.storage.MessageState;
import polymath.app.ui.SafeText;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Prompt;

/// What of a chat is put before the model.
final class ChatPrompt {
    private static final int TITLE_CHARS = 60;

    private ChatPrompt() {}

    /// The system prompt, if there is one, and all that was said; answers without text are left out, and so is the one
    /// that is being written.
    static Prompt.Chat of(String systemPrompt, List<MessageModel> messages, Passages passages) {
        return new Prompt.Chat(said(systemPrompt, messages, passages));
    }

    /// The conversation before an answer that is to go on, and what the answer says already.
    static Prompt.Continuation goingOn(
            String systemPrompt, List<MessageModel> messages, MessageModel answer, Passages passages) {
        return new Prompt.Continuation(
                said(systemPrompt, messages.subList(0, messages.indexOf(answer)), passages), answer.text());
    }

    /// All that was said with one more message, of these documents alone: what they would cost.
    static Prompt.Chat with(
            List<Attachment> documents, String systemPrompt, List<MessageModel> messages, int limitTokens) {
        Passages passages = Passages.asLong(messages, documents, limitTokens);
        List<ChatMessage> all = said(systemPrompt, messages, passages);
        if (!documents.isEmpty() || all.isEmpty() || all.getLast().role() == ChatMessage.Role.SYSTEM)
            all.add(new ChatMessage(
                    ChatMessage.Role.USER,
                    "",
                    documents.stream().map(passages::of).toList()));
        return new Prompt.Chat(all);
    }

    /// What a chat is called after its first message: its first words.
    static String titleOf(MessageModel first) {
        String words = first.text();
        if (!first.attachments().isEmpty()) {
            String document = first.attachments().getFirst().name();
            words = words.isBlank() ? document : document + ": " + words;
        }
        return SafeText.line(words, TITLE_CHARS);
    }

    private static List<ChatMessage> said(String systemPrompt, List<MessageModel> messages, Passages passages) {
        List<ChatMessage> all = new ArrayList<>();
        if (!systemPrompt.isBlank()) all.add(new ChatMessage(ChatMessage.Role.SYSTEM, systemPrompt));
        for (MessageModel message : messages) {
            boolean empty = message.isAnswer() && message.text().isEmpty();
            if (!empty && message.state() != MessageState.WRITING) all.add(message.toPrompt(passages));
        }
        return all;
    }
}
