package polymath.engine.prefix;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import polymath.engine.model.KvCache;

/// The head of a page file: whose page it is, its tokens, and a checksum of each piece of keys and values behind it.
///
/// The file's name is the digest of its head, and the head holds the name of the page before: so a name stands for all
/// tokens from the first on and for every byte that was computed of them, and pages of two readings of one text, which
/// may differ in rounding, never mix.
///
/// All numbers are little-endian:
///
/// | at | bytes | |
/// |---|---|---|
/// | 0 | 4 | `PMKV` |
/// | 4 | 4 | format, 1 |
/// | 8 | 16 | digest of the [Fingerprint] |
/// | 24 | 16 | name of the page before, or zeros |
/// | 40 | 4 | tokens before this page |
/// | 44 | 4 | n, tokens of this page |
/// | 48 | 4 | p, pieces |
/// | 52 | 4 | bytes of a piece |
/// | 56 | 4 n | token ids |
/// | | 4 p | CRC-32C of each piece |
/// | | | the pieces, as [KvCache#rows] orders them |
final class PageHeader {
    private static final int MAGIC = 'P' | 'M' << 8 | 'K' << 16 | 'V' << 24;
    private static final int FIXED_BYTES = 56;
    private static final int MAX_PIECES = 1 << 20;

    private final String fingerprint;
    private final String before;
    private final int first;
    private final int[] tokens;
    private final int pieceBytes;
    private final int[] checksums;
    private final String name;

    private PageHeader(String fingerprint, String before, int first, int[] tokens, int pieceBytes, int[] checksums) {
        this.fingerprint = fingerprint;
        this.before = before;
        this.first = first;
        this.tokens = tokens;
        this.pieceBytes = pieceBytes;
        this.checksums = checksums;
        name = Digest.of(encoded());
    }

    /// Of a page that is about to be written.
    ///
    /// @param before name of the page before
    static PageHeader of(String fingerprint, String before, int first, int[] tokens, List<MemorySegment> pieces) {
        int[] checksums = pieces.stream().mapToInt(PageHeader::checksum).toArray();
        int bytes = Math.toIntExact(pieces.getFirst().byteSize());
        return new PageHeader(fingerprint, before, first, tokens.clone(), bytes, checksums);
    }

    private static int checksum(MemorySegment piece) {
        CRC32C sum = new CRC32C();
        sum.update(piece.asByteBuffer());
        return (int) sum.getValue();
    }

    /// Reads the head of a file and checks it against the file's name and length.
    ///
    /// @throws DamagedPageException if they do not agree
    static PageHeader read(ReadableByteChannel file, String name, long fileBytes) throws IOException {
        ByteBuffer fixed = next(file, FIXED_BYTES);
        if (fixed.getInt() != MAGIC || fixed.getInt() != Fingerprint.FORMAT)
            throw new DamagedPageException("not a page of this format");
        String fingerprint = digest(fixed);
        String before = digest(fixed);
        int first = fixed.getInt();
        int count = fixed.getInt();
        int pieces = fixed.getInt();
        int pieceBytes = fixed.getInt();
        if (first < 0 || first % KvCache.PAGE_TOKENS != 0 || count < 1 || count > KvCache.PAGE_TOKENS)
            throw new DamagedPageException("%d tokens from %d on".formatted(count, first));
        if (pieces < 1 || pieces > MAX_PIECES || pieceBytes < 1)
            throw new DamagedPageException("%d pieces of %d bytes".formatted(pieces, pieceBytes));
        long expected = FIXED_BYTES + 4L * (count + pieces) + (long) pieces * pieceBytes;
        if (fileBytes != expected)
            throw new DamagedPageException("%d bytes instead of %d".formatted(fileBytes, expected));
        ByteBuffer lists = next(file, 4 * (count + pieces));
        PageHeader header =
                new PageHeader(fingerprint, before, first, ints(lists, count), pieceBytes, ints(lists, pieces));
        if (!header.name.equals(name)) throw new DamagedPageException("its head is that of " + header.name);
        return header;
    }

    private static ByteBuffer next(ReadableByteChannel file, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill(file, buffer);
        return buffer.flip();
    }

    private static void fill(ReadableByteChannel file, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) if (file.read(buffer) < 0) throw new EOFException("the file ends early");
    }

    private static String digest(ByteBuffer buffer) {
        byte[] bytes = new byte[Digest.BYTES];
        buffer.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static int[] ints(ByteBuffer buffer, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) values[i] = buffer.getInt();
        return values;
    }

    /// Reads the pieces behind the head.
    ///
    /// @param pieces written
    /// @throws DamagedPageException if one is not what was written, or they are not for this memory
    void readPieces(ReadableByteChannel file, List<MemorySegment> pieces) throws IOException {
        if (pieces.size() != checksums.length || pieces.getFirst().byteSize() != pieceBytes)
            throw new DamagedPageException("%d pieces of %d bytes, where the memory has %d of %d"
                    .formatted(
                            checksums.length,
                            pieceBytes,
                            pieces.size(),
                            pieces.getFirst().byteSize()));
        for (int i = 0; i < checksums.length; i++) {
            MemorySegment piece = pieces.get(i);
            fill(file, piece.asByteBuffer());
            if (checksum(piece) != checksums[i])
                throw new DamagedPageException("piece %d of %d is not what was written".formatted(i, checksums.length));
        }
    }

    /// As it is in the file, to be read from the start.
    ByteBuffer encoded() {
        ByteBuffer bytes = ByteBuffer.allocate(headBytes()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(Fingerprint.FORMAT);
        bytes.put(HexFormat.of().parseHex(fingerprint)).put(HexFormat.of().parseHex(before));
        bytes.putInt(first).putInt(tokens.length).putInt(checksums.length).putInt(pieceBytes);
        for (int token : tokens) bytes.putInt(token);
        for (int checksum : checksums) bytes.putInt(checksum);
        return bytes.flip();
    }

    private int headBytes() {
        return FIXED_BYTES + 4 * (tokens.length + checksums.length);
    }

    String fingerprint() {
        return fingerprint;
    }

    /// Name of the page before, [Digest#NONE] for the first.
    String before() {
        return before;
    }

    /// Tokens before this page.
    int first() {
        return first;
    }

    /// Of this page; not to be changed.
    int[] tokens() {
        return tokens;
    }

    /// Tokens up to the end of this page.
    int end() {
        return first + tokens.length;
    }

    String name() {
        return name;
    }

    long fileBytes() {
        return headBytes() + (long) checksums.length * pieceBytes;
    }
}
