package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import javafx.scene.image.Image;
import org.junit.jupiter.api.Test;
import polymath.app.ui.Theme;

class AppIconTest {

    @Test
    void theCommittedIconsAreWhatTheGeneratorDraws() throws IOException {
        Path drawn = Path.of("target", "icons");
        AppIcon.write(drawn);
        for (int size : new int[] {16, 512}) {
            String name = "polymath-" + size + ".png";
            try (var committed = Theme.asset("icons/" + name)) {
                Image icon = new Image(committed);
                Image fresh = new Image(drawn.resolve(name).toUri().toString());
                assertThat(icon.getWidth()).isEqualTo(size);
                for (int i = 0; i < size; i++)
                    assertThat(icon.getPixelReader().getArgb(i, i))
                            .isEqualTo(fresh.getPixelReader().getArgb(i, i));
            }
        }
    }
}
