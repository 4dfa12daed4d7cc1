package polymath.engine.gguf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.gguf.GgufException.Kind;
import polymath.engine.tensor.GgmlType;

class MalformedTensorTest {
    private static final Path PATH = Path.of("m.gguf");
    private static final byte[] NAME = "a".getBytes(UTF_8);

    static Stream<Arguments> impossibleShapes() {
        return Stream.of(
                        List.of(0L),
                        List.of(-1L),
                        List.of(32L, 0L),
                        List.of(1L << 31),
                        List.of(1L << 30, 1L << 30, 1L << 30),
                        // 2^64 values, which wraps to 0; and 2^62 values, whose bytes do.
                        List.of(1L << 16, 1L << 16, 1L << 16, 1L << 16),
                        List.of(1L << 16, 1L << 16, 1L << 30),
                        List.of(Long.MAX_VALUE, Long.MAX_VALUE))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("impossibleShapes")
    void impossibleShapesAreRefused(List<Long> shape) {
        long[] sizes = shape.stream().mapToLong(size -> size).toArray();
        GgufException refusal = refusal(entry(sizes, 0, 0).bytes());
        assertThat(refusal.kind()).isEqualTo(Kind.DAMAGED);
        assertThat(refusal.getMessage()).contains("impossible shape");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 100})
    void aTensorHasOneToFourDimensions(int dimensions) {
        long[] sizes = IntStream.range(0, dimensions).mapToLong(i -> 1).toArray();
        assertThat(refusal(entry(sizes, 0, 0).bytes()).getMessage())
                .contains("has %d dimensions".formatted(dimensions));
    }

    @Test
    void aRowIsAWholeNumberOfBlocks() {
        int q4k = 12;
        assertThat(refusal(entry(new long[] {128, 2}, q4k, 0).bytes()).getMessage())
                .contains("impossible shape [128, 2]");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 31, 16, -32, Long.MIN_VALUE, Long.MAX_VALUE - 31, 1L << 40, 96})
    void tensorsOutsideTheFileOrOffTheGridAreRefused(long offset) {
        GgufException refusal = refusal(entry(new long[] {4}, 0, offset).bytes());
        assertThat(refusal.kind()).isEqualTo(Kind.DAMAGED);
    }

    @Test
    void overlappingTensorsAreRefused() {
        GgufWriter writer = new GgufWriter().tensor("first", 4, 2).tensor("second", 5);
        writer.entry(NAME, 0, 0, 4);
        assertThat(refusal(writer.bytes()).getMessage()).contains("overlaps another one");
    }

    @Test
    void damagedTensorNamesAreRefused() {
        GgufWriter twice = new GgufWriter().tensor("a", 5).tensor("a", 5);
        assertThat(refusal(twice.bytes()).getMessage()).contains("appears twice: 'a'");
        assertThat(refusal(new GgufWriter().tensor("", 5).bytes()).getMessage()).contains("empty tensor name");
        GgufWriter notText = new GgufWriter().entry(new byte[] {(byte) 0xC0}, 0, 0, 4);
        assertThat(refusal(notText.bytes()).getMessage()).contains("not UTF-8");
    }

    @Test
    void typesThatAreNotReadAreNamed() throws Exception {
        for (int id = 0; id < 64; id++) {
            byte[] file = new GgufWriter()
                    .tensor("a", id, new long[] {256}, new byte[1024])
                    .bytes();
            if (GgmlType.ofId(id).isPresent()) {
                assertThat(read(file)).hasSize(1);
                continue;
            }
            GgufException refusal = refusal(file);
            assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED_TYPE);
            assertThat(refusal.arguments()).containsExactly("m.gguf", GgmlType.nameOfId(id), GgmlType.names());
        }
        for (int id : new int[] {64, 1000, -1, Integer.MIN_VALUE})
            assertThat(refusal(entry(new long[] {4}, id, 0).bytes()).kind()).isEqualTo(Kind.DAMAGED);
    }

    /// A file whose only tensor has the given entry, and 64 bytes of data.
    private static GgufWriter entry(long[] shape, int type, long offset) {
        return new GgufWriter().entry(NAME, type, offset, shape).data(new byte[64]);
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
