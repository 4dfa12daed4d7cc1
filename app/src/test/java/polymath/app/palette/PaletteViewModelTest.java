package polymath.app.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import polymath.app.palette.PaletteViewModel.Action;

class PaletteViewModelTest {
    private final PaletteViewModel palette = new PaletteViewModel();

    PaletteViewModelTest() {
        palette.begin(List.of(
                action("New chat"), action("Größerer Text"), action("Copy the last answer"), action("Answer again")));
    }

    @Test
    void withoutWordsEverythingIsThere() {
        assertThat(palette.matches()).hasSize(4);
        assertThat(palette.selectedProperty().get()).isZero();
    }

    @Test
    void everyWordBeginsAWordOfTheNameWithOrWithoutAccents() {
        assertThat(found("gro te")).containsExactly("Größerer Text");
        assertThat(found("las cop")).containsExactly("Copy the last answer");
        assertThat(found("opy")).isEmpty();
        assertThat(palette.selectedProperty().get()).isEqualTo(-1);
    }

    @Test
    void whatBeginsWithTheWordComesFirst() {
        assertThat(found("answer")).containsExactly("Answer again", "Copy the last answer");
    }

    @Test
    void theChoiceGoesRound() {
        palette.move(-1);
        assertThat(palette.selectedProperty().get()).isEqualTo(3);
        palette.move(1);
        assertThat(palette.selectedProperty().get()).isZero();
    }

    @Test
    void anyTextFindsWithoutFailing() {
        for (String text : new String[] {"(", "   ", "\u0000", "ß", "…", "{date}"})
            assertThat(found(text)).isNotNull();
    }

    private List<String> found(String query) {
        palette.queryProperty().set(query);
        return palette.matches().stream().map(Action::name).toList();
    }

    private static Action action(String name) {
        return new Action(name, "", () -> {});
    }
}
