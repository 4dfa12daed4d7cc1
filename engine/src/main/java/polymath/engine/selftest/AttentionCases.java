package polymath.engine.selftest;

import polymath.engine.cuda.AttentionKernels;
import polymath.engine.cuda.DeviceCache;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.kernel.AttentionShape;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.KvView;
import polymath.engine.selftest.TestBed.Case;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// [AttentionKernels] against the processor, in both forms.
final class AttentionCases {
    /// 1e-5 of the values; means of many of them are smaller.
    private static final double MEANS = 1e-3;
    /// The same with queries and weights in float16: scores of some units, each to 2^-12 of itself.
    private static final double HALVES = 1e-2;

    private final TestBed bed;
    private final Kernels processor;
    private final RandomWeights random;
    private final AttentionKernels kernels;
    private final AttentionShape shape;

    AttentionCases(TestBed bed, Kernels processor, RandomWeights random) {
        this.bed = bed;
        this.processor = processor;
        this.random = random;
        kernels = bed.kernels().attention();
        shape = new AttentionShape(
                bed.shape().headCount(), bed.shape().headCountKv(), bed.shape().headSize());
    }

    void run() {
        for (Element element : new Element[] {Element.F32, Element.F16}) {
            read(element);
            write(element);
        }
    }

    /// All positions in one page.
    private record Page(int pageTokens, Matrix keys, Matrix values) implements KvView {
        @Override
        public Matrix keys(int page) {
            return keys;
        }

        @Override
        public Matrix values(int page) {
            return values;
        }
    }

    private Page page(Element element) {
        GgmlType type = GgmlType.valueOf(element.name());
        int capacity = bed.shape().positions();
        long rows = (long) shape.headCountKv() * capacity;
        return new Page(
                capacity,
                random.matrix(type, rows, shape.headSize(), 1, bed.arena()),
                random.matrix(type, rows, shape.headSize(), 1, bed.arena()));
    }

    private DeviceCache upload(Element element, Page page) {
        return new DeviceCache(
                element,
                shape.headCountKv(),
                page.pageTokens(),
                shape.headSize(),
                bed.upload(page.keys().data()),
                bed.upload(page.values().data()));
    }

    private void read(Element element) {
        int n = bed.shape().productTokens();
        int first = bed.shape().positions() - n;
        Page page = page(element);
        DeviceCache cache = upload(element, page);
        float[] q = random.floats(n * shape.queryLength(), 0, 1);
        DevicePlace queries = bed.upload(q);
        DevicePlace position = bed.upload(first);
        DevicePlace y = bed.room(4L * q.length);
        double operations = 4.0 * q.length * (first + (n + 1) / 2.0);
        bed.run(
                Case.computing(
                        "attention, reading",
                        element.name(),
                        element == Element.F32 ? MEANS : HALVES,
                        operations,
                        n,
                        bed.shape().positions()),
                () -> kernels.read(queries, cache, shape.headCount(), position, y, n, bed.stream()),
                () -> error(page, first, q, n, y));
    }

    private void write(Element element) {
        int pieces = bed.shape().pieces();
        int first = bed.shape().positions() - 1;
        Page page = page(element);
        DeviceCache cache = upload(element, page);
        float[] q = random.floats(shape.queryLength(), 0, 1);
        DevicePlace queries = bed.upload(q);
        DevicePlace position = bed.upload(first);
        DevicePlace y = bed.room(4L * q.length);
        DevicePlace scratch = bed.room(AttentionKernels.scratchBytes(1, shape.headCount(), shape.headSize(), pieces));
        double bytes = page.keys().data().byteSize() + page.values().data().byteSize();
        bed.run(
                Case.of(
                        "attention, writing",
                        element.name(),
                        MEANS,
                        bytes,
                        1,
                        bed.shape().positions()),
                () -> kernels.write(queries, cache, shape.headCount(), position, pieces, scratch, y, 1, bed.stream()),
                () -> error(page, first, q, 1, y));
    }

    private double error(Page page, int first, float[] q, int n, DevicePlace y) {
        float[] expected = new float[q.length];
        processor.attention(page, shape, first, q, expected, n);
        return Differences.relative(bed.floats(y, q.length), expected);
    }
}
