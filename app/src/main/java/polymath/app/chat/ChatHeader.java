package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The line above a chat: its title (a click renames), its system prompt, and how fast and how full it is.
final class ChatHeader extends HBox {
    private static final int CHIP_CHARS = 28;
    /// Below it, how fast it goes is not said here: it stands under each answer too.
    private static final double NARROW = 560;

    private static final double LEAST_CHIP = 96;

    private final ChatViewModel chat;
    private final Strings strings;
    private final StackPane titlePlace = new StackPane();

    ChatHeader(ChatViewModel chat, Strings strings, ChatView.Surroundings around) {
        this.chat = chat;
        this.strings = strings;
        getStyleClass().add("chat-header");
        setAlignment(Pos.CENTER_LEFT);
        Button sidebar = Buttons.icon(Feather.SIDEBAR, strings.get("sidebar.toggle"), around.toggleSidebar());
        titlePlace.setAlignment(Pos.CENTER_LEFT);
        titlePlace.setMinWidth(60);
        showTitle();
        Button prompt = Buttons.plain("", around.openPrompt());
        prompt.getStyleClass().add("chip");
        prompt.setMinWidth(LEAST_CHIP);
        ObservableValue<String> name = around.promptName();
        prompt.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> promptName(
                                name.getValue(), chat.systemPromptProperty().get()),
                        name,
                        chat.systemPromptProperty()));
        prompt.setAccessibleText(strings.get("header.prompt"));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label status = new Label();
        status.getStyleClass().add("caption");
        status.setMinWidth(Region.USE_PREF_SIZE);
        status.textProperty()
                .bind(Bindings.createStringBinding(
                        this::statusWords, chat.tokensPerSecondProperty(), chat.contextProperty(), widthProperty()));
        getChildren().addAll(sidebar, titlePlace, prompt, space, status);
        if (chat.temporary()) getChildren().add(2, temporaryMark());
    }

    private Label temporaryMark() {
        Label mark = new Label(strings.get("header.temporary"), new FontIcon(Feather.EYE_OFF));
        mark.getStyleClass().add("temporary-mark");
        mark.setMinWidth(Region.USE_PREF_SIZE);
        mark.setTooltip(new Tooltip(strings.get("header.temporary.tooltip")));
        mark.setAccessibleText(strings.get("header.temporary.tooltip"));
        return mark;
    }

    private void showTitle() {
        Button title = Buttons.quiet("", this::editTitle);
        title.getStyleClass().setAll("button", "title");
        title.textProperty().bind(chat.titleProperty().map(t -> t.isEmpty() ? strings.get("header.newChat") : t));
        title.setMinWidth(0);
        titlePlace.getChildren().setAll(title);
    }

    private void editTitle() {
        if (chat.id().isEmpty()) return;
        TextField field = new TextField(chat.titleProperty().get());
        field.getStyleClass().add("title-field");
        field.setPrefColumnCount(24);
        field.setOnAction(event -> {
            chat.rename(field.getText());
            showTitle();
        });
        field.setOnKeyPressed(event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            showTitle();
            event.consume();
        });
        titlePlace.getChildren().setAll(field);
        field.requestFocus();
        field.selectAll();
        field.focusedProperty().addListener((property, old, focused) -> {
            if (!focused && field.getParent() != null) showTitle();
        });
    }

    private String promptName(String name, String text) {
        if (!name.isEmpty()) return SafeText.line(name, CHIP_CHARS);
        return text.isBlank() ? strings.get("header.prompt.none") : SafeText.line(text, CHIP_CHARS);
    }

    private String statusWords() {
        List<String> parts = new ArrayList<>();
        double speed = chat.tokensPerSecondProperty().get();
        if (speed > 0 && getWidth() >= NARROW) parts.add(strings.get("details.speed", speed));
        ContextUse use = chat.contextProperty().get();
        if (use.known()) parts.add(strings.get("header.context", use.usedTokens(), use.limitTokens()));
        return String.join(" · ", parts);
    }
}
