package polymath.app.settings;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.VBox;
import polymath.app.storage.Writing;
import polymath.app.ui.Rows;
import polymath.app.ui.Segments;
import polymath.app.ui.Segments.Option;
import polymath.app.ui.Strings;

/// How messages are written.
final class WritingPage {
    private WritingPage() {}

    static VBox of(SettingsViewModel settings, Strings strings) {
        ObservableValue<Writing> writing = settings.settingsProperty().map(s -> s.writing());
        Rows rows = new Rows(strings, "writing");
        rows.add(
                "send",
                new Segments<>(
                        strings.get("settings.send"),
                        List.of(
                                Option.of(true, strings.get("settings.send.enter")),
                                Option.of(false, strings.get("settings.send.control"))),
                        writing.map(Writing::enterSends),
                        sends -> settings.changeWriting(w -> w.withEnterSends(sends))));
        rows.add(
                "pastes",
                writing.map(Writing::longPastesAttach),
                attach -> settings.changeWriting(w -> w.withLongPastesAttach(attach)));
        return rows.page();
    }
}
