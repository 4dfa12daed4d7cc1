package polymath.app.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import polymath.app.storage.AnswerJournal;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.Later;
import polymath.engine.api.ChatMessage;

/// A chat on disk. Its conversation is made when its first message is stored, so that chats nobody wrote in leave no
/// trace. Belongs to the UI executor.
final class StoredChat {
    private final ChatServices services;
    private final Consumer<StorageException.Code> trouble;
    private Optional<Conversation> conversation;

    /// @param trouble told what could not be read or written
    StoredChat(ChatServices services, Optional<Conversation> conversation, Consumer<StorageException.Code> trouble) {
        this.services = services;
        this.conversation = conversation;
        this.trouble = trouble;
    }

    Optional<UUID> id() {
        return conversation.map(Conversation::id);
    }

    /// @param done called in any case, with nothing if reading failed
    void load(UUID id, Consumer<List<StoredMessage>> done) {
        Later.on(services.ui(), services.store().messages(id), done, error -> {
            done.accept(List.of());
            failed(error);
        });
    }

    /// Stores a message of the user, and before it the conversation if there is none.
    ///
    /// @param systemPrompt of a new conversation
    void append(MessageModel prompt, String systemPrompt, Runnable done, Runnable failed) {
        CompletableFuture<Conversation> home =
                conversation.map(CompletableFuture::completedFuture).orElseGet(() -> create(systemPrompt));
        Later.on(
                services.ui(),
                home.thenCompose(
                        c -> services.store().append(prompt(prompt.id(), c.id(), prompt.text(), prompt.attachments()))),
                stored -> done.run(),
                error -> {
                    failed.run();
                    failed(error);
                });
    }

    /// What a message looks like before its conversation has an id.
    static StoredMessage unsent(String text, List<Attachment> documents) {
        UUID id = UUID.randomUUID();
        return prompt(id, id, text, documents);
    }

    /// Begins an answer; a journal fills it.
    MessageModel beginAnswer() {
        StoredMessage row = StoredMessage.answer(id().orElseThrow());
        report(services.store().append(row));
        return new MessageModel(row);
    }

    /// Empties an answer that is to be written anew.
    void restart(MessageModel answer) {
        answer.restart();
        report(services.store().update(answer.id(), "", MessageState.WRITING, Optional.empty()));
    }

    AnswerJournal journal(MessageModel answer) {
        return new AnswerJournal(
                services.store(), answer.id(), error -> services.ui().execute(() -> failed(error)));
    }

    void rename(String title) {
        id().ifPresent(id -> {
            services.listener().titled(id, title);
            report(services.store().rename(id, title));
        });
    }

    void setSystemPrompt(String text) {
        id().ifPresent(id -> report(services.store().setSystemPrompt(id, text)));
    }

    /// Says so if a write fails.
    void report(CompletableFuture<Void> write) {
        Later.on(services.ui(), write, done -> {}, this::failed);
    }

    private CompletableFuture<Conversation> create(String systemPrompt) {
        return services.store()
                .create(systemPrompt)
                .thenApplyAsync(
                        created -> {
                            conversation = Optional.of(created);
                            if (services.store().temporary())
                                services.listener().startedTemporary(created);
                            else services.listener().started(created);
                            return created;
                        },
                        services.ui());
    }

    private void failed(Throwable error) {
        trouble.accept(error instanceof StorageException s ? s.code() : StorageException.Code.INTERNAL);
    }

    private static StoredMessage prompt(UUID id, UUID conversationId, String text, List<Attachment> documents) {
        return new StoredMessage(
                id,
                conversationId,
                ChatMessage.Role.USER,
                text,
                MessageState.COMPLETE,
                Instant.now(),
                Optional.empty(),
                documents);
    }
}
