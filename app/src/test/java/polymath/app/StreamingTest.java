package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.ui.Theme;

/// An answer as the reader sees it grow.
class StreamingTest {

    @Test
    void everyPieceReachesTheScreenBeforeTheAnswerEnds(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = Fx.fx(() -> {
                Scene scene = new Scene(window.shell().root(), 900, 600);
                Theme.apply(scene, ColorScheme.LIGHT);
                Stage shown = new Stage();
                shown.setScene(scene);
                shown.show();
                return shown;
            });
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
