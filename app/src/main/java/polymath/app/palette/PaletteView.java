package polymath.app.palette;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.palette.PaletteViewModel.Action;
import polymath.app.ui.Strings;

/// The command palette: a field to type what one wants, and below it what can be done. The field keeps the focus.
public final class PaletteView extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final double ROW = 36;
    private static final int ROWS = 10;

    private final PaletteViewModel palette;
    private final Strings strings;
    private final Runnable close;
    private final TextField field = new TextField();
    private final VBox list = new VBox();
    private final ScrollPane scroll = new ScrollPane(list);

    public PaletteView(PaletteViewModel palette, Strings strings, Runnable close) {
        this.palette = palette;
        this.strings = strings;
        this.close = close;
        getStyleClass().setAll("palette");
        setAccessibleText(strings.get("palette"));
        field.setPromptText(strings.get("palette.prompt"));
        field.getStyleClass().add("palette-field");
        field.textProperty().bindBidirectional(palette.queryProperty());
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        list.getStyleClass().add("palette-list");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().setAll("scroll-pane", "edge-to-edge");
        scroll.setFocusTraversable(false);
        scroll.setMaxHeight(ROWS * ROW);
        scroll.setMinHeight(ROW);
        getChildren().addAll(field, scroll);
        palette.matches().subscribe(this::show);
        palette.selectedProperty().subscribe(index -> mark(index.intValue()));
        show();
    }

    public void focusField() {
        field.requestFocus();
    }

    private void pressed(KeyEvent event) {
        switch (event.getCode()) {
            case DOWN -> palette.move(1);
            case UP -> palette.move(-1);
            case PAGE_DOWN -> palette.move(ROWS);
            case PAGE_UP -> palette.move(-ROWS);
            case ENTER -> {
                int chosen = palette.selectedProperty().get();
                if (chosen >= 0) run(palette.matches().get(chosen));
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    /// Closed first: what is done may move the focus.
    private void run(Action action) {
        close.run();
        action.run().run();
    }

    private void show() {
        list.getChildren()
                .setAll(List.copyOf(palette.matches()).stream().map(this::row).toList());
        if (palette.matches().isEmpty()) {
            Label nothing = new Label(strings.get("palette.nothing"));
            nothing.getStyleClass().addAll("muted", "palette-row");
            list.getChildren().add(nothing);
        }
        mark(palette.selectedProperty().get());
    }

    private HBox row(Action action) {
        Label name = new Label(action.name());
        name.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label keys = new Label(action.keys());
        keys.getStyleClass().add("keys");
        keys.setMinWidth(Region.USE_PREF_SIZE);
        keys.setVisible(!action.keys().isEmpty());
        HBox row = new HBox(name, space, keys);
        row.getStyleClass().add("palette-row");
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleRole(AccessibleRole.LIST_ITEM);
        row.setAccessibleText(action.name());
        row.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) run(action);
        });
        return row;
    }

    private void mark(int index) {
        for (int i = 0; i < list.getChildren().size(); i++)
            list.getChildren().get(i).pseudoClassStateChanged(SELECTED, i == index);
        String name = index >= 0 && index < palette.matches().size()
                ? palette.matches().get(index).name()
                : strings.get("palette.nothing");
        // the field has the focus, so it is the field that says what Enter would do
        field.setAccessibleText(strings.get("palette") + ": " + name);
        double rows = Math.max(1, list.getChildren().size() - ROWS);
        scroll.setVvalue(Math.clamp((index - ROWS / 2.0) / rows, 0, 1));
    }
}
