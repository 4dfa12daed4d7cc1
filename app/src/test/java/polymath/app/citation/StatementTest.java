package polymath.app.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static List<String> statements(String text) {
        return Statement.in(text).stream()
                .map(s -> s.words(text).strip() + " <"
                        + s.marks().stream()
                                .flatMap(m -> m.pages().stream())
                                .map(PageReference::label)
                                .collect(Collectors.joining(" "))
                        + ">")
                .toList();
    }

    @Test
    void aStatementEndsWithItsMark() {
        assertThat(statements("It grew to 5 [p. 1]. Costs fell [p. 2, 3]."))
                .containsExactly("It grew to 5 <p. 1>", "Costs fell <p. 2 p. 3>");
    }

    @Test
    void aMarkBehindThePeriodBelongsToTheSentenceBeforeIt() {
        assertThat(statements("It grew. [p. 1] Costs fell.")).containsExactly("It grew. <p. 1>", "Costs fell. <>");
    }

    @Test
    void aSentenceWithoutAMarkCitesNothing() {
        assertThat(statements("There are two. The first is old [p. 3]."))
                .containsExactly("There are two. <>", "The first is old <p. 3>");
    }

    @Test
    void marksThatFollowEachOtherAreOfOneStatement() {
        assertThat(statements("It grew [p. 1], [p. 4][p. 5]; costs fell [p. 2]"))
                .containsExactly("It grew <p. 1 p. 4 p. 5>", "; costs fell <p. 2>");
    }

    @Test
    void abbreviationsAndDatesDoNotEndASentence() {
        assertThat(statements("Dr. Weber and Mr. Fox met on 12. März at approx. Noon. They left."))
                .containsExactly("Dr. Weber and Mr. Fox met on 12. März at approx. Noon. <>", "They left. <>");
        assertThat(statements("Es kostet ca. 3,5 Mio. Euro [S. 4]."))
                .containsExactly("Es kostet ca. 3,5 Mio. Euro <p. 4>");
    }

    @Test
    void linesEndStatements() {
        assertThat(statements("One thing\nAnother thing [p. 2]"))
                .containsExactly("One thing <>", "Another thing <p. 2>");
    }
}
