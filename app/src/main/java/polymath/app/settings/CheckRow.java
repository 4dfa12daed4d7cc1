package polymath.app.settings;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.engine.ModelCheck.Finding;
import polymath.app.settings.CheckViewModel.Phase;
import polymath.app.settings.CheckViewModel.State;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The check of the model file: a button, then what is found as it is found.
final class CheckRow extends VBox {
    private static final int TEXT_CHARS = 600;

    private final CheckViewModel check;
    private final Strings strings;

    CheckRow(CheckViewModel check, Strings strings) {
        this.check = check;
        this.strings = strings;
        getStyleClass().add("check-row");
        check.stateProperty().subscribe(this::show);
    }

    private void show(State now) {
        boolean running = now.phase() == Phase.RUNNING;
        Button button = running
                ? Buttons.plain(strings.get("settings.check.stop"), check::stop)
                : Buttons.plain(strings.get("settings.check.start"), check::start);
        button.setMinWidth(Region.USE_PREF_SIZE);
        Label words = Rows.sentence(now.phase() == Phase.IDLE ? "" : strings.get("settings.check." + now.phase()));
        HBox line = new HBox(button, words);
        line.getStyleClass().add("settings-line");
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().setAll(line);
        for (Finding finding : now.findings()) getChildren().add(line(finding));
    }

    private HBox line(Finding finding) {
        FontIcon icon = new FontIcon(
                switch (finding.verdict()) {
                    case GOOD -> Feather.CHECK;
                    case DIFFERENT -> Feather.INFO;
                    case BAD -> Feather.ALERT_TRIANGLE;
                });
        icon.getStyleClass().add("check-" + finding.verdict().name().toLowerCase(java.util.Locale.ROOT));
        Label text = Rows.sentence(SafeText.line(finding.text(), TEXT_CHARS));
        text.setAccessibleText(strings.get("settings.check.verdict." + finding.verdict()) + ": " + text.getText());
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(icon, text);
        line.getStyleClass().add("check-line");
        return line;
    }
}
