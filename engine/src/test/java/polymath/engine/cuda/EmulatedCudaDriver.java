package polymath.engine.cuda;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import polymath.engine.cuda.ptx.DeviceMemory;

/// A driver without a device: it interprets the very programs that are given to the real one, and checks what the real
/// one does not.
///
/// What a product must not do is an [AssertionError], which it does not catch; what may happen to any product, such as
/// too little memory, is a [CudaException]. Not shown: races between warps except in shared memory, real timing, and
/// how approximations round.
public final class EmulatedCudaDriver implements CudaDriver {
    /// When work on a stream is done.
    public enum Timing {
        /// During the call.
        AT_ONCE,
        /// When somebody waits for it, which shows where nobody does who should; and the last block and warp come
        /// first, which shows who needs another order.
        LATE
    }

    private record Graph(List<Runnable> work) {}

    private final DeviceMemory memory;
    private final Timing timing;
    private final EmulatedHandles handles = new EmulatedHandles();
    private final EmulatedPrograms programs;
    private final EmulatedHost host = new EmulatedHost();
    private final Map<DeviceAttribute, Integer> attributes = new EnumMap<>(DeviceAttribute.class);
    private final EmulatedStream defaultStream = new EmulatedStream();
    private @Nullable Thread owner;
    private boolean closed;

    public EmulatedCudaDriver(long deviceBytes) {
        this(deviceBytes, Timing.AT_ONCE);
    }

    public EmulatedCudaDriver(long deviceBytes, Timing timing) {
        memory = new DeviceMemory(deviceBytes);
        programs = new EmulatedPrograms(memory, handles);
        this.timing = timing;
        // about a GTX 1660
        set(DeviceAttribute.MULTIPROCESSORS, 22);
        set(DeviceAttribute.CLOCK_KILOHERTZ, 1_800_000);
        set(DeviceAttribute.MEMORY_CLOCK_KILOHERTZ, 4_000_000);
        set(DeviceAttribute.MEMORY_BUS_BITS, 192);
        set(DeviceAttribute.L2_BYTES, 1_536 * 1024);
        set(DeviceAttribute.CAPABILITY_MAJOR, 7);
        set(DeviceAttribute.CAPABILITY_MINOR, 5);
        set(DeviceAttribute.SHARED_BYTES, 64 * 1024);
    }

    /// What [#attribute] answers.
    public void set(DeviceAttribute attribute, int value) {
        attributes.put(attribute, value);
    }

    /// What was not freed or closed until now, or until [#close].
    public List<String> leaks() {
        List<String> leaks = new ArrayList<>(memory.leaks());
        leaks.addAll(host.leaks());
        leaks.addAll(handles.names());
        return leaks;
    }

    /// How often each kernel ran.
    public Map<String, Integer> launches() {
        return Map.copyOf(programs.launches());
    }

    /// Instructions that threads of kernels executed.
    public long executed() {
        return programs.executed();
    }

    DeviceMemory memory() {
        return memory;
    }

    /// Puts work on a stream that is no call of the driver's, and cannot be captured.
    void enqueue(long stream, Runnable work) {
        notWhileCapturing("this");
        put(stream, work);
    }

    @Override
    public int version() {
        return 13_000;
    }

    @Override
    public int deviceCount() {
        return 1;
    }

    @Override
    public String deviceName(int device) {
        return "Emulated device";
    }

    @Override
    public long deviceBytes(int device) {
        return memory.capacity();
    }

    @Override
    public int attribute(int device, DeviceAttribute attribute) {
        return attributes.getOrDefault(attribute, 0);
    }

    @Override
    public void use(int device) {
        if (device != 0)
            throw new CudaException("cuDeviceGet", 101, "CUDA_ERROR_INVALID_DEVICE", CudaException.Kind.DEVICE);
        owner = Thread.currentThread();
    }

    @Override
    public long freeBytes() {
        check();
        return memory.freeBytes();
    }

    @Override
    public long allocate(long bytes) {
        notWhileCapturing("allocate");
        return memory.allocate(bytes, "buffer").orElseThrow(() -> outOfMemory("cuMemAlloc"));
    }

    @Override
    public void free(long address) {
        notWhileCapturing("free");
        workAll();
        memory.free(address);
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        notWhileCapturing("allocateHost");
        return host.allocate(bytes);
    }

    @Override
    public void freeHost(MemorySegment segment) {
        notWhileCapturing("freeHost");
        workAll();
        host.free(segment);
    }

    @Override
    public void copyToDevice(long to, MemorySegment from, long stream) {
        check();
        MemorySegment target = memory.range(to, from.byteSize());
        if (host.isPinned(from)) {
            put(stream, () -> target.copyFrom(from));
            return;
        }
        notWhileCapturing("copy from memory that is not pinned");
        stream(stream).workAll();
        target.copyFrom(from);
    }

    @Override
    public void copyToHost(MemorySegment to, long from, long stream) {
        check();
        if (!host.isPinned(to)) notWhileCapturing("copy to memory that is not pinned");
        MemorySegment source = memory.range(from, to.byteSize());
        put(stream, () -> to.copyFrom(source));
    }

    @Override
    public void copy(long to, long from, long bytes, long stream) {
        check();
        MemorySegment target = memory.range(to, bytes);
        MemorySegment source = memory.range(from, bytes);
        put(stream, () -> target.copyFrom(source));
    }

    @Override
    public void fill(long to, byte value, long bytes, long stream) {
        check();
        MemorySegment target = memory.range(to, bytes);
        put(stream, () -> target.fill(value));
    }

    @Override
    public long load(String ptx) {
        notWhileCapturing("load");
        int capability =
                10 * attribute(0, DeviceAttribute.CAPABILITY_MAJOR) + attribute(0, DeviceAttribute.CAPABILITY_MINOR);
        return programs.load(ptx, capability);
    }

    @Override
    public void unload(long module) {
        notWhileCapturing("unload");
        workAll();
        programs.unload(module);
    }

    @Override
    public long function(long module, String name) {
        check();
        return programs.function(module, name);
    }

    @Override
    public void allowShared(long function, int bytes) {
        check();
        programs.allowShared(function, bytes, attribute(0, DeviceAttribute.SHARED_BYTES));
    }

    @Override
    public void launch(long function, Grid grid, int sharedBytes, MemorySegment arguments, long stream) {
        check();
        put(stream, programs.launch(function, grid, sharedBytes, arguments, timing == Timing.LATE));
    }

    @Override
    public long newStream() {
        notWhileCapturing("newStream");
        return handles.add(new EmulatedStream());
    }

    @Override
    public void closeStream(long stream) {
        notWhileCapturing("closeStream");
        handles.remove(stream, EmulatedStream.class).workAll();
    }

    @Override
    public void synchronize(long stream) {
        notWhileCapturing("synchronize");
        stream(stream).workAll();
    }

    @Override
    public void await(long stream, long event) {
        check();
        EmulatedStream on = stream(stream);
        on.await(event(event));
        if (timing == Timing.AT_ONCE) on.workAll();
    }

    @Override
    public long newEvent() {
        check();
        return handles.add(new EmulatedStream.Event());
    }

    @Override
    public void closeEvent(long event) {
        check();
        handles.remove(event, EmulatedStream.Event.class);
    }

    @Override
    public void record(long event, long stream) {
        check();
        EmulatedStream on = stream(stream);
        on.record(event(event));
        if (timing == Timing.AT_ONCE) on.workAll();
    }

    @Override
    public boolean isDone(long event) {
        notWhileCapturing("isDone");
        event(event).step();
        return event(event).isDone();
    }

    @Override
    public void synchronizeEvent(long event) {
        notWhileCapturing("synchronizeEvent");
        event(event).work().run();
    }

    @Override
    public float millis(long from, long to) {
        check();
        if (!event(from).isDone() || !event(to).isDone()) throw new AssertionError("an event is not done yet");
        return (event(to).nanos() - event(from).nanos()) / 1e6f;
    }

    @Override
    public void beginCapture(long stream) {
        notWhileCapturing("beginCapture");
        if (stream == 0) throw new AssertionError("the default stream captures nothing");
        stream(stream).beginCapture();
    }

    @Override
    public long endCapture(long stream) {
        check();
        return handles.add(new Graph(stream(stream).endCapture()));
    }

    @Override
    public void launchGraph(long graph, long stream) {
        notWhileCapturing("launchGraph");
        List<Runnable> work = handles.get(graph, Graph.class).work();
        put(stream, () -> work.forEach(Runnable::run));
    }

    @Override
    public void closeGraph(long graph) {
        check();
        handles.remove(graph, Graph.class);
    }

    @Override
    public void close() {
        workAll();
        closed = true;
    }

    private void put(long stream, Runnable work) {
        check();
        EmulatedStream on = stream(stream);
        on.add(work);
        if (timing == Timing.AT_ONCE) on.workAll();
    }

    private void workAll() {
        defaultStream.workAll();
        handles.all(EmulatedStream.class).forEach(EmulatedStream::workAll);
    }

    private EmulatedStream stream(long handle) {
        return handle == 0 ? defaultStream : handles.get(handle, EmulatedStream.class);
    }

    private EmulatedStream.Event event(long handle) {
        return handles.get(handle, EmulatedStream.Event.class);
    }

    private void check() {
        if (closed) throw new AssertionError("the driver is closed");
        if (owner != Thread.currentThread()) throw new AssertionError("not the thread that called use");
    }

    private void notWhileCapturing(String what) {
        check();
        if (handles.all(EmulatedStream.class).stream().anyMatch(EmulatedStream::isCapturing))
            throw new AssertionError(what + " is not allowed while a stream captures");
    }

    private static CudaException outOfMemory(String operation) {
        return new CudaException(operation, 2, "CUDA_ERROR_OUT_OF_MEMORY", CudaException.Kind.MEMORY);
    }
}
