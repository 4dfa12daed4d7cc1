package polymath.app.models;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.Strings;

/// In the sidebar, as long as the model's file is on its way: how far it is. A click opens the page about it.
public final class DownloadStatus extends Button {
    private final DownloadWords words;
    private final Label first = new Label();
    private final Label second = new Label();

    public DownloadStatus(DownloadViewModel download, Strings strings, Runnable open) {
        words = new DownloadWords(strings);
        getStyleClass().setAll("button", "model-status");
        setMaxWidth(Double.MAX_VALUE);
        setAlignment(Pos.CENTER_LEFT);
        VBox text = new VBox(first, second);
        text.setMinWidth(0);
        HBox line = new HBox(new FontIcon(Feather.DOWNLOAD), text);
        line.getStyleClass().addAll("model-line", "queue-line");
        line.setAlignment(Pos.CENTER_LEFT);
        setGraphic(line);
        accessibleTextProperty().bind(first.textProperty());
        setOnAction(event -> open.run());
        download.stateProperty().subscribe(this::show);
    }

    private void show(DownloadState state) {
        boolean idle = state instanceof DownloadState.Idle;
        setVisible(!idle);
        setManaged(!idle);
        first.setText(words.title(state));
        second.setText(words.brief(state));
    }
}
