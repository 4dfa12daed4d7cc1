package polymath.engine.tensor;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// A number format of GGUF tensors: how many values a block holds and in how many bytes.
///
/// The ids and layouts are those of ggml (`ggml_type`); a row of a tensor is a whole number of blocks. The bits of a
/// block are the kernels' business alone.
public enum GgmlType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    IQ4_NL(20, 32, 18),
    IQ4_XS(23, 256, 136),
    BF16(30, 1, 2);

    private final int id;
    private final int blockValues;
    private final int blockBytes;

    GgmlType(int id, int blockValues, int blockBytes) {
        this.id = id;
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
    }

    /// Values in one block.
    public int blockValues() {
        return blockValues;
    }

    /// Bytes of one block.
    public int blockBytes() {
        return blockBytes;
    }

    /// Bytes of one row.
    ///
    /// @param cols a multiple of [#blockValues]
    /// @throws ArithmeticException if the product exceeds a long
    public long rowBytes(long cols) {
        if (cols % blockValues != 0)
            throw new IllegalArgumentException(
                    "a row of %s needs a multiple of %d values, got %d".formatted(this, blockValues, cols));
        return Math.multiplyExact(cols / blockValues, (long) blockBytes);
    }

    /// The type with ggml's number, if it is one that is read here.
    public static Optional<GgmlType> ofId(int id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /// ggml's name of any type, for messages about those that are not read here.
    public static String nameOfId(int id) {
        return ofId(id).map(Enum::name).orElseGet(() -> switch (id) {
            case 9 -> "Q8_1";
            case 15 -> "Q8_K";
            case 16 -> "IQ2_XXS";
            case 17 -> "IQ2_XS";
            case 18 -> "IQ3_XXS";
            case 19 -> "IQ1_S";
            case 21 -> "IQ3_S";
            case 22 -> "IQ2_S";
            case 24 -> "I8";
            case 25 -> "I16";
            case 26 -> "I32";
            case 27 -> "I64";
            case 28 -> "F64";
            case 29 -> "IQ1_M";
            case 34 -> "TQ1_0";
            case 35 -> "TQ2_0";
            case 39 -> "MXFP4";
            default -> "type " + Integer.toUnsignedString(id);
        });
    }

    /// The names of all types that are read, for messages.
    public static String names() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
