package polymath.app.history;

import java.util.Optional;
import java.util.UUID;
import javafx.geometry.Side;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListCell;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import polymath.app.history.HistoryItem.Chat;
import polymath.app.history.HistoryItem.Head;
import polymath.app.history.HistoryItem.Section;
import polymath.app.ui.Strings;

/// A line of the list, as many of them as are in view. It is edited in place.
final class HistoryCell extends ListCell<HistoryItem> {
    private final HistoryViewModel history;
    private final HistoryView.Actions actions;
    private final HistoryMenu menu;
    private final HistoryRow row;
    private final HistoryHead head;

    HistoryCell(HistoryViewModel history, Strings strings, HistoryView.Actions actions, HistoryMenu menu) {
        this.history = history;
        this.actions = actions;
        this.menu = menu;
        getStyleClass().setAll("history-cell");
        setPrefWidth(0); // as wide as the list, whatever the title
        row = new HistoryRow(history, strings, hoverProperty(), this::openMenuBelow);
        head = new HistoryHead(strings);
        addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (isEditing()) event.consume(); // the list has keys of its own
        });
        setOnContextMenuRequested(event -> {
            contextMenu().ifPresent(m -> m.show(this, event.getScreenX(), event.getScreenY()));
            event.consume();
        });
    }

    @Override
    protected void updateItem(@Nullable HistoryItem item, boolean empty) {
        super.updateItem(item, empty);
        row.clear();
        if (empty || item == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        switch (item) {
            case Chat chat -> {
                row.show(chat.entry());
                setGraphic(row);
                setAccessibleText(row.spoken());
            }
            case Head h -> {
                head.show(h);
                setGraphic(head);
                setAccessibleText(head.spoken(h));
            }
        }
    }

    @Override
    public void startEdit() {
        HistoryItem item = getItem();
        if (item instanceof Chat chat) {
            super.startEdit();
            UUID id = chat.entry().id();
            row.edit(title -> {
                cancelEdit();
                title.ifPresent(text -> actions.rename().accept(id, text));
            });
        } else if (item instanceof Head h && h.section() instanceof Section.Folder folder) {
            super.startEdit();
            head.edit(name -> {
                cancelEdit();
                name.ifPresent(text -> history.folders().rename(folder.name(), text));
            });
        }
    }

    @Override
    public void cancelEdit() {
        super.cancelEdit();
        row.endEdit();
        if (getItem() instanceof Head h) head.show(h);
        if (getListView() != null) getListView().requestFocus();
    }

    /// Opens the menu as the keyboard does, below the line.
    void openMenuBelow() {
        contextMenu().ifPresent(m -> m.show(this, Side.BOTTOM, 16, 0));
    }

    private Optional<ContextMenu> contextMenu() {
        HistoryItem item = getItem();
        if (item instanceof Chat chat) return Optional.of(menu.of(chat.entry()));
        if (item instanceof Head h && h.section() instanceof Section.Folder folder)
            return Optional.of(menu.of(folder, h.open()));
        return Optional.empty();
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || !event.isStillSincePress() || isEditing()) return;
        HistoryItem item = getItem();
        if (item instanceof Chat chat && event.getClickCount() == 1)
            actions.open().accept(chat.entry());
        else if (item instanceof Head h && h.section() instanceof Section.Folder folder)
            history.folders().toggle(folder.name());
    }
}
