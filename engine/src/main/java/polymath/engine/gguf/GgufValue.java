package polymath.engine.gguf;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// One value of the metadata, or an array of them, still in the mapped file: nothing is copied before someone asks.
///
/// @param type of the value, or of each element
/// @param count of elements; 1 if this is no array
/// @param bytes the elements one after another, as in the file, all within bounds
record GgufValue(ValueType type, boolean array, int count, MemorySegment bytes) {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);

    /// What it is, for the message that it should be something else.
    String description() {
        String each = switch (type) {
            case BOOL -> "truth value";
            case STRING -> "text";
            case FLOAT32, FLOAT64 -> "fraction";
            default -> "whole number";
        };
        return array ? "a list of %d x %s".formatted(count, each) : "a " + each;
    }

    boolean bool() {
        return bytes.get(ValueLayout.JAVA_BYTE, 0) != 0;
    }

    /// An element of an integer type, sign- or zero-extended. A UINT64 above the long range comes out negative.
    long integer(int index) {
        long at = (long) index * type.bytes();
        return switch (type) {
            case UINT8 -> Byte.toUnsignedLong(bytes.get(ValueLayout.JAVA_BYTE, at));
            case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, at);
            case UINT16 -> Short.toUnsignedLong(bytes.get(SHORT, at));
            case INT16 -> bytes.get(SHORT, at);
            case UINT32 -> Integer.toUnsignedLong(bytes.get(INT, at));
            case INT32 -> bytes.get(INT, at);
            case UINT64, INT64 -> bytes.get(LONG, at);
            case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> throw new IllegalStateException("no integer: " + type);
        };
    }

    /// An element of a fractional type.
    float fraction(int index) {
        long at = (long) index * type.bytes();
        return type == ValueType.FLOAT32 ? bytes.get(FLOAT, at) : (float) bytes.get(DOUBLE, at);
    }

    /// All elements of type STRING, copied.
    List<byte[]> texts() {
        List<byte[]> texts = new ArrayList<>(count);
        for (long at = 0; texts.size() < count; ) {
            long length = bytes.get(LONG, at);
            texts.add(bytes.asSlice(at + Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE));
            at += Long.BYTES + length;
        }
        return texts;
    }
}
