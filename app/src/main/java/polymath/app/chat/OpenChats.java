package polymath.app.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus.Subscription;

/// The chats of this run: the one on screen, and those that were there before. A chat goes on working, and keeps its
/// draft, while another one is on screen. Each temporary chat has a store of its own in memory.
public final class OpenChats implements AutoCloseable {
    private final ChatServices services;
    private final Supplier<String> newPrompt;
    private final Map<UUID, ChatViewModel> opened = new LinkedHashMap<>();
    private final ReadOnlyObjectWrapper<ChatViewModel> current;
    private final Subscription events;
    private ChatViewModel blank;

    /// @param newPrompt system prompt of a new chat
    public OpenChats(ChatServices services, Supplier<String> newPrompt) {
        this.services = services;
        this.newPrompt = newPrompt;
        blank = fresh();
        current = new ReadOnlyObjectWrapper<>(this, "current", blank);
        events = services.bus().subscribe(Event.class, services.ui(), this::onEvent);
    }

    public ReadOnlyObjectProperty<ChatViewModel> currentProperty() {
        return current.getReadOnlyProperty();
    }

    public ChatViewModel current() {
        return current.get();
    }

    /// Shows an empty chat; one that is empty already stays.
    public void startNew() {
        ChatViewModel now = current.get();
        if (!now.temporary() && blank(now)) return;
        show(blank());
    }

    /// Shows a new chat that goes on where one is full: with its system prompt, and its last question as draft. That of
    /// a
    /// temporary chat is temporary too.
    ///
    /// @param earlier what was said in it
    /// @param name of the new chat
    /// @param words what asks for the summary
    public void goOnInNew(ChatViewModel full, Attachment earlier, String name, String words) {
        remember();
        ChatServices kept = full.temporary() ? services.with(ConversationStore.inMemory()) : services;
        ChatViewModel next = new ChatViewModel(
                kept, Optional.empty(), full.systemPromptProperty().get());
        if (!full.messages().isEmpty() && full.messages().getLast().contextFull())
            full.messages().reversed().stream()
                    .filter(m -> !m.isAnswer())
                    .findFirst()
                    .ifPresent(question -> next.draftProperty().set(question.text()));
        if (!next.temporary()) blank = next;
        show(next);
        next.beginWith(earlier, name, words);
    }

    /// Shows an empty chat of which nothing is written to disk.
    public void startTemporary() {
        ChatViewModel now = current.get();
        if (now.temporary() && blank(now)) return;
        ChatServices inMemory = services.with(ConversationStore.inMemory());
        show(new ChatViewModel(inMemory, Optional.empty(), newPrompt.get()));
    }

    /// Where a conversation is kept.
    public ConversationStore storeOf(UUID conversationId) {
        return opened(conversationId).map(ChatViewModel::store).orElse(services.store());
    }

    public void open(Conversation conversation) {
        remember();
        show(opened.computeIfAbsent(
                conversation.id(), ignored -> new ChatViewModel(services, Optional.of(conversation), "")));
    }

    /// Forgets a conversation that was deleted; what it is doing is stopped.
    public void forget(UUID conversationId) {
        remember();
        ChatViewModel chat = opened.remove(conversationId);
        if (chat == null) return;
        chat.discard();
        closeTemporary(chat);
        if (current.get() == chat) current.set(unwritten()); // not to be remembered again
    }

    /// The chat of a conversation, if it was opened in this run.
    public Optional<ChatViewModel> opened(UUID conversationId) {
        remember();
        return Optional.ofNullable(opened.get(conversationId));
    }

    @Override
    public void close() {
        events.close();
        remember();
        opened.values().forEach(this::closeTemporary);
    }

    /// The chat without a conversation. There is one at a time, because there is one draft of it.
    private ChatViewModel blank() {
        remember();
        return unwritten();
    }

    private ChatViewModel unwritten() {
        boolean written =
                blank.id().isEmpty() && (blank.hasDraft() || !blank.messages().isEmpty());
        // nothing in it: then a new one, whose system prompt is the present default
        if (!written) blank = fresh();
        return blank;
    }

    private ChatViewModel fresh() {
        return new ChatViewModel(services, Optional.empty(), newPrompt.get());
    }

    private static boolean blank(ChatViewModel chat) {
        return chat.id().isEmpty() && chat.messages().isEmpty();
    }

    /// Waits for what is still being written, so not here.
    private void closeTemporary(ChatViewModel chat) {
        if (chat.temporary()) services.background().execute(chat.store()::close);
    }

    private void show(ChatViewModel chat) {
        remember();
        if (blank(current.get())) closeTemporary(current.get());
        current.set(chat);
    }

    /// A new chat has no id until its first message is stored, so it is entered when it is about to be left.
    private void remember() {
        ChatViewModel now = current.get();
        now.id().ifPresent(id -> opened.put(id, now));
        blank.id().ifPresent(id -> opened.putIfAbsent(id, blank)); // sent, and left before it had an id
    }

    private void onEvent(Event event) {
        remember();
        for (ChatViewModel chat : opened.values()) chat.onEvent(event);
        if (blank.id().isEmpty()) blank.onEvent(event);
        // a temporary chat that nothing was sent in yet is in neither
        if (current.get() != blank && current.get().id().isEmpty())
            current.get().onEvent(event);
    }
}
