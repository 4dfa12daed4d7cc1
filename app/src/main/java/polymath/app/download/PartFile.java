package polymath.app.download;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import polymath.app.storage.AtomicFile;

/// The bytes of a file that is not whole yet, under a name of their own, and the hashes of its segments as they
/// arrived.
final class PartFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final Path stateFile;
    private final FileChannel channel;
    private final MessageDigest running = sha256(); // of the segment that is arriving
    private Optional<PartState> state;
    private long position;

    /// What [#check] found.
    ///
    /// @param sha256 of all bytes
    /// @param damaged segments that are not on the disk as they arrived
    record Check(String sha256, List<Integer> damaged) {}

    private PartFile(Path file, Path stateFile, FileChannel channel, Optional<PartState> state) {
        this.file = file;
        this.stateFile = stateFile;
        this.channel = channel;
        this.state = state;
    }

    /// Goes on from what is there of the same source; what is there of another, or cannot be trusted, is dropped.
    static PartFile open(Path folder, ModelFile wanted) throws IOException {
        Path file = HeldPart.dataFile(folder, wanted);
        Path stateFile = HeldPart.stateFile(folder, wanted);
        Optional<PartState> state = PartState.read(stateFile)
                .filter(s -> s.source().equals(wanted.source().toString()));
        FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
        if (state.isPresent() && channel.size() < state.get().bytes()) state = Optional.empty();
        PartFile part = new PartFile(file, stateFile, channel, state);
        part.truncate(state.map(PartState::bytes).orElse(0L));
        return part;
    }

    /// Bytes that are here, also those of a segment that is not whole.
    long position() {
        return position;
    }

    Optional<PartState> state() {
        return state;
    }

    boolean isWhole() {
        return state.isPresent() && position == state.get().total();
    }

    /// Drops what is here, for a file of this description.
    void restart(PartState fresh) throws IOException {
        truncate(0);
        become(fresh);
    }

    private void become(PartState next) throws IOException {
        next.write(stateFile);
        state = Optional.of(next);
    }

    /// Drops the bytes behind the last whole segment.
    private void truncate(long bytes) throws IOException {
        channel.truncate(bytes);
        position = bytes;
        running.reset();
    }

    /// Takes the next bytes; those behind the end of the file are left in the buffer.
    void append(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && !isWhole()) {
            PartState now = state.orElseThrow();
            long end = Math.min(now.total(), (position / now.segmentBytes() + 1) * now.segmentBytes());
            ByteBuffer piece = bytes.slice(bytes.position(), (int) Math.min(bytes.remaining(), end - position));
            int length = piece.remaining();
            running.update(piece.duplicate());
            write(piece, position);
            bytes.position(bytes.position() + length);
            position += length;
            if (position == end) finishSegment(now);
        }
    }

    private void finishSegment(PartState now) throws IOException {
        channel.force(false);
        become(now.with(now.segments().size(), hex(running)));
    }

    /// Reads everything once more.
    ///
    /// @param progress takes the bytes that were read
    Check check(LongConsumer progress, BooleanSupplier stop) throws IOException {
        PartState now = state.orElseThrow();
        MessageDigest whole = sha256();
        List<Integer> damaged = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        for (int i = 0; i < now.segments().size() && !stop.getAsBoolean(); i++) {
            MessageDigest digest = sha256();
            long end = end(now, i);
            for (long at = i * now.segmentBytes(); at < end && !stop.getAsBoolean(); ) {
                buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
                int read = channel.read(buffer, at);
                if (read < 0) break;
                at += read;
                whole.update(buffer.flip().duplicate());
                digest.update(buffer);
                progress.accept(at);
            }
            if (!hex(digest).equals(now.segments().get(i))) damaged.add(i);
        }
        return new Check(hex(whole), damaged);
    }

    /// Puts a segment that was fetched once more in its place; says whether it is another than the one before.
    boolean replace(int segment, ByteBuffer bytes) throws IOException {
        PartState now = state.orElseThrow();
        MessageDigest digest = sha256();
        digest.update(bytes.duplicate());
        String hash = hex(digest);
        boolean other = !hash.equals(now.segments().get(segment));
        write(bytes, segment * now.segmentBytes());
        channel.force(false);
        become(now.with(segment, hash));
        return other;
    }

    static long end(PartState state, int segment) {
        return Math.min(state.total(), (segment + 1) * state.segmentBytes());
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        for (long to = at; bytes.hasRemaining(); ) to += channel.write(bytes, to);
    }

    /// Gives the file its name.
    void finish(Path name) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(file, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        AtomicFile.syncFolder(name.getParent());
        AtomicFile.delete(stateFile);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
