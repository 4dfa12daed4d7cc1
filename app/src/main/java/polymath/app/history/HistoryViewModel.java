package polymath.app.history;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polymath.app.history.HistoryEntry.Mark;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.SearchHit;
import polymath.app.storage.StorageException;
import polymath.app.ui.Later;
import polymath.app.ui.SafeText;

/// The list of conversations, and what a search finds in them. Belongs to the UI executor.
public final class HistoryViewModel {
    private static final int MOST_HITS = 60;

    private final ConversationStore store;
    private final Executor ui;
    private final Clock clock;
    private final ObservableList<HistoryEntry> entries = FXCollections.observableArrayList();
    private final ObservableList<SearchHit> hits = FXCollections.observableArrayList();
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ReadOnlyObjectWrapper<Optional<UUID>> selected =
            new ReadOnlyObjectWrapper<>(this, "selected", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<HistoryEntry>> deleted =
            new ReadOnlyObjectWrapper<>(this, "deleted", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<StorageException.Code>> trouble =
            new ReadOnlyObjectWrapper<>(this, "trouble", Optional.empty());
    private int deletedIndex;

    /// @param clock for the days of the list, in the reader's time zone
    public HistoryViewModel(ConversationStore store, Executor ui, Clock clock) {
        this.store = store;
        this.ui = ui;
        this.clock = clock;
        query.addListener((property, old, now) -> search(now));
    }

    /// The one last written to first.
    public ObservableList<HistoryEntry> entries() {
        return entries;
    }

    public StringProperty queryProperty() {
        return query;
    }

    /// What the query finds; empty while there is none.
    public ObservableList<SearchHit> hits() {
        return hits;
    }

    /// The conversation on screen.
    public ReadOnlyObjectProperty<Optional<UUID>> selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// The one deleted last, as long as that may be undone.
    public ReadOnlyObjectProperty<Optional<HistoryEntry>> deletedProperty() {
        return deleted.getReadOnlyProperty();
    }

    /// Why the list could not be read or changed.
    public ReadOnlyObjectProperty<Optional<StorageException.Code>> troubleProperty() {
        return trouble.getReadOnlyProperty();
    }

    /// Reads the list from disk.
    ///
    /// @param done called when it is there
    public void refresh(Runnable done) {
        Later.on(
                ui,
                store.conversations(),
                conversations -> {
                    entries.setAll(conversations.stream().map(HistoryEntry::new).toList());
                    done.run();
                },
                this::failed);
    }

    public HistoryGroup groupOf(HistoryEntry entry) {
        return HistoryGroup.of(entry.updatedAt(), LocalDate.now(clock), clock.getZone());
    }

    public Optional<HistoryEntry> entry(UUID id) {
        return entries.stream().filter(e -> e.id().equals(id)).findFirst();
    }

    public void select(Optional<UUID> id) {
        selected.set(id);
        id.flatMap(this::entry)
                .filter(e -> e.markProperty().get() != Mark.WORKING)
                .ifPresent(e -> e.setMark(Mark.NONE));
    }

    public void started(Conversation conversation) {
        entries.addFirst(new HistoryEntry(conversation));
    }

    /// Moves a conversation to the top.
    public void touched(UUID id) {
        entry(id).ifPresent(entry -> {
            entry.touch(clock.instant());
            if (entries.indexOf(entry) > 0) {
                entries.remove(entry);
                entries.addFirst(entry);
            }
        });
    }

    public void titled(UUID id, String title) {
        entry(id).ifPresent(e -> e.setTitle(title));
    }

    /// What a conversation is doing; the one on screen is read as soon as it is finished.
    public void marked(UUID id, Mark mark) {
        boolean read = mark == Mark.UNREAD && selected.get().equals(Optional.of(id));
        entry(id).ifPresent(e -> e.setMark(read ? Mark.NONE : mark));
    }

    /// Gives a conversation another title; an empty one is ignored.
    public void rename(UUID id, String title) {
        String clean = SafeText.line(title, 200);
        if (clean.isEmpty()) return;
        titled(id, clean);
        Later.on(ui, store.rename(id, clean), done -> {}, this::failed);
    }

    /// Takes a conversation from the list; [#undoDelete] brings it back.
    public void delete(UUID id) {
        entry(id).ifPresent(entry -> {
            deletedIndex = entries.indexOf(entry);
            entries.remove(entry);
            deleted.set(Optional.of(entry));
            Later.on(ui, store.delete(id), done -> search(query.get()), this::failed);
        });
    }

    public void undoDelete() {
        deleted.get().ifPresent(entry -> {
            entries.add(Math.min(deletedIndex, entries.size()), entry);
            deleted.set(Optional.empty());
            Later.on(ui, store.restore(entry.id()), done -> search(query.get()), this::failed);
        });
    }

    /// The offer to undo is over.
    public void forgetDeleted() {
        deleted.set(Optional.empty());
    }

    private void search(String text) {
        if (text.isBlank()) {
            hits.clear();
            return;
        }
        ifCurrent(text, found -> hits.setAll(found));
    }

    /// Typing is faster than disks: only the answer to what is in the field now is shown.
    private void ifCurrent(String text, Consumer<List<SearchHit>> show) {
        Later.on(
                ui,
                store.search(text, MOST_HITS),
                found -> {
                    if (text.equals(query.get())) show.accept(found);
                },
                this::failed);
    }

    private void failed(Throwable error) {
        trouble.set(Optional.of(error instanceof StorageException s ? s.code() : StorageException.Code.INTERNAL));
    }
}
