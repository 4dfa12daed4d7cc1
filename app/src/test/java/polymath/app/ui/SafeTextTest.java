package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {

    @Test
    void ordinaryTextIsNotCopied() {
        String text = "Grüße, 2 × 3 = 6\n\tEnd";
        assertThat(SafeText.clean(text)).isSameAs(text);
    }

    @Test
    void controlAndDirectionCharactersGo() {
        assertThat(SafeText.clean("a\u0000b\u001B[31mc\u202Ed\u2066e\u200Bf\uFEFFg\u0085h"))
                .isEqualTo("ab[31mcdefgh");
        assertThat(SafeText.clean("x" + Character.toString(0xE0041) + "y")).isEqualTo("xy");
    }

    @Test
    void lineEndsBecomeLineFeeds() {
        assertThat(SafeText.clean("a\r\nb\rc\n")).isEqualTo("a\nb\nc\n");
    }

    @Test
    void atMostFourMarksStayOnACharacter() {
        assertThat(SafeText.clean("e" + "\u0301".repeat(50) + "x")).isEqualTo("e" + "\u0301".repeat(4) + "x");
    }

    @Test
    void scriptsAndEmojiThatNeedJoinersStayWhole() {
        String text = "नमस्ते क्षेत्र \uD83D\uDC69\u200D\uD83D\uDCBB \u2764\uFE0F";
        assertThat(SafeText.clean(text)).isEqualTo(text);
    }

    @Test
    void halfACharacterIsReplaced() {
        assertThat(SafeText.clean("a\uD83Db")).isEqualTo("a\uFFFDb");
    }

    @Test
    void aLineIsShortAndFlat() {
        assertThat(SafeText.line(" a\n b\t c ", 20)).isEqualTo("a b c");
        assertThat(SafeText.line("word ".repeat(1_000), 10))
                .hasSizeLessThanOrEqualTo(10)
                .endsWith("…");
    }
}
