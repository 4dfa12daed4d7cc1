package polymath.app.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.StoredSummary;
import polymath.app.storage.ThreadMessage;

/// The messages of a chat that are shown: of each the chosen version, without those deleted. Belongs to the UI
/// executor.
final class Transcript {
    private final ConversationStore store;
    private final StoredChat stored;
    private final Runnable changed;
    private final BiConsumer<List<MessageModel>, List<StoredSummary>> found;
    private final ObservableList<MessageModel> messages = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
    private final ReadOnlyObjectWrapper<Optional<Deletion>> deletion =
            new ReadOnlyObjectWrapper<>(this, "deletion", Optional.empty());
    /// A message keeps its model while it is out of sight: views and running work hold on to it.
    private final Map<UUID, MessageModel> known = new HashMap<>();

    /// @param changed called when other messages are shown than before
    /// @param found told the summaries among the answers, before that
    Transcript(
            ConversationStore store,
            StoredChat stored,
            Runnable changed,
            BiConsumer<List<MessageModel>, List<StoredSummary>> found) {
        this.found = found;
        this.store = store;
        this.stored = stored;
        this.changed = changed;
    }

    ObservableList<MessageModel> messages() {
        return messages;
    }

    /// Whether messages are being read from disk.
    ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /// What was deleted last, as long as that may be undone.
    ReadOnlyObjectProperty<Optional<Deletion>> deletionProperty() {
        return deletion.getReadOnlyProperty();
    }

    /// Shows a message behind all others.
    void add(MessageModel message) {
        known.put(message.id(), message);
        messages.add(message);
    }

    /// Shows a version in place of another one and of what followed that.
    void replace(MessageModel shown, MessageModel version) {
        known.put(shown.id(), shown);
        known.put(version.id(), version);
        int index = messages.indexOf(shown);
        messages.remove(index + 1, messages.size());
        messages.set(index, version);
    }

    /// Reads from disk what is to be shown.
    void load() {
        loading.set(true);
        stored.load(
                (thread, summaries) -> {
                    List<MessageModel> models = thread.stream().map(this::model).toList();
                    found.accept(models, summaries);
                    messages.setAll(models);
                    loading.set(false);
                    changed.run();
                },
                () -> loading.set(false));
    }

    /// Runs code when nothing is being read from disk any more.
    void whenLoaded(Runnable then) {
        if (!loading.get()) {
            then.run();
            return;
        }
        ChangeListener<Boolean> once = new ChangeListener<>() {
            @Override
            public void changed(ObservableValue<? extends Boolean> value, Boolean before, Boolean now) {
                loading.removeListener(this);
                then.run();
            }
        };
        loading.addListener(once);
    }

    /// Shows a version of a message, wherever in the conversation it is.
    void show(UUID version) {
        change(store.choose(version));
    }

    /// Takes a message and what follows it away.
    void delete(MessageModel message) {
        int following = messages.size() - messages.indexOf(message) - 1;
        deletion.set(Optional.of(new Deletion(message.id(), message.isAnswer(), following)));
        change(store.deleteMessage(message.id()));
    }

    void undoDelete() {
        deletion.get().ifPresent(d -> {
            deletion.set(Optional.empty());
            change(store.restoreMessage(d.messageId()));
        });
    }

    /// The offer to undo is over.
    void forgetDeletion() {
        deletion.set(Optional.empty());
    }

    private void change(CompletableFuture<Void> write) {
        loading.set(true);
        stored.finish(write, this::load, () -> loading.set(false));
    }

    private MessageModel model(ThreadMessage message) {
        MessageModel model = known.computeIfAbsent(message.message().id(), id -> new MessageModel(message));
        model.setVersions(new Versions(message.versions(), model.id()));
        return model;
    }
}
