package polymath.app.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.ObservableList;
import polymath.app.citation.SourceDocument;
import polymath.app.citation.Sources;
import polymath.app.storage.Attachment;

/// The documents of a chat as its answers refer to them: for each answer those of the messages before it. They are
/// prepared in the background, since that takes a moment for long ones. Belongs to the UI executor.
final class ChatSources {
    /// Longer documents fit no context, so no answer is about them.
    private static final int MOST_CHARS = 4 << 20;

    private final ChatServices services;
    private final ObservableList<MessageModel> messages;
    private final ReadOnlyIntegerWrapper revision = new ReadOnlyIntegerWrapper(this, "revision");
    private final Map<Attachment, SourceDocument> prepared = new HashMap<>();
    private final Set<Attachment> preparing = new HashSet<>();
    private Map<UUID, Sources> ofAnswers = Map.of();

    ChatSources(ChatServices services, ObservableList<MessageModel> messages) {
        this.services = services;
        this.messages = messages;
        messages.subscribe(this::changed);
    }

    /// Changes whenever an answer has other sources than before.
    ReadOnlyIntegerProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /// Nothing before the first document, and as long as one is not prepared.
    Optional<Sources> of(MessageModel answer) {
        return Optional.ofNullable(ofAnswers.get(answer.id()));
    }

    private void changed() {
        Map<UUID, Sources> now = new HashMap<>();
        List<Attachment> before = new ArrayList<>();
        Optional<Sources> current = Optional.empty();
        for (MessageModel message : messages) {
            if (!message.attachments().isEmpty()) {
                before.addAll(message.attachments());
                current = sources(before);
            }
            if (message.isAnswer()) current.ifPresent(sources -> now.put(message.id(), sources));
        }
        if (now.equals(ofAnswers)) return;
        ofAnswers = now;
        revision.set(revision.get() + 1);
    }

    /// The same object as before for the same documents, since what is derived of it is kept by it.
    private Optional<Sources> sources(List<Attachment> attachments) {
        attachments.forEach(this::prepare);
        if (!prepared.keySet().containsAll(attachments)) return Optional.empty();
        List<SourceDocument> documents = attachments.stream()
                .distinct()
                .flatMap(a -> Stream.ofNullable(prepared.get(a)))
                .toList();
        return known(documents).or(() -> Optional.of(new Sources(documents)));
    }

    private Optional<Sources> known(List<SourceDocument> documents) {
        return ofAnswers.values().stream()
                .filter(s -> s.documents().equals(documents))
                .findFirst();
    }

    private void prepare(Attachment attachment) {
        if (attachment.text().length() > MOST_CHARS) return;
        if (prepared.containsKey(attachment) || !preparing.add(attachment)) return;
        services.background().execute(() -> {
            SourceDocument document = new SourceDocument(attachment);
            services.ui().execute(() -> {
                preparing.remove(attachment);
                prepared.put(attachment, document);
                changed();
            });
        });
    }
}
