package polymath.app.history;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import polymath.app.history.HistoryEntry.Mark;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.SearchHit;
import polymath.app.storage.StorageException;
import polymath.app.ui.Later;
import polymath.app.ui.SafeText;

/// The list of conversations, and what a search finds in them. Belongs to the UI executor.
public final class HistoryViewModel {
    private final ConversationStore store;
    private final Executor ui;
    private final Clock clock;
    private final ObservableList<HistoryEntry> entries = FXCollections.observableArrayList();
    private final ObservableList<HistoryItem> items = FXCollections.observableArrayList();
    private final ObservableSet<String> collapsed = FXCollections.observableSet();
    private final HistorySearch search;
    private final HistoryFolders folders;
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
        search = new HistorySearch(store, ui, this::failed);
        folders = new HistoryFolders(this, store);
        entries.subscribe(this::divide);
        collapsed.subscribe(this::divide);
    }

    /// The one last written to first.
    public ObservableList<HistoryEntry> entries() {
        return entries;
    }

    /// The same in sections, as it is shown.
    public ObservableList<HistoryItem> items() {
        return items;
    }

    /// Names of the folders that are shut.
    public ObservableSet<String> collapsedFolders() {
        return collapsed;
    }

    public HistoryFolders folders() {
        return folders;
    }

    public HistorySearch search() {
        return search;
    }

    public StringProperty queryProperty() {
        return search.queryProperty();
    }

    /// What the query finds; empty while there is none.
    public ObservableList<SearchHit> hits() {
        return search.hits();
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
                    List<HistoryEntry> all = new ArrayList<>(
                            entries.stream().filter(HistoryEntry::temporary).toList());
                    conversations.forEach(c -> all.add(new HistoryEntry(c, false)));
                    entries.setAll(all);
                    done.run();
                },
                this::failed);
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

    /// The conversation a number of lines below the one on screen, or above it; from a new chat, the first.
    public Optional<HistoryEntry> neighbour(int step) {
        List<HistoryEntry> listed = items.stream()
                .filter(HistoryItem.Chat.class::isInstance)
                .map(item -> ((HistoryItem.Chat) item).entry())
                .toList();
        int at = -1;
        for (int i = 0; i < listed.size(); i++)
            if (selected.get().equals(Optional.of(listed.get(i).id()))) at = i;
        int to = at < 0 ? 0 : at + step;
        return to < 0 || to >= listed.size() ? Optional.empty() : Optional.of(listed.get(to));
    }

    public void started(Conversation conversation) {
        entries.addFirst(new HistoryEntry(conversation, false));
    }

    /// A chat began that is written nowhere.
    public void startedTemporary(Conversation conversation) {
        entries.addFirst(new HistoryEntry(conversation, true));
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
        report(store.rename(id, clean));
    }

    public void setPinned(UUID id, boolean pinned) {
        entry(id).filter(entry -> !entry.temporary()).ifPresent(entry -> {
            entry.setPinned(pinned);
            divide();
            report(store.setPinned(id, pinned));
        });
    }

    /// Has what the model read of a conversation stay on disk when room is needed, or not.
    public void setKeepReady(UUID id, boolean keepReady) {
        entry(id).filter(entry -> !entry.temporary()).ifPresent(entry -> {
            entry.setKeepReady(keepReady);
            report(store.setKeepReady(id, keepReady));
        });
    }

    /// Takes a conversation from the list; [#undoDelete] brings it back, unless it is a temporary one.
    public void delete(UUID id) {
        entry(id).ifPresent(entry -> {
            if (entry.temporary()) {
                entries.remove(entry);
                return;
            }
            deletedIndex = entries.indexOf(entry);
            entries.remove(entry);
            deleted.set(Optional.of(entry));
            Later.on(ui, store.delete(id), done -> search.run(), this::failed);
        });
    }

    public void undoDelete() {
        deleted.get().ifPresent(entry -> {
            entries.add(Math.min(deletedIndex, entries.size()), entry);
            deleted.set(Optional.empty());
            Later.on(ui, store.restore(entry.id()), done -> search.run(), this::failed);
        });
    }

    /// The offer to undo is over.
    public void forgetDeleted() {
        deleted.set(Optional.empty());
    }

    /// Says so if a write fails.
    void report(CompletableFuture<Void> write) {
        Later.on(ui, write, done -> {}, this::failed);
    }

    /// Divides the list anew: a section of a conversation changed, or the day.
    void divide() {
        items.setAll(
                new HistorySections(LocalDate.now(clock), clock.getZone(), Locale.getDefault(), collapsed).of(entries));
    }

    private void failed(Throwable error) {
        trouble.set(Optional.of(StorageException.codeOf(error)));
    }
}
