package polymath.app.prompt;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.storage.Preset;
import polymath.app.ui.Buttons;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What a preset said over time, the latest first; any of it can be made the present text again.
final class PresetVersions extends VBox {

    PresetVersions(Preset preset, Strings strings, Consumer<Preset.Version> restore) {
        getStyleClass().add("preset-list");
        DateTimeFormatter form = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(strings.locale())
                .withZone(ZoneId.systemDefault());
        for (Preset.Version version : preset.versions().reversed()) {
            boolean present = version.equals(preset.versions().getLast());
            Label when = new Label(form.format(version.at()));
            when.getStyleClass().add("strong");
            Region space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            HBox head = new HBox(when, space);
            head.setAlignment(Pos.CENTER_LEFT);
            if (present) head.getChildren().add(new Label(strings.get("presets.versions.now")));
            else
                head.getChildren()
                        .add(Buttons.quiet(strings.get("presets.versions.restore"), () -> restore.accept(version)));
            VBox entry = new VBox(
                    head,
                    new PlainFlow(
                            version.text().isBlank()
                                    ? strings.get("presets.empty")
                                    : SafeText.line(version.text(), 600),
                            "preset-text"));
            entry.getStyleClass().add("preset-version");
            getChildren().add(entry);
        }
    }
}
