package polymath.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import polymath.app.UiQueue;
import polymath.app.engine.ModelCheck;
import polymath.app.engine.ModelCheck.Finding;
import polymath.app.engine.ModelCheck.Verdict;
import polymath.app.settings.CheckViewModel.Phase;

/// The engine itself checks the model that is shipped, and a file that is none.
class CheckViewModelTest {
    private static final Path DEMO = Path.of("..", "assets", "demo-model", "polymath-demo.gguf");

    private final UiQueue ui = new UiQueue();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectProperty<Optional<Path>> model = new SimpleObjectProperty<>(Optional.of(DEMO));
    private final CheckViewModel check = new CheckViewModel(model, ModelCheck::of, ui, background);

    @AfterEach
    void close() {
        check.close();
        background.close();
    }

    @Test
    void theDemoCanBeUsedThoughItIsAnotherModel() {
        check.start();
        assertThat(phase()).isEqualTo(Phase.RUNNING);
        ui.until(() -> phase() != Phase.RUNNING);
        assertThat(phase()).isEqualTo(Phase.USABLE);
        assertThat(check.stateProperty().get().findings())
                .extracting(Finding::verdict)
                .contains(Verdict.GOOD, Verdict.DIFFERENT)
                .doesNotContain(Verdict.BAD);
        assertThat(check.stateProperty().get().findings())
                .extracting(Finding::text)
                .anyMatch(text -> text.startsWith("The file is whole: "));
        model.set(Optional.empty());
        assertThat(phase()).as("what was found was of another file").isEqualTo(Phase.IDLE);
        check.start();
        assertThat(phase()).isEqualTo(Phase.NO_MODEL);
    }

    @Test
    void aFileThatIsNoModelCannot() {
        model.set(Optional.of(Path.of("pom.xml")));
        check.start();
        ui.until(() -> phase() != Phase.RUNNING);
        assertThat(phase()).isEqualTo(Phase.NOT_USABLE);
    }

    @Test
    void oneThatIsStoppedSaysNothingAnyMore() {
        check.start();
        check.stop();
        assertThat(phase()).isEqualTo(Phase.IDLE);
        check.start();
        ui.until(() -> phase() != Phase.RUNNING);
        assertThat(phase()).isEqualTo(Phase.USABLE);
    }

    private Phase phase() {
        return check.stateProperty().get().phase();
    }
}
