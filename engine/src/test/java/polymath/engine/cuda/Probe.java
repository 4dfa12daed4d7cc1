package polymath.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Runs kernels of a program in the resources: arrays go to the device, and come back as they are then.
///
/// Usage: `probe.run("sumRows", Grid.of(rows, 128), 0, x, y, cols)` with arrays, `int`, `long` and `float` as
/// arguments, in the order of the kernel's parameters.
final class Probe implements AutoCloseable {
    private final CudaDriver driver;
    private final long module;
    private final Arena arena = Arena.ofConfined();
    private final KernelArguments arguments = new KernelArguments(arena);

    Probe(CudaDriver driver, String resource) {
        this(text(resource), driver);
    }

    private Probe(String ptx, CudaDriver driver) {
        this.driver = driver;
        driver.use(0);
        module = driver.load(ptx);
    }

    /// Runs kernels of a program that is written in a test.
    static Probe ofText(CudaDriver driver, String ptx) {
        return new Probe(ptx, driver);
    }

    void allowShared(String kernel, int bytes) {
        driver.allowShared(driver.function(module, kernel), bytes);
    }

    static String text(String resource) {
        try (InputStream in = Probe.class.getResourceAsStream("/polymath/engine/cuda/" + resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Runs a kernel; every array among the arguments is then what the kernel left of it.
    void run(String kernel, Grid grid, int sharedBytes, Object... values) {
        List<DeviceBuffer> buffers = new ArrayList<>();
        arguments.clear();
        for (Object value : values) {
            switch (value) {
                case Integer number -> arguments.add(number);
                case Float number -> arguments.add(number);
                case Long number -> arguments.add(number);
                default -> {
                    MemorySegment content = segment(value);
                    DeviceBuffer buffer = new DeviceBuffer(driver, content.byteSize());
                    buffer.write(0, arena.allocate(content.byteSize(), 16).copyFrom(content), 0);
                    buffers.add(buffer);
                    arguments.add(buffer.address());
                }
            }
        }
        try {
            driver.launch(driver.function(module, kernel), grid, sharedBytes, arguments.pointers(), 0);
            driver.synchronize(0);
            int next = 0;
            for (Object value : values) {
                if (value instanceof Number) continue;
                MemorySegment back = arena.allocate(buffers.get(next).bytes(), 16);
                buffers.get(next++).read(back, 0, 0);
                driver.synchronize(0);
                segment(value).copyFrom(back);
            }
        } finally {
            buffers.forEach(DeviceBuffer::close);
        }
    }

    private static MemorySegment segment(Object array) {
        return switch (array) {
            case float[] a -> MemorySegment.ofArray(a);
            case int[] a -> MemorySegment.ofArray(a);
            case long[] a -> MemorySegment.ofArray(a);
            case short[] a -> MemorySegment.ofArray(a);
            case byte[] a -> MemorySegment.ofArray(a);
            default -> throw new IllegalArgumentException("no array: " + array.getClass());
        };
    }

    @Override
    public void close() {
        driver.unload(module);
        arena.close();
    }
}
