package polymath.engine.gguf;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Reads a header front to back and never past the file's end: every length is checked against the bytes that are left
/// before anything is allocated or skipped.
///
/// A size no sane file has is damage; a sane size that the file is too short for means that it was cut.
final class GgufCursor {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private final Path path;
    private final MemorySegment file;
    private long offset;

    GgufCursor(Path path, MemorySegment file) {
        this.path = path;
        this.file = file;
    }

    long offset() {
        return offset;
    }

    int nextInt() throws GgufException {
        require(Integer.BYTES);
        int value = file.get(INT, offset);
        offset += Integer.BYTES;
        return value;
    }

    long nextLong() throws GgufException {
        require(Long.BYTES);
        long value = file.get(LONG, offset);
        offset += Long.BYTES;
        return value;
    }

    /// The number of entries that follow.
    ///
    /// @param what is counted, for the message
    /// @param most entries that are believed
    /// @param entryBytes the fewest bytes an entry takes
    int nextCount(String what, int most, long entryBytes) throws GgufException {
        long at = offset;
        long count = nextLong();
        if (count < 0 || count > most)
            throw damaged(at, "%s %s (at most %d)".formatted(Long.toUnsignedString(count), what, most));
        require(Math.multiplyExact(count, entryBytes));
        return (int) count;
    }

    /// The next `bytes` bytes of the file, not copied.
    ///
    /// @param bytes at least 0
    MemorySegment nextBytes(long bytes) throws GgufException {
        require(bytes);
        MemorySegment slice = file.asSlice(offset, bytes);
        offset += bytes;
        return slice;
    }

    /// What was read since an earlier offset, not copied.
    MemorySegment since(long start) {
        return file.asSlice(start, offset - start);
    }

    /// A length and that many bytes, not copied.
    MemorySegment nextText(String what, int mostBytes) throws GgufException {
        return nextBytes(nextCount("bytes of " + what, mostBytes, 1));
    }

    /// A text that names something, so it must not be empty and must be UTF-8.
    String nextName(String what, int mostBytes) throws GgufException {
        long at = offset;
        MemorySegment text = nextText(what, mostBytes);
        if (text.byteSize() == 0) throw damaged(at, "an empty " + what);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(text.asByteBuffer())
                    .toString();
        } catch (CharacterCodingException e) {
            throw damaged(at, "a %s that is not UTF-8".formatted(what));
        }
    }

    GgufException damaged(long at, String what) {
        return GgufException.damaged(path, at, what);
    }

    private void require(long bytes) throws GgufException {
        if (bytes > file.byteSize() - offset)
            throw GgufException.truncated(path, Math.addExact(offset, bytes), file.byteSize());
    }
}
