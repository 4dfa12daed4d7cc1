package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An answer as the reader sees it grow.
class StreamingTest {

    @Test
    void everyPieceReachesTheScreenBeforeTheAnswerEnds(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = window.stage(900, 600);
            window.send("Tell me");
            for (int piece = 1; piece <= 40; piece++) {
                int n = piece;
                window.ui(() -> window.engine().writes("word" + n + " ", n));
            }
            window.await(() -> textOf(stage.getScene().getRoot()).contains("word40"));
            window.ui(() -> window.engine().writes("**bold** end.", 41));
            window.await(() -> textOf(stage.getScene().getRoot()).contains("bold"));
            assertThat(Fx.fx(() -> textOf(stage.getScene().getRoot())))
                    .contains("word1 ")
                    .contains("word20 ");
            Fx.run(stage::close);
        }
    }

    private static String textOf(Parent parent) {
        StringBuilder text = new StringBuilder();
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (node instanceof Text words) text.append(words.getText());
            else if (node instanceof Parent inner) text.append(textOf(inner));
        }
        return text.toString();
    }
}
