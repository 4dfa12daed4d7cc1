package polymath.engine.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.KvView;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Keys and values of one sequence, in pages of [#PAGE_TOKENS] positions that are taken as the sequence grows and kept
/// until the cache is closed.
///
/// Used by one thread. The cache remembers under which rotary factors it was computed: positions of one set are void
/// under the other.
public final class KvCache implements AutoCloseable {
    /// Positions of one page.
    public static final int PAGE_TOKENS = 256;

    private final ModelConfig config;
    private final GgmlType type;
    private final int capacity;
    private final float[] row; // one head, with zeros behind it if a row is longer
    private final Arena arena = Arena.ofShared();
    private final List<Layer> layers = new ArrayList<>();
    private LongRope.Factors factors = LongRope.Factors.SHORT;
    private int length;
    private int here; // positions whose keys and values are in this memory; the others are with `elsewhere`
    private int leastLength; // since it was noted
    private Optional<Elsewhere> elsewhere = Optional.empty();

    /// Who computed positions that are not in this memory.
    interface Elsewhere {
        /// Writes keys and values of positions `from` to before `to` into [KvCache#rows].
        ///
        /// @return whether it could
        boolean fetch(KvCache cache, int from, int to);
    }

    /// @param type F32, F16 or Q8_0
    /// @param capacityTokens most positions it may hold; nothing is taken up front
    public KvCache(ModelConfig config, GgmlType type, int capacityTokens) {
        this.config = config;
        this.type = type;
        this.capacity = capacityTokens;
        row = new float[rowLength(config, type)];
        for (int i = 0; i < config.blockCount(); i++) layers.add(new Layer());
    }

    /// Bytes that `tokens` positions take, whole pages counted.
    public static long bytes(ModelConfig config, GgmlType type, int tokens) {
        long pages = (tokens + PAGE_TOKENS - 1L) / PAGE_TOKENS;
        return pages
                * PAGE_TOKENS
                * 2
                * config.blockCount()
                * config.headCountKv()
                * type.rowBytes(rowLength(config, type));
    }

    // a head, filled up to whole blocks
    private static int rowLength(ModelConfig config, GgmlType type) {
        int block = type.blockValues();
        return (config.headSize() + block - 1) / block * block;
    }

    int blockCount() {
        return config.blockCount();
    }

    /// Positions held.
    public int length() {
        return length;
    }

    public int capacity() {
        return capacity;
    }

    /// What a number is kept as: F32, F16 or Q8_0.
    public GgmlType type() {
        return type;
    }

    LongRope.Factors factors() {
        return factors;
    }

    /// Whether it was computed under the long rotary factors.
    public boolean longFactors() {
        return factors == LongRope.Factors.LONG;
    }

    /// Forgets all positions from `tokens` on.
    public void truncate(int tokens) {
        if (tokens < 0 || tokens > length)
            throw new IllegalArgumentException("cannot keep %d of %d positions".formatted(tokens, length));
        length = tokens;
        here = Math.min(here, tokens);
        leastLength = Math.min(leastLength, tokens);
    }

    /// Makes `n` more positions part of the sequence, of which another has the keys and values.
    void advanceElsewhere(int n, Elsewhere source) {
        boolean complete = here == length;
        advance(n);
        if (complete) here -= n;
        elsewhere = Optional.of(source);
    }

    /// Fetches what is elsewhere, which must be done before the positions are read here.
    ///
    /// @return whether all positions are in this memory now; if not, they can be had no more, and only [#truncate] to
    ///     [#lengthHere] makes the cache of use
    public boolean bringHere() {
        if (here == length) return true;
        boolean fetched = elsewhere.orElseThrow().fetch(this, here, length);
        if (fetched) here = length;
        return fetched;
    }

    /// Positions, from the first on, whose keys and values are in this memory.
    public int lengthHere() {
        return here;
    }

    /// The least length since [#noteLength]: positions from there on may be others than they were then.
    int leastLength() {
        return leastLength;
    }

    /// From here on [#leastLength] counts.
    void noteLength() {
        leastLength = length;
    }

    /// Makes room for `n` more positions, computed under `set`.
    void reserve(int n, LongRope.Factors set) {
        turnTo(n, set);
        addPages(length + n);
    }

    /// Checks that `n` more positions, computed elsewhere under `set`, can be part of the sequence.
    void turnTo(int n, LongRope.Factors set) {
        if (length + n > capacity)
            throw new IllegalArgumentException("%d positions exceed the cache's %d".formatted(length + n, capacity));
        turnTo(set);
    }

    private void turnTo(LongRope.Factors set) {
        if (length > 0 && set != factors)
            throw new IllegalStateException("a cache of %s factors cannot go on with %s".formatted(factors, set));
        factors = set;
    }

    private void addPages(int positions) {
        for (Layer layer : layers) while (layer.keys.size() * PAGE_TOKENS < positions) layer.addPage();
    }

    /// The memory of the first `n` positions of a page, to be copied: of each layer the keys and then the values, head
    /// by head, a head's positions in a row. All pieces are of one size.
    public List<MemorySegment> rows(int page, int n) {
        addPages(page * PAGE_TOKENS + n);
        List<MemorySegment> rows = new ArrayList<>();
        for (Layer layer : layers) {
            addRows(layer.keys.get(page), n, rows);
            addRows(layer.values.get(page), n, rows);
        }
        return rows;
    }

    private void addRows(Matrix page, int n, List<MemorySegment> rows) {
        for (int h = 0; h < config.headCountKv(); h++)
            rows.add(page.slice((long) h * PAGE_TOKENS, n).data());
    }

    /// The memory of a page behind the present positions, which fill whole pages, for `n` positions that were computed
    /// before: whoever fills it makes them part of the sequence by [#advance].
    ///
    /// @param longFactors under which rotary factors they were computed; see [PhiMoe#takesLongFactors]
    public List<MemorySegment> nextPage(int n, boolean longFactors) {
        if (length % PAGE_TOKENS != 0)
            throw new IllegalStateException("position %d is within a page".formatted(length));
        turnTo(longFactors ? LongRope.Factors.LONG : LongRope.Factors.SHORT);
        return rows(length / PAGE_TOKENS, n);
    }

    /// Stores keys and values [n, headCountKv * headSize] of one layer behind the present positions; [#advance] makes
    /// them part of the sequence when all layers are done.
    void store(int layer, float[] k, float[] v, int n, Kernels kernels) {
        int size = config.headSize();
        for (int t = 0; t < n; t++) {
            Matrix keys = layers.get(layer).keys.get((length + t) / PAGE_TOKENS);
            Matrix values = layers.get(layer).values.get((length + t) / PAGE_TOKENS);
            for (int h = 0; h < config.headCountKv(); h++) {
                long position = (long) h * PAGE_TOKENS + (length + t) % PAGE_TOKENS;
                int at = (t * config.headCountKv() + h) * size;
                store(k, at, keys, position, kernels);
                store(v, at, values, position, kernels);
            }
        }
    }

    private void store(float[] x, int at, Matrix page, long position, Kernels kernels) {
        System.arraycopy(x, at, row, 0, config.headSize());
        kernels.quantize(row, 0, page, position);
    }

    /// Makes `n` more stored positions part of the sequence.
    public void advance(int n) {
        if (n < 0 || length + n > capacity)
            throw new IllegalArgumentException("%d positions exceed the cache's %d".formatted(length + n, capacity));
        if (here == length) here += n;
        length += n;
    }

    /// One layer's pages, positions stored but not yet advanced over included.
    KvView layer(int i) {
        return layers.get(i);
    }

    boolean isOpen() {
        return arena.scope().isAlive();
    }

    /// Gives the memory back.
    @Override
    public void close() {
        arena.close();
    }

    private final class Layer implements KvView {
        private final List<Matrix> keys = new ArrayList<>();
        private final List<Matrix> values = new ArrayList<>();

        void addPage() {
            keys.add(page("cached keys"));
            values.add(page("cached values"));
        }

        private Matrix page(String name) {
            long rows = (long) config.headCountKv() * PAGE_TOKENS;
            MemorySegment data = arena.allocate(rows * type.rowBytes(row.length), 64);
            return new Matrix(name, type, rows, row.length, data);
        }

        @Override
        public int pageTokens() {
            return PAGE_TOKENS;
        }

        @Override
        public Matrix keys(int page) {
            return keys.get(page);
        }

        @Override
        public Matrix values(int page) {
            return values.get(page);
        }
    }
}
