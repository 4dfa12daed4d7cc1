package polymath.app.download;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import polymath.app.storage.AtomicFile;

/// What is known of the bytes that are here. Written after each whole segment, once its bytes are on the disk: after a
/// power loss nothing is believed that may not be there.
///
/// @param source where they came from
/// @param validator what the server called this state of the file
/// @param sha256 of the whole file, if it is known
/// @param total length of the whole file
/// @param segmentBytes of a segment; the last one may be shorter
/// @param segments the SHA-256 of each whole segment, as it arrived
/// @param paused whether the user wants it to wait, also over an end of the program
record PartState(
        String source,
        @Nullable String validator,
        @Nullable String sha256,
        long total,
        long segmentBytes,
        List<String> segments,
        boolean paused) {
    private static final Gson GSON = new Gson();

    PartState {
        segments = List.copyOf(segments);
    }

    /// Bytes in whole segments.
    long bytes() {
        return Math.min(total, segments.size() * segmentBytes);
    }

    /// Whether the bytes here belong to a file of this description.
    boolean isOf(PartState other) {
        return source.equals(other.source)
                && total == other.total
                && validator != null
                && validator.equals(other.validator)
                && Objects.equals(sha256, other.sha256);
    }

    /// The same file without a byte, in whatever state the server has it now.
    PartState empty() {
        return new PartState(source, null, sha256, total, segmentBytes, List.of(), false);
    }

    PartState with(int segment, String hash) {
        List<String> changed = new ArrayList<>(segments);
        if (segment == changed.size()) changed.add(hash);
        else changed.set(segment, hash);
        return new PartState(source, validator, sha256, total, segmentBytes, changed, paused);
    }

    PartState withPaused(boolean now) {
        return new PartState(source, validator, sha256, total, segmentBytes, segments, now);
    }

    void write(Path file) throws IOException {
        AtomicFile.replace(file, GSON.toJson(this));
    }

    /// Empty if there is none, or none that can be read: then everything is fetched again.
    static Optional<PartState> read(Path file) throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        try {
            PartState state =
                    GSON.fromJson(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), PartState.class);
            return Optional.ofNullable(state).filter(PartState::isSound);
        } catch (RuntimeException e) { // Gson wraps what the record's constructor says of missing parts
            return Optional.empty();
        }
    }

    private boolean isSound() {
        return !source.isEmpty()
                && total > 0
                && segmentBytes > 0
                && segments.size() <= (total + segmentBytes - 1) / segmentBytes
                && segments.stream().allMatch(ModelFile::isSha256);
    }
}
