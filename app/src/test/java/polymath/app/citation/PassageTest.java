package polymath.app.citation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PassageTest {
    private static final String PAGE = """
            In 2023 the harbour handled 5.4 million tonnes of goods, 6 % more than in the year before. Forty ships a \
            week called, most of them with cars. The harbour master calls the year the best since records began.

            The basin was dredged to a depth of 11.5 metres. The work began on 12 March 2023 and ended on 30 September \
            2023. It cost 3,250,000 euros, of which the Land paid one half.""";

    private static String best(String statement) {
        return Passage.best(statement, PAGE).map(p -> p.range().of(PAGE)).orElse("nothing");
    }

    @Test
    void theSentenceThatIsQuotedIsFound() {
        assertThat(best("Forty ships a week called, most of them with cars"))
                .isEqualTo("Forty ships a week called, most of them with cars.");
    }

    @Test
    void aSentenceInOtherWordsIsFoundByItsFiguresAndRareWords() {
        assertThat(best("Dredging the basin took it to 11.5 metres"))
                .isEqualTo("The basin was dredged to a depth of 11.5 metres.");
        assertThat(best("The harbours handled 5.4 million tonnes, an increase of 6 %"))
                .startsWith("In 2023 the harbour handled")
                .endsWith("year before.");
    }

    @Test
    void aStatementOfSeveralSentencesLightsThemAll() {
        assertThat(best("The work began on 12 March 2023 and ended on 30 September 2023 and cost 3,250,000 euros"))
                .isEqualTo("The work began on 12 March 2023 and ended on 30 September 2023. It cost 3,250,000 euros, of"
                        + " which the Land paid one half.");
    }

    @Test
    void whereNothingFitsThereIsNoPassage() {
        assertThat(best("The airport of Bremen was closed for the night")).isEqualTo("nothing");
        assertThat(best("")).isEqualTo("nothing");
        assertThat(Passage.best("Anything", "")).isEmpty();
    }

    @Test
    void aPassageStaysWithinItsParagraph() {
        assertThat(best("the best since records began. The basin was dredged")).doesNotContain("\n\n");
    }

    @Test
    void textWithoutSpacesIsMatchedSignBySign() {
        String page = "港口在去年处理了五百万吨货物。风力发电设备也经过港口。";
        assertThat(Passage.best("风力发电设备经过港口", page).orElseThrow().range().of(page))
                .isEqualTo("风力发电设备也经过港口。");
    }
}
