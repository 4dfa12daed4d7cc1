package polymath.app.history;

import java.util.Optional;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import polymath.app.history.HistoryItem.Chat;
import polymath.app.history.HistoryItem.Head;
import polymath.app.history.HistoryItem.Section;
import polymath.app.ui.Strings;

/// The conversations in their sections. Only the lines in view have nodes, so thousands scroll like ten.
final class HistoryListView extends ListView<HistoryItem> {
    private final HistoryViewModel history;
    private final HistoryView.Actions actions;

    HistoryListView(HistoryViewModel history, Strings strings, HistoryView.Actions actions) {
        super(history.items());
        this.history = history;
        this.actions = actions;
        getStyleClass().setAll("history-list");
        setAccessibleText(strings.get("history.list"));
        setEditable(true);
        HistoryMenu menu = new HistoryMenu(history, strings, actions, this::editName);
        setCellFactory(list -> new HistoryCell(history, strings, actions, menu));
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        setOnContextMenuRequested(event -> {
            if (!event.isKeyboardTrigger()) return;
            lookupAll(".history-cell").stream()
                    .filter(node -> node instanceof HistoryCell cell && cell.isFocused())
                    .findFirst()
                    .ifPresent(cell -> ((HistoryCell) cell).openMenuBelow());
            event.consume();
        });
    }

    private void pressed(KeyEvent event) {
        if (getEditingIndex() >= 0 || !isFocused()) return;
        Optional<HistoryItem> item = Optional.ofNullable(getFocusModel().getFocusedItem());
        boolean used = switch (event.getCode()) {
            case ENTER, SPACE -> item.map(this::open).orElse(false);
            case F2 -> item.map(this::editName).orElse(false);
            case DELETE -> item.map(this::delete).orElse(false);
            case LEFT -> item.map(i -> fold(i, true)).orElse(false);
            case RIGHT -> item.map(i -> fold(i, false)).orElse(false);
            default -> false;
        };
        if (used) event.consume();
    }

    private boolean open(HistoryItem item) {
        switch (item) {
            case Chat chat -> actions.open().accept(chat.entry());
            case Head head -> {
                if (!(head.section() instanceof Section.Folder folder)) return false;
                keepingFocus(() -> history.folders().toggle(folder.name()));
            }
        }
        return true;
    }

    private boolean delete(HistoryItem item) {
        if (!(item instanceof Chat chat)) return false;
        keepingFocus(() -> actions.delete().accept(chat.entry().id()));
        return true;
    }

    private boolean fold(HistoryItem item, boolean shut) {
        if (!(item instanceof Head head) || !(head.section() instanceof Section.Folder folder) || head.open() != shut)
            return false;
        keepingFocus(() -> history.folders().toggle(folder.name()));
        return true;
    }

    /// A change of the list would send the keyboard back to its first line.
    private void keepingFocus(Runnable change) {
        int at = getFocusModel().getFocusedIndex();
        change.run();
        getSelectionModel().clearAndSelect(Math.min(at, getItems().size() - 1));
    }

    private boolean editName(HistoryItem wanted) {
        for (int i = 0; i < getItems().size(); i++) {
            if (!same(getItems().get(i), wanted)) continue;
            scrollTo(Math.max(0, i - 2));
            layout(); // the line needs a cell
            edit(i);
            return true;
        }
        return false;
    }

    private static boolean same(HistoryItem item, HistoryItem wanted) {
        return item.equals(wanted)
                || (item instanceof Head a
                        && wanted instanceof Head b
                        && a.section() instanceof Section.Folder
                        && a.section().equals(b.section()));
    }
}
