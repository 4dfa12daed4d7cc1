package polymath.app.chat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import polymath.app.storage.Attachment;
import polymath.app.storage.Coverage;
import polymath.app.storage.DocumentCoverage;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Prompt;

/// What an answer covers of documents: the pages that have text, or of those that are asked about by passages the pages
/// that were found.
final class ReadForAnswer {
    private ReadForAnswer() {}

    /// What the model gets of the documents of a chat with a prompt; nothing if there are none.
    ///
    /// @param messages of the chat
    static Optional<Coverage> of(List<MessageModel> messages, Prompt prompt, Passages passages) {
        List<ChatMessage> sent = switch (prompt) {
            case Prompt.Chat chat -> chat.messages();
            case Prompt.Continuation going -> going.messages();
            case Prompt.Raw ignored -> List.of();
        };
        Set<Document> documents = new HashSet<>();
        sent.forEach(message -> documents.addAll(message.documents()));
        List<Coverage.Part> parts = new ArrayList<>();
        Set<Attachment> seen = new HashSet<>();
        for (MessageModel message : messages) {
            List<Attachment> attachments = message.sentAttachments();
            List<Document> own = message.toPrompt(passages).documents();
            for (int i = 0; i < own.size(); i++)
                if (documents.contains(own.get(i)) && seen.add(attachments.get(i)))
                    parts.add(DocumentCoverage.of(attachments.get(i), own.get(i)));
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Coverage(parts));
    }
}
