package polymath.engine.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import polymath.engine.cuda.AttentionKernels;
import polymath.engine.cuda.DeviceBuffer;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.WeightKernels;

/// The buffers of a step on a card: one allocation, cut up once.
///
/// Belongs to the driver's thread.
final class DeviceWorkspace implements AutoCloseable {
    /// Slots of one expert that are computed at once when reading.
    static final int CHUNK = 1024;
    /// Most tokens of a step that writes, see [DevicePhiMoe].
    static final int MOST_WRITTEN = 8;
    /// Most pieces that the positions are split in when writing.
    static final int MOST_PIECES = 256;

    /// What is in a buffer, for a step of n tokens; float32 unless said otherwise. Halves are what [Device#half] says.
    enum Piece {
        /// Int32, of the step's first token.
        POSITION,
        /// [n, headSize / 2]
        COS,
        /// [n, headSize / 2]
        SIN,
        /// Residual stream [n, dim].
        X,
        /// Its normalised form [n, dim].
        H,
        /// [n, dim]
        Q,
        /// [n, kvLength]
        K,
        /// [n, kvLength]
        V,
        /// Values mixed by attention [n, dim].
        MIXED,
        /// What a half of a block adds [n, dim].
        BRANCH,
        /// The input of a product: halves [n, dim], or rows in 8 bits.
        NARROW,
        /// The router's [n, experts].
        SCORES,
        /// Chosen experts, int32 [n, 2].
        IDS,
        /// Their weights [n, 2].
        CHOSEN,
        /// Int32 [experts + 1].
        OFFSETS,
        /// Int32 [2n].
        SLOT_AT,
        /// Int32 [2n].
        PLACE_OF,
        /// Halves [chunk, dim].
        GATHERED,
        /// [chunk, feedForwardLength]
        GATE,
        /// [chunk, feedForwardLength]
        UP,
        /// Halves [chunk, feedForwardLength], or rows in 8 bits.
        PRODUCT,
        /// [2n, dim]
        DOWN,
        /// A matrix as halves.
        TILE,
        /// Of attention when writing.
        PIECES,
        /// Of one token [vocabulary].
        LOGITS
    }

    private final DeviceBuffer buffer;
    private final Map<Piece, DevicePlace> places = new EnumMap<>(Piece.class);

    /// @param tokens most tokens of a step
    DeviceWorkspace(Device device, ModelConfig config, int tokens, int vocabulary) {
        buffer = new DeviceBuffer(device.driver(), bytes(config, device.half().bytes(), tokens, vocabulary));
        long used = 0;
        for (Piece piece : Piece.values()) {
            places.put(piece, new DevicePlace(buffer, used));
            used += Uploading.padded(bytes(piece, config, device.half().bytes(), tokens, vocabulary));
        }
    }

    DevicePlace at(Piece piece) {
        return Objects.requireNonNull(places.get(piece));
    }

    /// Bytes that it takes on the card.
    ///
    /// @param halfBytes of an element of [Device#half]
    static long bytes(ModelConfig config, int halfBytes, int tokens, int vocabulary) {
        long all = 0;
        for (Piece piece : Piece.values()) all += Uploading.padded(bytes(piece, config, halfBytes, tokens, vocabulary));
        return all;
    }

    private static long bytes(Piece piece, ModelConfig config, int halfBytes, int tokens, int vocabulary) {
        long n = tokens;
        long dim = config.embeddingLength();
        long ffn = config.feedForwardLength();
        long slots = 2 * n;
        long chunk = Math.min(slots, CHUNK);
        long written = Math.min(slots, 2 * MOST_WRITTEN);
        return switch (piece) {
            case POSITION -> 4;
            case COS, SIN -> 2 * n * config.headSize();
            case X, H, Q, MIXED, BRANCH -> 4 * n * dim;
            case K, V -> 4 * n * config.kvLength();
            case NARROW -> Math.max(n * dim * halfBytes, written * rowBytes(dim));
            case SCORES -> 4 * n * config.expertCount();
            case IDS, CHOSEN, SLOT_AT, PLACE_OF -> 4 * slots;
            case OFFSETS -> 4 * (config.expertCount() + 1L);
            case GATHERED -> chunk * dim * halfBytes;
            case GATE, UP -> 4 * Math.max(chunk, written) * ffn;
            case PRODUCT -> Math.max(chunk * ffn * halfBytes, written * rowBytes(ffn));
            case DOWN -> 4 * slots * dim;
            case TILE -> dim * Math.max(dim, ffn) * halfBytes;
            case PIECES ->
                AttentionKernels.scratchBytes(MOST_WRITTEN, config.headCount(), config.headSize(), MOST_PIECES);
            case LOGITS -> 4L * vocabulary;
        };
    }

    private static long rowBytes(long cols) {
        return cols % 32 == 0 ? WeightKernels.quantizedRowBytes((int) cols) : 4 * cols;
    }

    @Override
    public void close() {
        buffer.close();
    }
}
