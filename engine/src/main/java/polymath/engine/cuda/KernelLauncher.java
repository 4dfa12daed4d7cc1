package polymath.engine.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Loads our programs and launches their kernels. Belongs to the driver's thread.
final class KernelLauncher implements AutoCloseable {
    private final CudaDriver driver;
    private final Arena arena = Arena.ofConfined();
    private final KernelArguments arguments = new KernelArguments(arena);
    private final List<Long> modules = new ArrayList<>();

    KernelLauncher(CudaDriver driver) {
        this.driver = driver;
    }

    /// A program of the resources, translated for the device: the first time on a computer that takes seconds, later
    /// the driver has it in its cache.
    ///
    /// @param name such as `matvec`
    /// @return the module's handle
    long load(String name) {
        long module = driver.load(text(name + ".ptx"));
        modules.add(module);
        return module;
    }

    long function(long module, String name) {
        return driver.function(module, name);
    }

    /// The arguments of the next launch, none yet.
    KernelArguments arguments() {
        return arguments.clear();
    }

    /// More arguments of it.
    KernelArguments more() {
        return arguments;
    }

    /// Launches with the arguments that were added.
    void launch(long function, Grid grid, long stream) {
        driver.launch(function, grid, 0, arguments.pointers(), stream);
    }

    /// The same with `threads` threads, in blocks of `blockThreads`.
    void launch(long function, long threads, int blockThreads, long stream) {
        launch(function, Grid.of(Math.toIntExact(blocks(threads, blockThreads)), blockThreads), stream);
    }

    /// What a map that has every key says of one.
    static <K, V> V of(Map<K, V> functions, K key) {
        return Objects.requireNonNull(functions.get(key));
    }

    /// How many pieces of `size` hold `count`.
    static long blocks(long count, int size) {
        return (count + size - 1) / size;
    }

    /// @throws IllegalArgumentException if `value`, called `name`, is not in `least..most`
    static void within(String name, long value, long least, long most) {
        if (value < least || value > most)
            throw new IllegalArgumentException("%s is %d, not in %d..%d".formatted(name, value, least, most));
    }

    private static String text(String resource) {
        try (InputStream in = KernelLauncher.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("not part of this program: " + resource);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        modules.forEach(driver::unload);
        modules.clear();
        arena.close();
    }
}
