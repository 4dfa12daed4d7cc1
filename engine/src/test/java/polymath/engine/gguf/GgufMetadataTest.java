package polymath.engine.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.engine.gguf.GgufException.Kind;

class GgufMetadataTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1, 255, 255",
        "1, 1, 255, -1",
        "2, 2, 65535, 65535",
        "3, 2, 65535, -1",
        "4, 4, 4294967295, 4294967295",
        "5, 4, 4294967295, -1",
        "10, 8, 9223372036854775807, 9223372036854775807",
        "11, 8, -9223372036854775808, -9223372036854775808"
    })
    void everyIntegerTypeIsReadExactly(int type, int bytes, long bits, long expected) throws Exception {
        GgufMetadata metadata = read(new GgufWriter().setting("k", type, GgufWriter.number(bytes, bits)));
        assertThat(metadata.integer("k")).contains(expected);
    }

    @Test
    void aNumberAboveTheLongRangeIsRefused() throws Exception {
        GgufMetadata metadata = read(new GgufWriter().setting("k", GgufWriter.UINT64, GgufWriter.number(8, -1)));
        assertThat(badSetting(() -> metadata.integer("k"))).containsExactly("m.gguf", "k", "18446744073709551615");
    }

    @Test
    void fractionsOfBothWidthsAreRead() throws Exception {
        byte[] pi = GgufWriter.number(8, Double.doubleToRawLongBits(Math.PI));
        GgufMetadata metadata = read(new GgufWriter()
                .float32("f", 1e-5f)
                .setting("d", GgufWriter.FLOAT64, pi)
                .floats("a", 1, 2.5f));
        assertThat(metadata.number("f")).contains(1e-5f);
        assertThat(metadata.number("d")).contains((float) Math.PI);
        assertThat(metadata.floats("a").orElseThrow()).containsExactly(1, 2.5f);
    }

    @Test
    void listsAreReadByTheirType() throws Exception {
        byte[] invalid = {'a', (byte) 0xE2, (byte) 0x96};
        GgufMetadata metadata = read(new GgufWriter()
                .byteStrings("texts", List.of(new byte[0], "Grüße".getBytes(UTF_8), invalid))
                .int32s("numbers", 1, -2, Integer.MIN_VALUE)
                .array("wide", GgufWriter.UINT64, 1, GgufWriter.number(8, 1L << 40)));
        assertThat(metadata.strings("texts").orElseThrow()).containsExactly("", "Grüße", "a\uFFFD");
        assertThat(metadata.byteStrings("texts").orElseThrow().get(2)).isEqualTo(invalid);
        assertThat(metadata.integers("numbers").orElseThrow()).containsExactly(1, -2, Integer.MIN_VALUE);
        assertThat(badSetting(() -> metadata.integers("wide"))).contains("1099511627776 at position 0");
    }

    @Test
    void anAbsentKeyIsNothing() throws Exception {
        GgufMetadata metadata = read(new GgufWriter());
        assertThat(metadata.string("k")).isEmpty();
        assertThat(metadata.integer("k")).isEmpty();
        assertThat(metadata.number("k")).isEmpty();
        assertThat(metadata.bool("k")).isEmpty();
        assertThat(metadata.strings("k")).isEmpty();
        assertThat(metadata.byteStrings("k")).isEmpty();
        assertThat(metadata.floats("k")).isEmpty();
        assertThat(metadata.integers("k")).isEmpty();
        assertThat(metadata.keys()).isEmpty();
    }

    @Test
    void aKeyOfAnotherTypeIsABadSetting() throws Exception {
        GgufMetadata metadata = read(new GgufWriter().string("text", "x").int32s("list", 1));
        assertThat(badSetting(() -> metadata.integer("text")))
                .containsExactly("m.gguf", "text", "a text, not a whole number");
        assertThat(badSetting(() -> metadata.number("text"))).contains("a text, not a fraction");
        assertThat(badSetting(() -> metadata.bool("text"))).contains("a text, not a truth value");
        assertThat(badSetting(() -> metadata.strings("text"))).contains("a text, not a list of texts");
        assertThat(badSetting(() -> metadata.integers("text"))).contains("a text, not a list of whole numbers");
        assertThat(badSetting(() -> metadata.floats("list")))
                .contains("a list of 1 x whole number, not a list of fractions");
        assertThat(badSetting(() -> metadata.integer("list")))
                .contains("a list of 1 x whole number, not a whole number");
        assertThat(badSetting(() -> metadata.string("list"))).contains("a list of 1 x whole number, not a text");
    }

    @Test
    void namesAreShownPrintableAndCut() {
        assertThat(Printable.of("a\u001B[31mb\u202Ec\n")).isEqualTo("a<U+001B>[31mb<U+202E>c<U+000A>");
        assertThat(Printable.of("\uD83D")).isEqualTo("<U+D83D>");
        assertThat(Printable.of("Grüße 😀 ../x")).isEqualTo("Grüße 😀 ../x");
        assertThat(Printable.of("x".repeat(1 << 20))).isEqualTo("x".repeat(120) + "…");
        assertThat(Printable.of("x".repeat(120))).hasSize(120);
    }

    private static GgufMetadata read(GgufWriter writer) throws GgufException {
        return GgufHeader.read(Path.of("m.gguf"), MemorySegment.ofArray(writer.bytes()))
                .metadata();
    }

    private static List<String> badSetting(ThrowingCallable lookup) {
        GgufException exception = catchThrowableOfType(GgufException.class, lookup);
        assertThat(exception.kind()).isEqualTo(Kind.BAD_SETTING);
        return exception.arguments();
    }
}
