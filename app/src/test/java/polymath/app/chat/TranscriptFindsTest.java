package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import polymath.app.chat.TranscriptFinds.Find;
import polymath.app.storage.TextFinder;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.VirtualColumn.Row;

class TranscriptFindsTest {
    private final TranscriptFinds finds = new TranscriptFinds();

    private record TextRow(List<String> texts) implements Row {
        @Override
        public Region build() {
            throw new AssertionError("not shown");
        }

        @Override
        public double estimate(double width) {
            return 0;
        }

        @Override
        public double gap() {
            return 0;
        }

        @Override
        public Object group() {
            return texts;
        }
    }

    private static List<Row> rows(String... texts) {
        return Stream.of(texts)
                .<Row>map(text -> new TextRow(List.of(text.split(";"))))
                .toList();
    }

    private void search(String typed, int from, String... texts) {
        TextFinder finder = new TextFinder(typed);
        TextMatcher matcher = text -> finder.in(text).stream()
                .map(r -> new TextMatcher.Place(r.start(), r.end()))
                .toList();
        finds.search(rows(texts), matcher, from);
    }

    @Test
    void findsAreCountedThroughTheCellsOfARow() {
        search("owl", 0, "an owl", "nothing", "owl;two owls, one owl");
        assertThat(finds.count()).isEqualTo(4);
        assertThat(finds.number()).isEqualTo(1);
        finds.move(-1);
        assertThat(finds.current()).isEqualTo(Optional.of(new Find(2, 2)));
        assertThat(finds.number()).isEqualTo(4);
        finds.move(1);
        assertThat(finds.current()).isEqualTo(Optional.of(new Find(0, 0)));
    }

    @Test
    void aSearchBeginsWhereTheReaderIs() {
        search("owl", 1, "owl", "none", "owl");
        assertThat(finds.current()).isEqualTo(Optional.of(new Find(2, 0)));
        search("owl", 0, "owl", "owl", "owl");
        assertThat(finds.current()).as("stays while text is added").isEqualTo(Optional.of(new Find(2, 0)));
        finds.clear();
        search("owl", 3, "owl", "owl", "none", "none");
        assertThat(finds.number()).as("from the end on it begins anew").isEqualTo(1);
    }

    @Test
    void withoutFindsThereIsNowhereToGo() {
        search("cat", 0, "owl");
        finds.move(1);
        assertThat(finds.current()).isEmpty();
        assertThat(finds.number()).isZero();
    }
}
