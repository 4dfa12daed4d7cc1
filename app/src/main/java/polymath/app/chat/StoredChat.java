package polymath.app.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.AnswerJournal;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.Feedback;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.StoredSummary;
import polymath.app.storage.ThreadMessage;
import polymath.app.ui.Later;
import polymath.engine.api.ChatMessage;

/// A chat on disk. Its conversation is made when its first message is stored, so that chats nobody wrote in leave no
/// trace. Belongs to the UI executor.
final class StoredChat {
    private final ChatServices services;
    private final Consumer<Notice> trouble;
    private final List<Supplier<CompletableFuture<Void>>> unsaved = new ArrayList<>();
    private Optional<Conversation> conversation;

    /// @param trouble told what could not be read or written
    StoredChat(ChatServices services, Optional<Conversation> conversation, Consumer<Notice> trouble) {
        this.services = services;
        this.conversation = conversation;
        this.trouble = trouble;
    }

    Optional<UUID> id() {
        return conversation.map(Conversation::id);
    }

    /// Reads what is shown of the conversation, and the summaries among its answers.
    void load(BiConsumer<List<ThreadMessage>, List<StoredSummary>> done, Runnable failed) {
        record Loaded(List<ThreadMessage> thread, List<StoredSummary> summaries) {}
        UUID conversationId = id().orElseThrow();
        CompletableFuture<Loaded> loaded = services.store()
                .thread(conversationId)
                .thenCombine(services.store().summaries().of(conversationId), Loaded::new);
        Later.on(services.ui(), loaded, all -> done.accept(all.thread(), all.summaries()), error -> {
            failed.run();
            failed(error);
        });
    }

    /// Stores a message of the user, which was the draft, and before it the conversation if there is none.
    ///
    /// @param systemPrompt of a new conversation
    /// @param newChat whether the draft is that of the new chat
    void send(MessageModel prompt, String systemPrompt, boolean newChat, Runnable done, Runnable failed) {
        CompletableFuture<Conversation> home =
                conversation.map(CompletableFuture::completedFuture).orElseGet(() -> create(systemPrompt));
        finish(home.thenCompose(c -> services.store().send(row(prompt, c.id()), newChat)), done, failed);
    }

    /// Makes the conversation if there is none.
    ///
    /// @param systemPrompt of a new conversation
    void ready(String systemPrompt, Runnable done, Runnable failed) {
        CompletableFuture<Conversation> home =
                conversation.map(CompletableFuture::completedFuture).orElseGet(() -> create(systemPrompt));
        finish(home.thenApply(ignored -> null), done, failed);
    }

    /// Stores a message behind all others; its conversation is there.
    ///
    /// @param newChat whether it was the draft of the new chat; empty if it was no draft
    CompletableFuture<Void> append(MessageModel prompt, Optional<Boolean> newChat) {
        StoredMessage message = row(prompt, id().orElseThrow());
        return newChat.isPresent()
                ? services.store().send(message, newChat.get())
                : services.store().append(message);
    }

    /// Stores another wording of a message.
    void appendVersion(MessageModel prompt, MessageModel of, Runnable done, Runnable failed) {
        finish(services.store().appendVersion(row(prompt, id().orElseThrow()), of.id()), done, failed);
    }

    /// Does a change and then calls one of the two.
    void finish(CompletableFuture<Void> change, Runnable done, Runnable failed) {
        Later.on(services.ui(), change, stored -> done.run(), error -> {
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
        save(() -> services.store().append(row));
        return new MessageModel(row);
    }

    /// Begins another version of an answer; a journal fills it.
    MessageModel beginVersion(MessageModel of) {
        StoredMessage row = StoredMessage.answer(id().orElseThrow());
        save(() -> services.store().appendVersion(row, of.id()));
        MessageModel begun = new MessageModel(row);
        begun.setVersions(of.versions().with(row.id()));
        return begun;
    }

    /// Makes an answer one that is being written, with all it says already.
    void resume(MessageModel answer) {
        answer.resume();
        String text = answer.text();
        Optional<AnswerDetails> details = answer.details();
        save(() -> services.store().update(answer.id(), text, MessageState.WRITING, details));
    }

    void rate(MessageModel answer, Feedback feedback) {
        answer.setFeedback(feedback);
        report(services.store().rate(answer.id(), feedback));
    }

    /// Empties an answer that is to be written anew.
    void restart(MessageModel answer) {
        answer.restart();
        save(() -> services.store().update(answer.id(), "", MessageState.WRITING, Optional.empty()));
    }

    AnswerJournal journal(MessageModel answer) {
        return new AnswerJournal(
                services.store(),
                answer.id(),
                answer.text(),
                error -> services.ui()
                        .execute(() -> trouble.accept(new Notice.AnswerNotStored(StorageException.codeOf(error)))));
    }

    /// Stores what is known of an answer; what fails is kept for [#saveAgain].
    void save(Supplier<CompletableFuture<Void>> answer) {
        Later.on(services.ui(), answer.get(), done -> {}, error -> {
            unsaved.add(answer);
            trouble.accept(new Notice.AnswerNotStored(StorageException.codeOf(error)));
        });
    }

    /// Stores what could not be stored of answers, in the same order.
    void saveAgain() {
        List<Supplier<CompletableFuture<Void>>> again = List.copyOf(unsaved);
        unsaved.clear();
        again.forEach(this::save);
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
        trouble.accept(new Notice.NotStored(StorageException.codeOf(error)));
    }

    private static StoredMessage row(MessageModel prompt, UUID conversationId) {
        return prompt(prompt.id(), conversationId, prompt.text(), prompt.attachments());
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
