package polymath.app.models;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.Buttons;
import polymath.app.ui.Card;
import polymath.app.ui.Strings;

/// A download as it runs, waits or has failed; takes no room while there is none.
public final class DownloadBox extends VBox {
    private final DownloadViewModel download;
    private final Strings strings;
    private final DownloadWords words;
    private final Label title = new Label();
    private final Label line = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final HBox buttons = new HBox();
    private final VBox frame;

    public DownloadBox(DownloadViewModel download, Strings strings) {
        this.download = download;
        this.strings = strings;
        words = new DownloadWords(strings);
        title.getStyleClass().add("strong");
        line.getStyleClass().add("caption");
        line.setWrapText(true);
        bar.getStyleClass().add("thin");
        bar.setMaxWidth(Double.MAX_VALUE);
        buttons.getStyleClass().add("download-buttons");
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        VBox text = new VBox(title, line);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox head = new HBox(text, buttons);
        head.getStyleClass().add("download-head");
        head.setAlignment(Pos.CENTER_LEFT);
        frame = new VBox(head, bar);
        frame.getStyleClass().add("download");
        download.stateProperty().subscribe(this::show);
    }

    private void show(DownloadState state) {
        boolean idle = state instanceof DownloadState.Idle;
        setVisible(!idle);
        setManaged(!idle);
        title.setText(words.title(state));
        line.setText(words.line(state));
        switch (state) {
            case DownloadState.Idle idleState -> {}
            case DownloadState.Running now -> {
                bar.setProgress(
                        now.total() == 0 ? ProgressBar.INDETERMINATE_PROGRESS : share(now.bytes(), now.total()));
                offer("download.pause", download::pause);
                getChildren().setAll(frame);
            }
            case DownloadState.Checking now -> {
                bar.setProgress(share(now.bytes(), now.total()));
                buttons.getChildren().clear();
                getChildren().setAll(frame);
            }
            case DownloadState.Paused now -> {
                bar.setProgress(share(now.bytes(), now.total()));
                buttons.getChildren()
                        .setAll(
                                Buttons.quiet(strings.get("download.discard"), download::discard),
                                Buttons.plain(strings.get("download.resume"), () -> download.start(now.variant())));
                getChildren().setAll(frame);
            }
            case DownloadState.Failed now -> {
                Button again = Buttons.plain(strings.get("download.again"), () -> download.start(now.variant()));
                getChildren().setAll(new Card(Card.Tone.ERROR, words.title(now), words.line(now), again));
            }
        }
    }

    /// Keeps the button that is there, so that it can be pressed while the numbers beside it change.
    private void offer(String key, Runnable action) {
        String text = strings.get(key);
        boolean there = buttons.getChildren().size() == 1
                && buttons.getChildren().getFirst() instanceof Button button
                && button.getText().equals(text);
        if (!there) buttons.getChildren().setAll(Buttons.plain(text, action));
    }

    private static double share(long bytes, long total) {
        return total == 0 ? 0 : (double) bytes / total;
    }
}
