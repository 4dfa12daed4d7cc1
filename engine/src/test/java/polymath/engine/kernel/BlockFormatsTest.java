package polymath.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

class BlockFormatsTest {

    @Test
    void everyReferenceBlockIsReadBitForBitByBothKernels() throws IOException {
        JsonObject types = reference();
        int cases = 0;
        for (GgmlType type : GgmlType.values()) {
            JsonObject entry = types.getAsJsonObject(type.name());
            assertThat(entry).as(type.name()).isNotNull();
            assertThat(entry.get("bytes").getAsInt()).isEqualTo(type.blockBytes());
            for (JsonElement block : entry.getAsJsonArray("blocks")) {
                byte[] bytes = HexFormat.of()
                        .parseHex(block.getAsJsonObject().get("hex").getAsString());
                byte[] expected = HexFormat.of()
                        .parseHex(block.getAsJsonObject().get("f32_le_hex").getAsString());
                assertThat(scalar(type, bytes)).as("scalar %s", type).isEqualTo(expected);
                assertThat(vector(type, bytes)).as("vector %s", type).isEqualTo(expected);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(81);
    }

    @ParameterizedTest
    @EnumSource
    void vectorsReadRandomRowsBitForBitAsScalars(GgmlType type) {
        Random random = new Random(7);
        for (int cols : new int[] {1, 15, 16, 17, 31, 100, 256, 1024}) {
            if (cols % type.blockValues() != 0) continue;
            Matrix m = Blocks.matrix(type, 3, cols, random);
            float[] expected = new float[cols + 2];
            float[] actual = new float[cols + 2];
            for (int row = 0; row < 3; row++) {
                for (int b = 0; b < cols / type.blockValues(); b++)
                    ScalarBlocks.dequantize(
                            type,
                            m.data(),
                            row * m.rowBytes() + (long) b * type.blockBytes(),
                            expected,
                            1 + b * type.blockValues());
                VectorBlocks.dequantize(type, m.data(), row * m.rowBytes(), cols, actual, 1);
                assertThat(bits(actual)).as("%s cols %d", type, cols).isEqualTo(bits(expected));
            }
        }
    }

    @Test
    void everyHalfPrecisionNumberIsReadExactly() {
        MemorySegment all = Arena.ofAuto().allocate(2 << 16, 2);
        for (int i = 0; i < 1 << 16; i++) all.set(ScalarBlocks.LE_SHORT, 2L * i, (short) i);
        float[] actual = new float[1 << 16];
        VectorBlocks.dequantize(GgmlType.F16, all, 0, 1 << 16, actual, 0);
        for (int i = 0; i < 1 << 16; i++) {
            float expected = Float.float16ToFloat((short) i);
            if (Float.isNaN(expected)) assertThat(actual[i]).as("half %04x", i).isNaN();
            else
                assertThat(Float.floatToRawIntBits(actual[i]))
                        .as("half %04x", i)
                        .isEqualTo(Float.floatToRawIntBits(expected));
        }
    }

    private static JsonObject reference() throws IOException {
        var in = Objects.requireNonNull(
                BlockFormatsTest.class.getResourceAsStream("/polymath/engine/fixtures/blocks.json"));
        try (Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    private static byte[] scalar(GgmlType type, byte[] block) {
        float[] out = new float[type.blockValues()];
        ScalarBlocks.dequantize(type, nativeCopy(block), 0, out, 0);
        return littleEndian(out);
    }

    private static byte[] vector(GgmlType type, byte[] block) {
        float[] out = new float[type.blockValues()];
        VectorBlocks.dequantize(type, nativeCopy(block), 0, type.blockValues(), out, 0);
        return littleEndian(out);
    }

    private static MemorySegment nativeCopy(byte[] bytes) {
        return Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    private static byte[] littleEndian(float[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[4 * values.length]);
        for (int i = 0; i < values.length; i++) bytes.set(ScalarBlocks.LE_FLOAT, 4L * i, values[i]);
        return bytes.toArray(ValueLayout.JAVA_BYTE);
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        return bits;
    }
}
