package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// NVIDIA's driver itself, found by [CudaLibraries].
///
/// Belongs to the thread that made it: every call from another is an [IllegalStateException]. What was not given back
/// when it is closed, it gives back itself, the newest first.
final class NativeCudaDriver implements CudaDriver {
    private final CheckedCalls calls = new CheckedCalls(this::failure);
    private final OpenHandles open = new OpenHandles();
    private final NativeFunction getErrorName;
    private final NativeDevices devices;
    private final NativeMemory memory;
    private final NativeModules modules;
    private final NativeStreams streams;

    /// @param library NVIDIA's, or one with the same functions
    /// @throws IllegalArgumentException if the library lacks functions
    /// @throws CudaException if the driver finds no device, or does not work
    NativeCudaDriver(SymbolLookup library) {
        this(new NativeFunctions(library));
        devices.init();
    }

    /// Binds the functions, and calls none.
    NativeCudaDriver(NativeFunctions functions) {
        getErrorName = functions.status("cuGetErrorName", JAVA_INT, ADDRESS);
        devices = new NativeDevices(functions, calls);
        memory = new NativeMemory(functions, calls, open);
        modules = new NativeModules(functions, calls, open);
        streams = new NativeStreams(functions, calls, open);
        functions.requireAll();
    }

    private CudaException failure(String function, int result, String detail) {
        String name = errorName(result);
        return new CudaException(
                function, result, detail.isEmpty() ? name : name + ": " + detail, CudaException.kindOf(result));
    }

    private String errorName(int code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(ADDRESS);
            int unknown = calls.result(getErrorName, f -> (int) f.invokeExact(code, out));
            return unknown == 0 ? NativeText.at(out.get(ADDRESS, 0)) : "unknown error";
        }
    }

    @Override
    public int version() {
        return devices.version();
    }

    @Override
    public int deviceCount() {
        return devices.count();
    }

    @Override
    public String deviceName(int device) {
        return devices.name(device);
    }

    @Override
    public long deviceBytes(int device) {
        return devices.bytes(device);
    }

    @Override
    public int attribute(int device, DeviceAttribute attribute) {
        return devices.attribute(device, attribute);
    }

    @Override
    public void use(int device) {
        open.releaseAll();
        devices.use(device);
    }

    @Override
    public long freeBytes() {
        return devices.freeBytes();
    }

    @Override
    public long allocate(long bytes) {
        return memory.allocate(bytes);
    }

    @Override
    public void free(long address) {
        memory.free(address);
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        return memory.allocateHost(bytes);
    }

    @Override
    public void freeHost(MemorySegment segment) {
        memory.freeHost(segment);
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, long stream) {
        memory.copyToDevice(to, from, stream);
    }

    @Override
    public void copyToHost(MemorySegment to, long from, long stream) {
        memory.copyToHost(to, from, stream);
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        memory.copy(to, from, bytes, stream);
    }

    @Override
    public void fill(long to, byte value, long bytes, long stream) {
        memory.fill(to, value, bytes, stream);
    }

    @Override
    public long load(String ptx) {
        return modules.load(ptx);
    }

    @Override
    public void unload(long module) {
        modules.unload(module);
    }

    @Override
    public long function(long module, String name) {
        return modules.function(module, name);
    }

    @Override
    public void allowShared(long function, int bytes) {
        modules.allowShared(function, bytes);
    }

    @Override
    public void launch(long function, Grid grid, int sharedBytes, MemorySegment arguments, long stream) {
        modules.launch(function, grid, sharedBytes, arguments, stream);
    }

    @Override
    public long newStream() {
        return streams.newStream();
    }

    @Override
    public void closeStream(long stream) {
        streams.closeStream(stream);
    }

    @Override
    public void synchronize(long stream) {
        streams.synchronize(stream);
    }

    @Override
    public void await(long stream, long event) {
        streams.await(stream, event);
    }

    @Override
    public long newEvent() {
        return streams.newEvent();
    }

    @Override
    public void closeEvent(long event) {
        streams.closeEvent(event);
    }

    @Override
    public void record(long event, long stream) {
        streams.record(event, stream);
    }

    @Override
    public boolean isDone(long event) {
        return streams.isDone(event);
    }

    @Override
    public void synchronizeEvent(long event) {
        streams.synchronizeEvent(event);
    }

    @Override
    public float millis(long from, long to) {
        return streams.millis(from, to);
    }

    @Override
    public void beginCapture(long stream) {
        streams.beginCapture(stream);
    }

    @Override
    public long endCapture(long stream) {
        return streams.endCapture(stream);
    }

    @Override
    public void launchGraph(long graph, long stream) {
        streams.launchGraph(graph, stream);
    }

    @Override
    public void closeGraph(long graph) {
        streams.closeGraph(graph);
    }

    @Override
    public void close() {
        if (calls.isClosed()) return;
        try {
            open.releaseAll();
        } finally {
            try {
                devices.letGo();
            } finally {
                calls.close();
            }
        }
    }
}
