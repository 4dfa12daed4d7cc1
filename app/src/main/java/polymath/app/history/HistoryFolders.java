package polymath.app.history;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import polymath.app.storage.ConversationStore;
import polymath.app.ui.SafeText;

/// The folders of the list. A folder is there as long as a conversation is in it. Belongs to the UI executor.
public final class HistoryFolders {
    private static final int NAME_CHARS = 60;

    private final HistoryViewModel history;
    private final ConversationStore store;

    HistoryFolders(HistoryViewModel history, ConversationStore store) {
        this.history = history;
        this.store = store;
    }

    /// All there are, in the order of the alphabet.
    public List<String> names() {
        return history.entries().stream()
                .flatMap(entry -> entry.folder().stream())
                .distinct()
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    }

    /// Moves a conversation to a folder, or out of the one it is in.
    public void move(UUID id, Optional<String> folder) {
        history.entry(id).filter(entry -> !entry.temporary()).ifPresent(entry -> {
            entry.setFolder(folder);
            history.divide();
            history.report(store.setFolder(id, folder));
        });
    }

    /// Moves a conversation to a folder of its own.
    ///
    /// @param wanted its name; a number is added if there is one of that name
    /// @return its name
    public String moveToNew(UUID id, String wanted) {
        List<String> taken = names();
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) name = wanted + " " + i;
        move(id, Optional.of(name));
        return name;
    }

    /// Gives a folder another name; that of another folder joins the two, an empty one is ignored.
    public void rename(String from, String to) {
        String clean = SafeText.line(to, NAME_CHARS);
        if (clean.isEmpty() || clean.equals(from)) return;
        inFolder(from).forEach(entry -> entry.setFolder(Optional.of(clean)));
        if (history.collapsedFolders().remove(from)) history.collapsedFolders().add(clean);
        history.divide();
        history.report(store.renameFolder(from, clean));
    }

    /// Takes all conversations out of a folder, which is gone then.
    public void dissolve(String name) {
        inFolder(name).forEach(entry -> {
            entry.setFolder(Optional.empty());
            history.report(store.setFolder(entry.id(), Optional.empty()));
        });
        history.collapsedFolders().remove(name);
        history.divide();
    }

    /// Opens a folder that is shut and shuts one that is open.
    public void toggle(String name) {
        if (!history.collapsedFolders().remove(name)) history.collapsedFolders().add(name);
    }

    private List<HistoryEntry> inFolder(String name) {
        return history.entries().stream()
                .filter(entry -> entry.folder().equals(Optional.of(name)))
                .toList();
    }
}
