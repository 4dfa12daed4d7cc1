package polymath.engine.model;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.DeviceBuffer;
import polymath.engine.cuda.DeviceCache;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.kernel.Kernels;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Keys and values of one sequence on a card, the twin of a [KvCache]: before a step it gets what that has and this
/// lacks, and what the card computed is fetched when somebody reads it here.
///
/// Belongs to the driver's thread.
final class DeviceKv implements KvCache.Elsewhere, AutoCloseable {
    private final Device device;
    private final ModelConfig config;
    private final Kernels kernels;
    private final Element element;
    private final int capacity;
    private final DeviceBuffer buffer;
    private final float[] row; // one head of one position
    private final List<DeviceCache> layers = new ArrayList<>();
    private final HostBuffer staging; // one head's positions of one page
    private @Nullable KvCache twin;
    private int length; // positions that are the twin's

    /// @param capacity most positions
    DeviceKv(Device device, ModelConfig config, Kernels kernels, Element element, int capacity) {
        this.device = device;
        this.config = config;
        this.kernels = kernels;
        row = new float[config.headSize()];
        this.element = element;
        this.capacity = capacity;
        long bytes = DeviceCache.bytes(element, config.headCountKv(), capacity, config.headSize());
        long each = Uploading.padded(bytes);
        buffer = new DeviceBuffer(device.driver(), 2 * each * config.blockCount());
        for (int i = 0; i < config.blockCount(); i++)
            layers.add(new DeviceCache(
                    element,
                    config.headCountKv(),
                    capacity,
                    config.headSize(),
                    new DevicePlace(buffer, 2L * i * each),
                    new DevicePlace(buffer, (2L * i + 1) * each)));
        staging = new HostBuffer(device.driver(), headBytes() * KvCache.PAGE_TOKENS);
    }

    /// Bytes that a cache of so many positions takes.
    static long bytes(ModelConfig config, Element element, int capacity) {
        return 2L
                * config.blockCount()
                * Uploading.padded(DeviceCache.bytes(element, config.headCountKv(), capacity, config.headSize()));
    }

    /// What keys and values are here, for a cache of this type there.
    static Element elementFor(GgmlType type) {
        return type == GgmlType.F32 ? Element.F32 : Element.F16;
    }

    int capacity() {
        return capacity;
    }

    DeviceCache layer(int i) {
        return layers.get(i);
    }

    /// Whether all positions of a cache are here or in its memory.
    boolean knows(KvCache cache) {
        return cache == twin || cache.lengthHere() == cache.length();
    }

    /// Makes this the twin of a cache. Its last one gets what only the card has of it, if it is still of use.
    void follow(KvCache cache) {
        if (cache != twin && twin != null && twin.isOpen()) twin.bringHere();
        length = cache == twin ? Math.min(length, cache.leastLength()) : 0;
        twin = cache;
        if (length < cache.length()) move(cache, length, cache.length(), true);
        length = cache.length();
        cache.noteLength();
    }

    /// Takes over the positions that the card has just computed.
    void advance(KvCache cache, int n) {
        cache.advanceElsewhere(n, this);
        cache.noteLength();
        length += n;
    }

    /// Is nobody's twin: what only the card has is lost.
    void forget() {
        twin = null;
    }

    @Override
    public boolean fetch(KvCache cache, int from, int to) {
        if (cache != twin || to > length) return false;
        try {
            move(cache, from, to, false);
            return true;
        } catch (CudaException e) { // the card is gone, and they with it
            return false;
        }
    }

    private void move(KvCache cache, int from, int to, boolean toCard) {
        int page = KvCache.PAGE_TOKENS;
        for (int at = from; at < to; ) {
            int within = at % page;
            int n = Math.min(to - at, page - within);
            List<MemorySegment> rows = cache.rows(at / page, within + n);
            for (int i = 0; i < rows.size(); i++) {
                int head = i % config.headCountKv();
                int half = i / config.headCountKv() % 2; // keys or values
                DeviceCache layer = layers.get(i / config.headCountKv() / 2);
                DevicePlace place = half == 0 ? layer.keys() : layer.values();
                long first = place.at() + ((long) head * capacity + at) * headBytes();
                long rowBytes = rows.get(i).byteSize() / (within + n);
                MemorySegment row = rows.get(i).asSlice(within * rowBytes, n * rowBytes);
                if (toCard) send(row, cache.type(), n, first);
                else fetch(row, cache.type(), n, first);
            }
            at += n;
        }
    }

    private long headBytes() {
        return (long) config.headSize() * element.bytes();
    }

    private void send(MemorySegment rows, GgmlType type, int n, long first) {
        MemorySegment staged = staging.memory().asSlice(0, n * headBytes());
        if (type == GgmlType.Q8_0) toHalves(rows, staged, n);
        else MemorySegment.copy(rows, 0, staged, 0, staged.byteSize());
        buffer.write(first, staged, device.compute());
        device.synchronize(); // the next rows take the same memory
    }

    private void fetch(MemorySegment rows, GgmlType type, int n, long first) {
        MemorySegment staged = staging.memory().asSlice(0, n * headBytes());
        buffer.read(staged, first, device.compute());
        device.synchronize();
        if (type == GgmlType.Q8_0) fromHalves(staged, rows, n);
        else MemorySegment.copy(staged, 0, rows, 0, staged.byteSize());
    }

    private void toHalves(MemorySegment blocks, MemorySegment halves, int n) {
        Matrix rows = new Matrix("cached", GgmlType.Q8_0, n, row.length, blocks);
        for (int r = 0; r < n; r++) {
            kernels.dequantize(rows, r, row, 0);
            for (int i = 0; i < row.length; i++)
                halves.setAtIndex(JAVA_SHORT, (long) r * row.length + i, Float.floatToFloat16(row[i]));
        }
    }

    private void fromHalves(MemorySegment halves, MemorySegment blocks, int n) {
        Matrix rows = new Matrix("cached", GgmlType.Q8_0, n, row.length, blocks);
        for (int r = 0; r < n; r++) {
            for (int i = 0; i < row.length; i++)
                row[i] = Float.float16ToFloat(halves.getAtIndex(JAVA_SHORT, (long) r * row.length + i));
            kernels.quantize(row, 0, rows, r);
        }
    }

    @Override
    public void close() {
        staging.close();
        buffer.close();
    }
}
