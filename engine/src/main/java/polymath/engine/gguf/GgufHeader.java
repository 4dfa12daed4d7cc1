package polymath.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// The header of one file: magic, version and counts, then the metadata. The tensors come after it ([TensorTable]).
///
/// The limits are far above what models have and far below what would hurt; all are checked before use.
///
/// @param tensorCount of this file alone
/// @param alignment of the tensor data, in bytes
/// @param cursor after the metadata
record GgufHeader(
        Path path, MemorySegment file, int tensorCount, long alignment, GgufMetadata metadata, GgufCursor cursor) {
    private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
    private static final int FIXED_BYTES = 24;
    static final int MAX_TENSORS = 1 << 16;
    private static final int MAX_SETTINGS = 100_000;
    static final int MAX_NAME_BYTES = 64 << 10;
    private static final int MAX_TEXT_BYTES = 16 << 20;
    private static final int MAX_ELEMENTS = 4 << 20;
    private static final long DEFAULT_ALIGNMENT = 32;
    private static final long MAX_ALIGNMENT = 1 << 20;

    /// A key of one byte, a type, a value of one byte.
    private static final int MIN_SETTING_BYTES = 8 + 1 + 4 + 1;

    /// A name of one byte, the number of dimensions, one dimension, type and offset.
    private static final int MIN_TENSOR_BYTES = 8 + 1 + 4 + 8 + 4 + 8;

    static GgufHeader read(Path path, MemorySegment file) throws GgufException {
        if (file.byteSize() < Integer.BYTES) throw GgufException.empty(path, file.byteSize());
        GgufCursor cursor = new GgufCursor(path, file);
        if (cursor.nextInt() != MAGIC) throw GgufException.notGguf(path, FileLook.of(file));
        if (file.byteSize() < FIXED_BYTES) throw GgufException.empty(path, file.byteSize());
        checkVersion(path, cursor.nextInt());
        int tensorCount = cursor.nextCount("tensors", MAX_TENSORS, MIN_TENSOR_BYTES);
        int settingCount = cursor.nextCount("settings", MAX_SETTINGS, MIN_SETTING_BYTES);
        Map<String, GgufValue> values = new LinkedHashMap<>();
        for (int i = 0; i < settingCount; i++) {
            long at = cursor.offset();
            String key = cursor.nextName("key", MAX_NAME_BYTES);
            if (values.put(key, readValue(cursor)) != null)
                throw cursor.damaged(at, "the key '%s' appears twice".formatted(Printable.of(key)));
        }
        GgufMetadata metadata = new GgufMetadata(path, values);
        return new GgufHeader(path, file, tensorCount, alignment(path, values), metadata, cursor);
    }

    private static void checkVersion(Path path, int version) throws GgufException {
        if (version == 2 || version == 3) return;
        int swapped = Integer.reverseBytes(version);
        if (swapped == 2 || swapped == 3) throw GgufException.version(path, swapped + " (big-endian)");
        throw GgufException.version(path, Integer.toUnsignedString(version));
    }

    private static GgufValue readValue(GgufCursor cursor) throws GgufException {
        ValueType type = readType(cursor);
        if (type == ValueType.ARRAY) {
            long at = cursor.offset();
            ValueType elementType = readType(cursor);
            if (elementType == ValueType.ARRAY) throw cursor.damaged(at, "a list of lists");
            int count = cursor.nextCount("list elements", MAX_ELEMENTS, elementType.bytes());
            return readElements(cursor, elementType, true, count);
        }
        return readElements(cursor, type, false, 1);
    }

    private static GgufValue readElements(GgufCursor cursor, ValueType type, boolean array, int count)
            throws GgufException {
        long start = cursor.offset();
        if (type != ValueType.STRING) {
            MemorySegment bytes = cursor.nextBytes((long) count * type.bytes());
            if (type == ValueType.BOOL) checkBools(cursor, start, bytes);
            return new GgufValue(type, array, count, bytes);
        }
        for (int i = 0; i < count; i++) cursor.nextText("text", MAX_TEXT_BYTES);
        return new GgufValue(type, array, count, cursor.since(start));
    }

    private static ValueType readType(GgufCursor cursor) throws GgufException {
        long at = cursor.offset();
        int id = cursor.nextInt();
        return ValueType.ofId(id)
                .orElseThrow(() -> cursor.damaged(at, "unknown value type " + Integer.toUnsignedString(id)));
    }

    private static void checkBools(GgufCursor cursor, long start, MemorySegment bytes) throws GgufException {
        for (long i = 0; i < bytes.byteSize(); i++) {
            int value = Byte.toUnsignedInt(bytes.get(ValueLayout.JAVA_BYTE, i));
            if (value > 1) throw cursor.damaged(start + i, "a truth value of " + value);
        }
    }

    private static long alignment(Path path, Map<String, GgufValue> values) throws GgufException {
        String key = "general.alignment";
        GgufValue value = values.get(key);
        if (value == null) return DEFAULT_ALIGNMENT;
        if (value.array() || value.type() != ValueType.UINT32)
            throw GgufException.badSetting(path, key, value.description() + ", not a 32-bit one");
        long alignment = value.integer(0);
        // The format asks for a multiple of 8; the kernels rely on aligned floats.
        if (alignment < 8 || alignment > MAX_ALIGNMENT || Long.bitCount(alignment) != 1)
            throw GgufException.badSetting(path, key, Long.toString(alignment));
        return alignment;
    }
}
