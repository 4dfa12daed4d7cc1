package polymath.engine.gguf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import polymath.engine.tensor.GgmlType;

/// Reads the tensors one file lists, each with its bytes checked to lie in the file, aligned, apart from the others.
final class TensorTable {
    private static final int MAX_DIMENSIONS = 4;

    /// ggml's type numbers end well below this: a higher one is damage, not a type we do not know.
    private static final int MAX_TYPE_ID = 64;

    /// What the file says of a tensor.
    ///
    /// @param at the entry's offset, for messages
    /// @param start of its bytes, from the start of the data
    private record Entry(long at, String name, GgmlType type, List<Long> shape, long start, long bytes) {
        /// Cannot overflow: both are at most half the long range.
        long end() {
            return start + bytes;
        }
    }

    private TensorTable() {}

    /// The tensors in file order.
    ///
    /// @param header whose cursor stands after the metadata, and moves
    static List<GgufTensor> read(GgufHeader header) throws GgufException {
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < header.tensorCount(); i++) {
            Entry entry = readEntry(header);
            if (!names.add(entry.name)) throw damaged(header, entry, "appears twice");
            entries.add(entry);
        }
        long base = Math.ceilDiv(header.cursor().offset(), header.alignment()) * header.alignment();
        checkPlaces(header, entries, base);
        List<GgufTensor> tensors = new ArrayList<>();
        for (Entry entry : entries) {
            var data = header.file().asSlice(base + entry.start, entry.bytes);
            tensors.add(new GgufTensor(entry.name, entry.type, entry.shape, data));
        }
        return List.copyOf(tensors);
    }

    private static Entry readEntry(GgufHeader header) throws GgufException {
        GgufCursor cursor = header.cursor();
        long at = cursor.offset();
        String name = cursor.nextName("tensor name", GgufHeader.MAX_NAME_BYTES);
        int dimensions = cursor.nextInt();
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS)
            throw damaged(cursor, at, name, "has %s dimensions".formatted(Integer.toUnsignedString(dimensions)));
        List<Long> shape = new ArrayList<>();
        for (int i = 0; i < dimensions; i++) shape.add(cursor.nextLong());
        int typeId = cursor.nextInt();
        GgmlType type = GgmlType.ofId(typeId).orElse(null);
        if (type == null) {
            if (typeId < 0 || typeId >= MAX_TYPE_ID)
                throw damaged(cursor, at, name, "has type " + Integer.toUnsignedString(typeId));
            throw GgufException.unsupportedType(header.path(), GgmlType.nameOfId(typeId));
        }
        long start = cursor.nextLong();
        if (start < 0 || start > Long.MAX_VALUE / 2 || start % header.alignment() != 0)
            throw damaged(cursor, at, name, "starts at " + Long.toUnsignedString(start));
        return new Entry(at, name, type, List.copyOf(shape), start, bytes(cursor, at, name, type, shape));
    }

    private static long bytes(GgufCursor cursor, long at, String name, GgmlType type, List<Long> shape)
            throws GgufException {
        try {
            long cols = shape.getFirst();
            if (shape.stream().anyMatch(size -> size <= 0)
                    || cols > Integer.MAX_VALUE
                    || cols % type.blockValues() != 0)
                throw damaged(cursor, at, name, "has the impossible shape " + shape);
            long rows = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
            // Counting the values, too: less than a byte each in most types.
            Math.multiplyExact(rows, cols);
            long bytes = Math.multiplyExact(rows, type.rowBytes(cols));
            if (bytes <= Long.MAX_VALUE / 4) return bytes;
        } catch (ArithmeticException e) {
            // Named below.
        }
        throw damaged(cursor, at, name, "has the impossible shape " + shape);
    }

    /// @param base where the data starts in the file
    private static void checkPlaces(GgufHeader header, List<Entry> entries, long base) throws GgufException {
        List<Entry> byPlace =
                entries.stream().sorted(Comparator.comparingLong(Entry::start)).toList();
        long end = 0;
        boolean packed = true;
        for (Entry entry : byPlace) {
            if (entry.start < end) throw damaged(header, entry, "overlaps another one");
            packed &= entry.start - end < header.alignment();
            end = entry.end();
            long fileBytes = header.file().byteSize();
            // Where each tensor follows the one before, the file was cut; after a gap, the offset is wrong.
            if (!packed && end > fileBytes - base) throw damaged(header, entry, "lies outside the file");
        }
        if (!entries.isEmpty() && end > header.file().byteSize() - base)
            throw GgufException.truncated(
                    header.path(), base + end, header.file().byteSize());
    }

    private static GgufException damaged(GgufHeader header, Entry entry, String what) {
        return damaged(header.cursor(), entry.at, entry.name, what);
    }

    private static GgufException damaged(GgufCursor cursor, long at, String name, String what) {
        // The fault before the name: a long name is cut where the message ends.
        return cursor.damaged(at, "a tensor %s: '%s'".formatted(what, Printable.of(name)));
    }
}
