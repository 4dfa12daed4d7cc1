package polymath.engine.gguf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.gguf.GgufException.Kind;

class MalformedGgufTest {
    private static final Path PATH = Path.of("m.gguf");

    @Test
    void aFileShorterThanItsHeaderIsEmptyOrCut() {
        byte[] whole = small().bytes();
        for (int length = 1; length <= 64; length++) {
            GgufException refusal = refusal(Arrays.copyOf(whole, length));
            assertThat(refusal.kind()).as("%d bytes", length).isEqualTo(length < 24 ? Kind.EMPTY : Kind.TRUNCATED);
            assertThat(refusal.arguments()).last().isEqualTo(Integer.toString(length));
        }
    }

    @Test
    void aFileCutAtAnyByteSaysHowMuchIsMissing() throws Exception {
        byte[] whole = small().bytes();
        // The last tensor's padding may be missing: nothing lies in it.
        int needed = whole.length - 32 + 5 * Float.BYTES;
        for (int length = 24; length < needed; length++) {
            GgufException refusal = refusal(Arrays.copyOf(whole, length));
            assertThat(refusal.kind()).as("%d bytes", length).isEqualTo(Kind.TRUNCATED);
            assertThat(Long.parseLong(refusal.arguments().get(1))).isBetween(length + 1L, (long) needed);
            assertThat(refusal.offset()).contains((long) length);
        }
        assertThat(read(Arrays.copyOf(whole, needed))).hasSize(2);
        assertThat(refusal(Arrays.copyOf(whole, needed - 1)).arguments())
                .containsExactly("m.gguf", "" + needed, "" + (needed - 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "4, 4", "2147483648, 2147483648", "50331648, 3 (big-endian)"})
    void anotherVersionIsShown(long version, String shown) {
        GgufException refusal = refusal(small().version((int) version).bytes());
        assertThat(refusal.kind()).isEqualTo(Kind.VERSION);
        assertThat(refusal.arguments()).containsExactly("m.gguf", shown);
    }

    static Stream<Arguments> otherFormats() {
        return Stream.of(
                Arguments.of("<!DOCTYPE html><html lang=en>", "a web page"),
                Arguments.of("  <html><head><title>Sign in", "a web page"),
                Arguments.of("<?xml version='1.0'?><Error>", "an XML file"),
                Arguments.of("{\"error\":\"Repository not found\"}", "a JSON file"),
                Arguments.of("version https://git-lfs.github.com/spec/v1", "a Git LFS pointer"),
                Arguments.of("%PDF-1.7", "a PDF document"),
                Arguments.of("Entry not found", "a text file"),
                Arguments.of("FUGG", "a GGUF file with reversed bytes"),
                Arguments.of("PK\3\4", "a ZIP archive"),
                Arguments.of("\37\u008B\b\0", "a gzip archive"),
                Arguments.of("\u0089PNG\r", "a PNG picture"),
                Arguments.of("\u0080\2}q\0", "a Python pickle"),
                Arguments.of("\20\1\0\0\0\0\0\0{\"__metadata__\":", "a safetensors file"),
                Arguments.of("\0\0\0\0\0\0\0\0\0", "a file of zeros"),
                Arguments.of("\1\2\3\4\5\6\7", "a file of unknown kind"));
    }

    @ParameterizedTest
    @MethodSource("otherFormats")
    void anotherFormatIsNamed(String start, String shown) {
        GgufException refusal = refusal(start.getBytes(ISO_8859_1));
        assertThat(refusal.kind()).isEqualTo(Kind.NOT_GGUF);
        assertThat(refusal.arguments().get(1)).startsWith(shown);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1L << 32, 1 << 17, Long.MAX_VALUE})
    void absurdCountsAreDamage(long count) {
        byte[] tensors = new GgufWriter().extraTensors(count).bytes();
        assertThat(refusal(tensors).offset()).contains(8L);
        assertThat(refusal(tensors).kind()).isEqualTo(Kind.DAMAGED);
        byte[] settings = new GgufWriter().extraSettings(count).bytes();
        assertThat(refusal(settings).offset()).contains(16L);
        assertThat(refusal(settings).kind()).isEqualTo(Kind.DAMAGED);
    }

    @Test
    void plausibleCountsThatDoNotFitTheFileMeanItWasCut() {
        assertThat(refusal(new GgufWriter().extraTensors(60_000).bytes()).kind())
                .isEqualTo(Kind.TRUNCATED);
        assertThat(refusal(new GgufWriter().extraSettings(60_000).bytes()).kind())
                .isEqualTo(Kind.TRUNCATED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 62, Long.MIN_VALUE, -1, (16 << 20) + 1})
    void absurdLengthsAreDamageAtTheirPlace(long length) {
        byte[] bytes = GgufWriter.number(Long.BYTES, length);
        GgufException text =
                refusal(new GgufWriter().setting("k", GgufWriter.STRING, bytes).bytes());
        assertThat(text.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(text.offset()).contains(24L + 8 + 1 + 4);
        for (int type = 0; type <= 12; type++)
            assertThat(refusal(new GgufWriter()
                                    .array("k", type, length, new byte[64])
                                    .bytes())
                            .kind())
                    .isEqualTo(Kind.DAMAGED);
    }

    @Test
    void aLongNameIsRefusedOrCut() throws Exception {
        assertThat(refusal(new GgufWriter().tensor("x".repeat(1 << 20), 5).bytes())
                        .kind())
                .isEqualTo(Kind.DAMAGED);
        assertThat(refusal(new GgufWriter().string("x".repeat(1 << 20), "").bytes())
                        .kind())
                .isEqualTo(Kind.DAMAGED);
        String name = "\u202E\u001B[2J../../x" + "y".repeat(10_000);
        GgufException twice =
                refusal(new GgufWriter().tensor(name, 5).tensor(name, 5).bytes());
        assertThat(twice.getMessage()).contains("<U+202E><U+001B>[2J../../x").hasSizeLessThan(200);
        assertThat(twice.getMessage().codePoints()).noneMatch(Character::isISOControl);
    }

    static Stream<Arguments> damagedSettings() {
        byte[] one = {1};
        byte[] nested = GgufWriter.number(12, GgufWriter.UINT8);
        return Stream.of(
                Arguments.of("a list of lists", small().array("k", GgufWriter.ARRAY, 1, nested)),
                Arguments.of("appears twice", small().uint32("k", 1).uint32("k", 1)),
                Arguments.of("an empty key", small().setting("", GgufWriter.UINT8, one)),
                Arguments.of("not UTF-8", small().setting(new byte[] {(byte) 0xFF}, GgufWriter.UINT8, one)),
                Arguments.of("a truth value of 7", small().setting("k", GgufWriter.BOOL, new byte[] {7})),
                Arguments.of(
                        "a truth value of 255", small().array("k", GgufWriter.BOOL, 2, new byte[] {1, (byte) 0xFF})));
    }

    @ParameterizedTest
    @MethodSource("damagedSettings")
    void damagedSettingsAreRefused(String what, GgufWriter writer) {
        GgufException refusal = refusal(writer.bytes());
        assertThat(refusal.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(refusal.getMessage()).contains(what);
    }

    @Test
    void anUnknownValueTypeIsRefused() throws Exception {
        for (int type = 13; type < 256; type++) {
            byte[] bytes = small().setting("k", type, new byte[8]).bytes();
            assertThat(refusal(bytes).getMessage()).contains("unknown value type " + type);
            bytes = small().array("k", type, 1, new byte[8]).bytes();
            assertThat(refusal(bytes).getMessage()).contains("unknown value type " + type);
        }
        assertThat(refusal(small().setting("k", -1, new byte[8]).bytes()).getMessage())
                .contains("unknown value type 4294967295");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4, 13, 1 << 21, 1 << 30, 0xFFFFFFFFL})
    void anOddAlignmentIsABadSetting(long alignment) {
        GgufException refusal =
                refusal(small().uint32("general.alignment", alignment).bytes());
        assertThat(refusal.kind()).isEqualTo(Kind.BAD_SETTING);
        assertThat(refusal.arguments()).containsExactly("m.gguf", "general.alignment", Long.toString(alignment));
    }

    @Test
    void anAlignmentOfAnotherTypeIsABadSetting() {
        byte[] wide = GgufWriter.number(Long.BYTES, 32);
        GgufWriter writer = small().setting("general.alignment", GgufWriter.UINT64, wide);
        assertThat(refusal(writer.bytes()).kind()).isEqualTo(Kind.BAD_SETTING);
    }

    private static GgufWriter small() {
        return new GgufWriter()
                .string("general.architecture", "phimoe")
                .int32s("list", 1, 2, 3)
                .bool("flag", true)
                .tensor("first", 4, 2)
                .tensor("second", 5);
    }

    private static List<GgufTensor> read(byte[] file) throws GgufException {
        return TensorTable.read(GgufHeader.read(PATH, MemorySegment.ofArray(file)));
    }

    private static GgufException refusal(byte[] file) {
        GgufException refusal = catchThrowableOfType(GgufException.class, () -> read(file));
        assertThat(refusal).as("must be refused").isNotNull();
        return refusal;
    }
}
