package polymath.app.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.app.storage.Attachment;

class AnswerCheckTest {
    private static final Attachment ENGLISH = SourcesTest.document(
            "report.pdf",
            "p.",
            "The harbour of Emden handled 5.4 million tonnes in 2023, 6 % more than the year before. Forty ships a week"
                    + " called. Anna Weber, the harbour master, speaks of “the best year since records began”. The"
                    + " dredging cost 3,250,000 euros and ended on 30 September 2023, at 14:30.",
            "The Volkswagen works shipped 1,300,000 cars from berth B12. The European Union paid one half. Revenue (in"
                    + " EUR million): 12.4. Jürgen Müller signed it. Some words are cut in the mid-\ndle of the Weser-"
                    + "\nterminal.",
            "Nothing else is said.");

    private static final Attachment GERMAN = SourcesTest.document(
            "bericht.pdf",
            "p.",
            "Der Umsatz der Gesellschaft stieg um 3,2 % auf 14,2 Millionen Euro; 1.204 Menschen sind beschäftigt. Die"
                    + " Bilanz wurde am 31.12.2023 von Anna Weber und der Deutschen Bank geprüft und ist „ohne"
                    + " Vorbehalt“ richtig.");

    private static List<String> unfound(Attachment document, String answer) {
        return new AnswerCheck(SourcesTest.sources(document), answer)
                .unfound(answer, true).stream().map(Unfound::text).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "It handled 5.4 million tonnes in 2023 [p. 1].",
                "It handled 5,400,000 tonnes [p. 1].",
                "It handled 5.4m tonnes, 6% more [p. 1].",
                "It handled 5.4 tonnes [p. 1].",
                "It grew by 6 percent [p. 1].",
                "There were 40 ships [p. 1].",
                "It cost 3.25 million euros [p. 1].",
                "It cost 3 250 000 euros [p. 1].",
                "It cost 3’250’000 euros [p. 1].",
                "It ended on 30 September 2023 [p. 1].",
                "It ended on September 30, 2023 [p. 1].",
                "It ended on September 30th [p. 1].",
                "It ended on 2023-09-30 [p. 1].",
                "It ended on 30.09.2023 [p. 1].",
                "It ended on 9/30/2023 [p. 1].",
                "It ended at 14.30 [p. 1].",
                "It shipped 1.3 million cars from berth B12 [p. 2].",
                "Revenue was 12.4 million euros [p. 2].",
            })
    void figuresAreFoundInEveryNotation(String answer) {
        assertThat(unfound(ENGLISH, answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "It handled 5.6 million tonnes in 2023 [p. 1].=>5.6 million",
                "It handled 5.4 billion tonnes [p. 1].=>5.4 billion",
                "It handled 54 million tonnes [p. 1].=>54 million",
                "It grew by 7 % in 2023 [p. 1].=>7",
                "There were 41 ships [p. 1].=>41",
                "It cost 3,520,000 euros [p. 1].=>3,520,000",
                "It ended on 29 September 2023 [p. 1].=>29 September 2023",
                "It ended on 30 September 2022 [p. 1].=>30 September 2022",
                "It ended on 10/30/2023 [p. 1].=>10/30/2023",
                "It ended at 15:30 [p. 1].=>15:30",
                "It left from berth B13 [p. 2].=>B13",
            })
    void aWrongFigureIsNot(String answer, String wrong) {
        assertThat(unfound(ENGLISH, answer)).containsExactly(wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "Der Umsatz stieg um 3,2 % auf 14,2 Mio. Euro [S. 1].",
                "Der Umsatz stieg auf 14.200.000 Euro, und 1204 Menschen sind beschäftigt [S. 1].",
                "Sie wurde am 31. Dezember 2023 von Anna Weber geprüft [S. 1].",
                "Sie wurde von der Deutschen Bank und mit Anna Webers Hilfe geprüft [S. 1].",
                "Sie ist „ohne Vorbehalt“ richtig [S. 1].",
                "Die Gewinne und Verluste der Töchter sind nicht genannt [S. 1].",
            })
    void germanNotationAndNounsAreUnderstood(String answer) {
        assertThat(unfound(GERMAN, answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "Der Umsatz stieg um 3,4 % auf 14,2 Mio. Euro [S. 1].=>3,4",
                "Der Umsatz stieg auf 142 Mio. Euro [S. 1].=>142 Mio",
                "Sie wurde am 30. Dezember 2023 geprüft [S. 1].=>30. Dezember 2023",
                "Sie wurde von Paul Jansen und der Bank geprüft [S. 1].=>Paul Jansen",
                "Sie wurde von der BASF geprüft und ist richtig [S. 1].=>BASF",
                "Sie ist „mit Vorbehalt“ richtig [S. 1].=>mit Vorbehalt",
            })
    void germanMistakesAreSeen(String answer, String wrong) {
        assertThat(unfound(GERMAN, answer)).containsExactly(wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "The year was good, says Anna Weber [p. 1].",
                "The year was good in Weber's words [p. 1].",
                "The year was good for all Webers [p. 1].",
                "They paid Volkswagen’s share and the Europeans did too [p. 2].",
                "It was signed by Jürgen Mueller [p. 2].",
                "It was signed by JÜRGEN MÜLLER [p. 2].",
                "It is cut in the Weserterminal [p. 2].",
                "She calls it “the best year since records began” [p. 1].",
                "She calls it \"the best year … since records began\" [p. 1].",
                "On Monday, in September, I saw it [p. 1].",
                "Key Findings of the Whole Annual Review [p. 1].",
            })
    void namesAreFoundInTheirForms(String answer) {
        assertThat(unfound(ENGLISH, answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "The year was good, says Paul Jansen [p. 1].=>Paul Jansen",
                "The year was good, says Anna Webster [p. 1].=>Webster",
                "The harbour of Bremen handled it [p. 1].=>Bremen",
                "She calls it “the worst year since records began” [p. 1].=>the worst year since records began",
                "The year was paid for by NATO [p. 1].=>NATO",
            })
    void anotherNameIsNot(String answer, String wrong) {
        assertThat(unfound(ENGLISH, answer)).containsExactly(wrong);
    }

    @Test
    void whatStandsOnAnotherPageIsToldSo() {
        String answer = "It shipped 1.3 million cars [p. 1, 3].";
        Unfound unfound = new AnswerCheck(SourcesTest.sources(ENGLISH), answer)
                .unfound(answer, true)
                .getFirst();
        assertThat(unfound.kind()).isEqualTo(Unfound.Kind.FIGURE);
        assertThat(unfound.pages()).containsExactly("p. 1", "p. 3");
        assertThat(unfound.elsewhere()).contains("p. 2");
        assertThat(answer.substring(unfound.start(), unfound.end())).isEqualTo("1.3 million");
    }

    @Test
    void aStatementThatNamesNoPageIsLookedUpOnAll() {
        assertThat(unfound(ENGLISH, "It shipped 1.3 million cars and handled 5.4 million tonnes."))
                .isEmpty();
        String answer = "It shipped 1.4 million cars.";
        assertThat(new AnswerCheck(SourcesTest.sources(ENGLISH), answer).unfound(answer, true))
                .containsExactly(new Unfound(11, 22, Unfound.Kind.FIGURE, "1.4 million", List.of(), Optional.empty()));
        // a page that is not there is as good as none
        assertThat(unfound(ENGLISH, "It shipped 1.3 million cars [p. 99].")).isEmpty();
    }

    @Test
    void theAnswersOwnCountsAndNumbersAreNotLookedUp() {
        assertThat(unfound(
                        ENGLISH,
                        "Here are 7 points: (1) ships, (2) cars; 3) more. On page 77 and in section 12.9 it says so."))
                .isEmpty();
        assertThat(unfound(ENGLISH, "There were 7 strikes [p. 1].")).containsExactly("7");
    }

    @Test
    void aCellIsLookedUpByTheMarksOfItsRow() {
        AnswerCheck check = new AnswerCheck(SourcesTest.sources(ENGLISH), "Cars");
        List<PageReference> second = CitationMark.in("[p. 2]").getFirst().pages();
        assertThat(check.unfound("1,300,000", second)).isEmpty();
        assertThat(check.unfound("1,200,000", second)).extracting(Unfound::text).containsExactly("1,200,000");
    }

    @Test
    void inAHeadingOnlyFiguresCount() {
        AnswerCheck check = new AnswerCheck(SourcesTest.sources(ENGLISH), "A Heading with Bremen");
        assertThat(check.unfound("What Bremen did in 2029", false))
                .extracting(Unfound::text)
                .containsExactly("2029");
    }

    @Test
    void wordsThatAreTranslatedAreNoNames() {
        assertThat(unfound(GERMAN, "The Company was audited by “Anna Weber” and the Federal Bank in 2023 [p. 1]."))
                .isEmpty();
        assertThat(unfound(GERMAN, "It was audited by the BASF in 2024 [p. 1]."))
                .containsExactly("BASF", "2024");
    }

    @Test
    @Timeout(120)
    void hostileTextNeitherOverflowsNorTakesForEver() {
        for (String piece :
                List.of("1.", "1,", "a.", "A-", "-\n", "1 ", "\"", "12 March ", "[p. 1] ", "Ab. ", "x1-1")) {
            String text = piece.repeat(20_000);
            Sources sources = SourcesTest.sources(SourcesTest.document("h", "p.", text, "x"));
            assertThat(new AnswerCheck(sources, text).unfound(text.substring(0, 20_000), true))
                    .as("unfound of many “" + piece + "”")
                    .hasSizeLessThan(2);
        }
        String digits = "9".repeat(500_000);
        assertThat(unfound(SourcesTest.document("h", "p.", digits), digits)).isEmpty();
    }
}
