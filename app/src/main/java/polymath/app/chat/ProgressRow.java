package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.ExpertRing;
import polymath.app.ui.Strings;
import polymath.app.ui.TimeWords;
import polymath.app.ui.VirtualColumn;

/// What stands where the answer will be: what the engine is doing with the message.
record ProgressRow(UUID group, ChatViewModel chat, double gap, Strings strings) implements VirtualColumn.Row {

    @Override
    public double estimate(double width) {
        return 32;
    }

    @Override
    public Region build() {
        ExpertRing ring = new ExpertRing(24);
        ring.turningProperty().set(true);
        Label text = new Label();
        text.getStyleClass().add("muted");
        text.textProperty()
                .bind(Bindings.createStringBinding(this::words, chat.phaseProperty(), chat.progressProperty()));
        ProgressBar bar = new ProgressBar();
        bar.getStyleClass().add("thin");
        bar.setPrefWidth(200);
        bar.progressProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> chat.progressProperty().get().fraction(), chat.progressProperty()));
        bar.visibleProperty().bind(chat.progressProperty().map(p -> p.totalTokens() > 0));
        VBox words = new VBox(text, bar);
        words.getStyleClass().add("progress-words");
        HBox row = new HBox(ring, words);
        row.getStyleClass().add("progress-row");
        row.setAlignment(Pos.TOP_LEFT);
        return row;
    }

    private String words() {
        ReadingProgress progress = chat.progressProperty().get();
        return switch (chat.phaseProperty().get()) {
            case WAITING -> strings.get("progress.waiting");
            case READING, WRITING -> {
                if (progress.totalTokens() == 0) yield strings.get("progress.starting");
                if (progress.processedTokens() >= progress.totalTokens()) yield strings.get("progress.thinking");
                if (progress.tokensPerSecond() == 0) yield strings.get("progress.reading", progress.totalTokens());
                yield readingAt(progress);
            }
            default -> strings.get("progress.starting");
        };
    }

    private String readingAt(ReadingProgress progress) {
        List<String> parts = new ArrayList<>();
        parts.add(strings.get(
                "progress.readingAt", progress.totalTokens(), progress.processedTokens(), progress.tokensPerSecond()));
        progress.page().ifPresent(parts::add);
        if (!progress.remaining().isZero())
            parts.add(strings.get("time.left", TimeWords.about(progress.remaining(), strings)));
        return String.join(" · ", parts);
    }
}
