package polymath.engine.cuda;

/// Causal softmax attention of n new tokens over a layer's cache, which has their keys and values already; the first
/// one's position is an int32 on the device. Query head h goes with cache head `h / (heads / kvHeads)`; scores are
/// divided by the root of the head's size. See [DeviceKernels] for what holds for all.
public final class AttentionKernels {
    /// Queries (a token and one of the heads of a group) of one block of threads that reads: float32, and halves.
    private static final int FLOATS_QUERIES = 32;

    private static final int HALVES_QUERIES = 128;
    /// Threads of each of the three forms.
    private static final int FLOATS_THREADS = 128;

    private static final int HALVES_THREADS = 256;
    private static final int WRITE_THREADS = 128;
    private static final int COMBINE_THREADS = 512;
    /// Pieces that such a block has when writing, one a warp.
    private static final int BLOCK_PIECES = 4;
    /// Query heads that one warp computes together when writing.
    private static final int TOGETHER = 4;

    private final KernelLauncher launcher;
    private final long readFloats;
    private final long readHalves;
    private final long piecesFloats;
    private final long piecesHalves;
    private final long combine;

    AttentionKernels(KernelLauncher launcher) {
        this.launcher = launcher;
        readFloats = launcher.function(launcher.load("attention_floats"), "attention_read_f32");
        readHalves = launcher.function(launcher.load("attention_halves"), "attention_read_f16");
        long write = launcher.load("attention_write");
        piecesFloats = launcher.function(write, "attention_pieces_f32");
        piecesHalves = launcher.function(write, "attention_pieces_f16");
        combine = launcher.function(write, "attention_combine");
    }

    /// For many tokens: `q` (rotated) and `y` [n, heads * size], aligned to 16 bytes. With a cache in float16 queries
    /// and the softmax's weights are rounded to it too.
    public void read(
            DevicePlace q, DeviceCache cache, int heads, DevicePlace first, DevicePlace y, int n, long stream) {
        int group = group(heads, cache);
        long count = (long) n * heads * cache.size();
        launcher.arguments()
                .add(q.wideWords(count))
                .add(cache.keysAddress())
                .add(cache.valuesAddress())
                .add(first.words(1))
                .add(y.wideWords(count));
        shape(n, heads, cache);
        boolean floats = cache.element() == Element.F32;
        int tile = floats ? FLOATS_QUERIES : HALVES_QUERIES;
        int tiles = Math.toIntExact(KernelLauncher.blocks((long) n * group, tile));
        launcher.launch(
                floats ? readFloats : readHalves,
                Grid.of(tiles, cache.kvHeads(), floats ? FLOATS_THREADS : HALVES_THREADS),
                stream);
    }

    /// Bytes that [#write] needs for its pieces.
    public static long scratchBytes(int n, int heads, int size, int pieces) {
        return (long) n * heads * pieces * (size + 2) * 4;
    }

    /// For a few tokens: the positions are split in so many pieces, which are computed at the same time and then put
    /// together. The number of pieces is the caller's choice and part of the result, which it changes by rounding.
    ///
    /// @param q rotated, `y` [n, heads * size], both aligned to 16 bytes
    /// @param scratch [#scratchBytes], aligned to 16 bytes
    public void write(
            DevicePlace q,
            DeviceCache cache,
            int heads,
            DevicePlace first,
            int pieces,
            DevicePlace scratch,
            DevicePlace y,
            int n,
            long stream) {
        int group = group(heads, cache);
        KernelLauncher.within("n", n, 1, 65_535);
        KernelLauncher.within("pieces", pieces, 1, 4_096);
        int size = cache.size();
        long count = (long) n * heads * size;
        long mixed = scratch.address(scratchBytes(n, heads, size, pieces), 16);
        long sums = mixed + 4 * count * pieces;
        launcher.arguments()
                .add(q.wideWords(count))
                .add(cache.keysAddress())
                .add(cache.valuesAddress())
                .add(first.words(1))
                .add(mixed)
                .add(sums)
                .add(pieces);
        shape(n, heads, cache);
        Grid grid = new Grid(
                (int) KernelLauncher.blocks(pieces, BLOCK_PIECES),
                cache.kvHeads() * (int) KernelLauncher.blocks(group, TOGETHER),
                n,
                WRITE_THREADS);
        launcher.launch(cache.element() == Element.F32 ? piecesFloats : piecesHalves, grid, stream);

        launcher.arguments()
                .add(mixed)
                .add(sums)
                .add(y.words(count))
                .add(pieces)
                .add(size);
        launcher.launch(combine, Grid.of(heads, n, COMBINE_THREADS), stream);
    }

    private static int group(int heads, DeviceCache cache) {
        if (heads < 1 || heads % cache.kvHeads() != 0)
            throw new IllegalArgumentException(
                    "heads must be a multiple of the cache's %d, got %d".formatted(cache.kvHeads(), heads));
        return heads / cache.kvHeads();
    }

    // the parameters that both forms end with; scores become powers of two
    private void shape(int n, int heads, DeviceCache cache) {
        launcher.more()
                .add(n)
                .add(heads)
                .add(cache.kvHeads())
                .add(cache.size())
                .add(cache.capacity())
                .add((float) (1 / (Math.log(2) * Math.sqrt(cache.size()))));
    }
}
