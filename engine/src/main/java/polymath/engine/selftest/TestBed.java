package polymath.engine.selftest;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.DeviceBuffer;
import polymath.engine.cuda.DeviceKernels;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.tensor.Matrix;

/// Tries kernels one after the other: memory for each, its result and its time. Belongs to the driver's thread.
final class TestBed implements AutoCloseable {
    private final CudaDriver driver;
    private final DeviceKernels kernels;
    private final long stream;
    private final List<KernelFinding> findings = new ArrayList<>();
    private Memory memory = new Memory();
    private Shape shape = Shape.SMALL;

    /// What a case takes of the card and of this computer.
    private static final class Memory implements AutoCloseable {
        private final Arena arena = Arena.ofShared(); // the processor computes with many threads
        private final List<DeviceBuffer> buffers = new ArrayList<>();

        @Override
        public void close() {
            buffers.forEach(DeviceBuffer::close);
            arena.close();
        }
    }

    TestBed(CudaDriver driver) {
        this.driver = driver;
        kernels = new DeviceKernels(driver);
        stream = driver.newStream();
    }

    /// What a case says of itself.
    ///
    /// @param form see [KernelFinding], as are the others
    record Case(String kernel, String form, String shape, double tolerance, double bytes, double operations) {
        static Case of(String kernel, String form, double tolerance, double bytes, int... sizes) {
            return new Case(kernel, form, text(sizes), tolerance, bytes, 0);
        }

        static Case computing(String kernel, String form, double tolerance, double operations, int... sizes) {
            return new Case(kernel, form, text(sizes), tolerance, 0, operations);
        }

        private static String text(int... sizes) {
            return String.join(
                    " x ", Arrays.stream(sizes).mapToObj(String::valueOf).toList());
        }
    }

    /// Launches, compares, and launches again to take the time; then all memory is given back.
    ///
    /// @param error of what the first launch left
    void run(Case tried, Runnable launch, DoubleSupplier error) {
        launch.run();
        double found = error.getAsDouble();
        findings.add(new KernelFinding(
                tried.kernel(),
                tried.form(),
                tried.shape(),
                found,
                tried.tolerance(),
                seconds(launch),
                tried.bytes(),
                tried.operations()));
        memory.close();
        memory = new Memory();
    }

    /// Of a launch among many, recorded first: launched one by one, small kernels take as long as it takes to launch
    /// them.
    private double seconds(Runnable launch) {
        driver.beginCapture(stream);
        for (int i = 0; i < shape.launches(); i++) launch.run();
        long launches = driver.endCapture(stream);
        long before = driver.newEvent();
        long after = driver.newEvent();
        double[] seconds = new double[shape.batches()];
        for (int batch = 0; batch < seconds.length; batch++) {
            driver.record(before, stream);
            driver.launchGraph(launches, stream);
            driver.record(after, stream);
            driver.synchronizeEvent(after);
            seconds[batch] = driver.millis(before, after) / 1000.0 / shape.launches();
        }
        driver.closeEvent(after);
        driver.closeEvent(before);
        driver.closeGraph(launches);
        Arrays.sort(seconds);
        return seconds[seconds.length / 2];
    }

    void turnTo(Shape next) {
        shape = next;
    }

    Shape shape() {
        return shape;
    }

    List<KernelFinding> findings() {
        return List.copyOf(findings);
    }

    DeviceKernels kernels() {
        return kernels;
    }

    long stream() {
        return stream;
    }

    /// Of this computer's memory, until the case is over.
    Arena arena() {
        return memory.arena;
    }

    /// Memory of the card with anything in it, until the case is over.
    DevicePlace room(long bytes) {
        DeviceBuffer buffer = new DeviceBuffer(driver, bytes);
        memory.buffers.add(buffer);
        return DevicePlace.start(buffer);
    }

    DevicePlace upload(float... values) {
        return upload(MemorySegment.ofArray(values));
    }

    DevicePlace upload(int... values) {
        return upload(MemorySegment.ofArray(values));
    }

    DevicePlace upload(Element element, int[] bits) {
        if (element == Element.F32) return upload(bits);
        short[] halves = new short[bits.length];
        for (int i = 0; i < bits.length; i++) halves[i] = (short) bits[i];
        return upload(MemorySegment.ofArray(halves));
    }

    DeviceMatrix upload(Matrix m) {
        return DeviceMatrix.of(m, upload(m.data()).buffer(), 0);
    }

    DevicePlace upload(MemorySegment values) {
        DevicePlace place = room(values.byteSize());
        try (Arena copies = Arena.ofConfined()) {
            place.buffer().write(0, copies.allocate(values.byteSize(), 16).copyFrom(values), stream);
            driver.synchronize(stream);
        }
        return place;
    }

    float[] floats(DevicePlace place, int count) {
        try (Arena copies = Arena.ofConfined()) {
            return read(place, 4L * count, copies).toArray(JAVA_FLOAT);
        }
    }

    int[] ints(DevicePlace place, int count) {
        try (Arena copies = Arena.ofConfined()) {
            return read(place, 4L * count, copies).toArray(JAVA_INT);
        }
    }

    byte[] bytes(DevicePlace place, long count) {
        try (Arena copies = Arena.ofConfined()) {
            return read(place, count, copies).toArray(JAVA_BYTE);
        }
    }

    /// Numbers as they are stored.
    int[] bits(Element element, DevicePlace place, int count) {
        if (element == Element.F32) return ints(place, count);
        try (Arena copies = Arena.ofConfined()) {
            short[] halves = read(place, 2L * count, copies).toArray(JAVA_SHORT);
            int[] bits = new int[count];
            for (int i = 0; i < count; i++) bits[i] = halves[i];
            return bits;
        }
    }

    private MemorySegment read(DevicePlace place, long bytes, Arena copies) {
        MemorySegment to = copies.allocate(bytes, 16);
        place.buffer().read(to, place.at(), stream);
        driver.synchronize(stream);
        return to;
    }

    @Override
    public void close() {
        memory.close();
        kernels.close();
        driver.closeStream(stream);
    }
}
