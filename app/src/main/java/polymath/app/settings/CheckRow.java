package polymath.app.settings;

import java.util.Locale;
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
import polymath.app.ui.Rows;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The check of the model file: a button, then what is found as it is found.
final class CheckRow extends VBox {
    private static final int TEXT_CHARS = 600;

    private final CheckViewModel check;
    private final Strings strings;
    private final Button button;
    private final Label words = Rows.sentence("");
    private final VBox findings = new VBox();

    CheckRow(CheckViewModel check, Strings strings) {
        this.check = check;
        this.strings = strings;
        getStyleClass().add("check-row");
        findings.getStyleClass().add("check-row");
        button = Buttons.plain("", this::pressed);
        button.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(button, words);
        line.getStyleClass().add("settings-line");
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(line, findings);
        check.stateProperty().subscribe(this::show);
    }

    private void pressed() {
        if (check.stateProperty().get().phase() == Phase.RUNNING) check.stop();
        else check.start();
    }

    private void show(State now) {
        button.setText(strings.get(now.phase() == Phase.RUNNING ? "settings.check.stop" : "settings.check.start"));
        words.setText(now.phase() == Phase.IDLE ? "" : strings.get("settings.check." + now.phase()));
        findings.getChildren().setAll(now.findings().stream().map(this::line).toList());
    }

    private HBox line(Finding finding) {
        FontIcon icon = new FontIcon(
                switch (finding.verdict()) {
                    case GOOD -> Feather.CHECK;
                    case DIFFERENT -> Feather.INFO;
                    case BAD -> Feather.ALERT_TRIANGLE;
                });
        icon.getStyleClass().add("check-" + finding.verdict().name().toLowerCase(Locale.ROOT));
        Label text = Rows.sentence(SafeText.line(finding.text(), TEXT_CHARS));
        text.setAccessibleText(strings.get("settings.check.verdict." + finding.verdict()) + ": " + text.getText());
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(icon, text);
        line.getStyleClass().add("check-line");
        return line;
    }
}
