package polymath.app.history;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import polymath.app.history.HistoryItem.Section;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What can be done with a line of the list.
final class HistoryMenu {
    private static final int NAME_CHARS = 40;

    private final HistoryViewModel history;
    private final Strings strings;
    private final HistoryView.Actions actions;
    private final Consumer<HistoryItem> edit;

    /// @param edit begins to edit the name of a line
    HistoryMenu(HistoryViewModel history, Strings strings, HistoryView.Actions actions, Consumer<HistoryItem> edit) {
        this.history = history;
        this.strings = strings;
        this.actions = actions;
        this.edit = edit;
    }

    ContextMenu of(HistoryEntry entry) {
        MenuItem open = item("history.open", () -> actions.open().accept(entry));
        MenuItem rename = item("history.rename", () -> edit.accept(new HistoryItem.Chat(entry)));
        MenuItem export = item("history.export", () -> actions.export().accept(Optional.of(entry.id())));
        MenuItem delete = item(
                entry.temporary() ? "history.discard" : "history.delete",
                () -> actions.delete().accept(entry.id()));
        ContextMenu menu = new ContextMenu(open, rename);
        if (!entry.temporary()) {
            MenuItem pin = item(
                    entry.pinned() ? "history.unpin" : "history.pin",
                    () -> history.setPinned(entry.id(), !entry.pinned()));
            MenuItem ready = item(
                    entry.keepReadyProperty().get() ? "history.keepReady.not" : "history.keepReady",
                    () -> actions.keepReady()
                            .accept(entry.id(), !entry.keepReadyProperty().get()));
            menu.getItems().addAll(pin, folders(entry), ready);
        }
        menu.getItems().addAll(export, new SeparatorMenuItem(), delete);
        return menu;
    }

    ContextMenu of(Section.Folder folder, boolean open) {
        return new ContextMenu(
                item(
                        open ? "history.folder.close" : "history.folder.expand",
                        () -> history.folders().toggle(folder.name())),
                item("history.folder.rename", () -> edit.accept(new HistoryItem.Head(folder, open, 0))),
                item("history.folder.dissolve", () -> history.folders().dissolve(folder.name())));
    }

    private Menu folders(HistoryEntry entry) {
        Menu move = new Menu(strings.get("history.move"));
        for (String name : history.folders().names()) {
            MenuItem item = plain(
                    SafeText.line(name, NAME_CHARS), () -> history.folders().move(entry.id(), Optional.of(name)));
            item.setDisable(entry.folder().equals(Optional.of(name)));
            move.getItems().add(item);
        }
        if (entry.folder().isPresent())
            move.getItems().add(item("history.move.out", () -> history.folders().move(entry.id(), Optional.empty())));
        if (!move.getItems().isEmpty()) move.getItems().add(new SeparatorMenuItem());
        move.getItems().add(item("history.move.new", () -> {
            String name = history.folders().moveToNew(entry.id(), strings.get("history.folder.new"));
            edit.accept(new HistoryItem.Head(new Section.Folder(name), true, 1));
        }));
        return move;
    }

    private MenuItem item(String key, Runnable action) {
        return plain(strings.get(key), action);
    }

    private static MenuItem plain(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> action.run());
        return item;
    }
}
