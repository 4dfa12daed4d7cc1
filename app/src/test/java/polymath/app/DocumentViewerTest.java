package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.application.ColorScheme;
import javafx.event.ActionEvent;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.citation.Spot;
import polymath.app.citation.TextRange;
import polymath.app.storage.Attachment;
import polymath.app.ui.Theme;
import polymath.engine.api.Document;

/// The panel that shows a document as the model gets it.
class DocumentViewerTest {
    @TempDir
    Path folder;

    private static Stage stage(WindowFixture window) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(window.shell().root(), 1200, 800);
            Theme.apply(scene, ColorScheme.LIGHT);
            window.shell().listenToKeys(scene);
            Stage s = new Stage();
            s.setScene(scene);
            s.show();
            return s;
        });
        Fx.settle(stage.getScene());
        return stage;
    }

    private static Node panel(WindowFixture window) {
        return window.shell().root().lookup(".document-panel");
    }

    private static String shown(WindowFixture window) {
        return Fx.fx(() -> shown(panel(window)));
    }

    private static String shown(Node panel) {
        return Scenery.shown(panel).stream()
                .filter(Text.class::isInstance)
                .map(node -> ((Text) node).getText())
                .collect(Collectors.joining("\n"));
    }

    private static String text(TextField field) {
        return Fx.fx(() -> field.getText());
    }

    @Test
    void theChipOfADraftAndOfAMessageShowWhatTheModelGets() {
        Attachment report = SampleDocuments.harbour();
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, SampleDocuments.source(report))) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            SampleDocuments.attach(window, report);
            window.pressIcon("Show the text of harbour-report-2023.pdf");
            Fx.settle(stage.getScene());
            assertThat(shown(window))
                    .contains("harbour-report-2023.pdf", "exactly as the model gets it")
                    .contains("One page is a picture without text (4).")
                    .contains("[p. 1]", "Annual report of the harbour of Emden", "[p. 2]");
            window.ui(() -> assertThat(window.window().escape()).isTrue());
            assertThat(Fx.fx(() -> panel(window) == null)).isTrue();

            window.send("What is in it?");
            window.answer("A year.");
            Fx.settle(stage.getScene());
            window.pressIcon("Show the text of harbour-report-2023.pdf");
            Fx.settle(stage.getScene());
            assertThat(shown(window)).contains("[p. 1]", "[p. 2]");
            Fx.run(stage::close);
        }
    }

    @Test
    void theLastDocumentOpensFromThePaletteAndIsGoneThroughFromTheKeyboard() {
        Attachment report = SampleDocuments.longReport(400);
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, SampleDocuments.source(report))) {
            window.load();
            window.ui(window.engine()::loaded);
            window.engine().limit(1_000_000);
            Stage stage = stage(window);
            SampleDocuments.attach(window, report);
            window.ui(() -> window.window().shortcuts().actions().stream()
                    .filter(action -> action.name().equals("Show the text of the document"))
                    .findFirst()
                    .orElseThrow()
                    .run()
                    .run());
            Fx.settle(stage.getScene());
            TextField field = (TextField) Fx.fx(() -> panel(window).lookup(".page-jump .text-field"));
            assertThat(text(field)).isEqualTo("1");
            assertThat(field.getAccessibleText()).isEqualTo("Page, go to");
            window.ui(() -> {
                field.requestFocus();
                field.setText("300");
                field.fireEvent(new ActionEvent());
            });
            Fx.settle(stage.getScene());
            assertThat(shown(window)).contains("[p. 300]", "Section 300", "300000 metres");
            window.pressIcon("Next");
            window.pressIcon("Next");
            Fx.settle(stage.getScene());
            assertThat(shown(window)).contains("[p. 302]");
            window.ui(() -> {
                field.setText("4000");
                field.fireEvent(new ActionEvent());
                panel(window).lookup(".virtual-column").requestFocus();
            });
            Fx.settle(stage.getScene());
            assertThat(text(field)).isEqualTo("400");
            assertThat(shown(window)).contains("[p. 400]");
            assertThat(Fx.fx(() -> Scenery.shown(panel(window)).size())).isLessThan(300);
            Fx.run(stage::close);
        }
    }

    @Test
    void aPassageIsLitAndInView() {
        Attachment report = SampleDocuments.longReport(200);
        Document document = report.document();
        String page = document.pages().get(149).text();
        int at = page.indexOf("Berth 5");
        TextRange passage = new TextRange(at, at + 50);
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            window.ui(() -> window.window().showDocument(new Spot(report, 149, true, Optional.of(passage))));
            Fx.settle(stage.getScene());
            Bounds mark = Fx.fx(() -> Scenery.shown(panel(window)).stream()
                    .filter(node -> node.getStyleClass().contains("current-mark")
                            && !node.getBoundsInLocal().isEmpty())
                    .findFirst()
                    .map(node -> node.localToScene(node.getBoundsInLocal()))
                    .orElseThrow());
            assertThat(mark.getMinY()).isBetween(100.0, 700.0);
            assertThat(mark.getMaxY()).isLessThan(800);

            // where nothing fits the whole page is lit, and only that page
            window.ui(() -> window.window().showDocument(new Spot(report, 60, true, Optional.empty())));
            Fx.settle(stage.getScene());
            List<Node> lit = Fx.fx(() -> Scenery.shown(panel(window)).stream()
                    .filter(node -> node.getStyleClass().contains("lit"))
                    .toList());
            assertThat(lit).hasSizeBetween(2, 10);
            assertThat(Fx.fx(() -> shown(lit.getFirst()))).isEqualTo("[p. 61]");
            Fx.run(stage::close);
        }
    }
}
