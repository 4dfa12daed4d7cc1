package polymath.engine.cuda;

import java.lang.foreign.MemorySegment;

/// What is asked of NVIDIA's driver, one method a function of `cuda.h`: a device's memory, its streams, and programs of
/// our own that run there.
///
/// Addresses on the device and handles are plain numbers, which mean nothing to this process; only [DeviceBuffer] and
/// [KernelArguments] make or pass them on. All methods belong to the one thread that called [#use]. Work that is put
/// on a stream is done in its order and after the call; what goes wrong with it may be told by any later call.
///
/// All throw [CudaException] when the driver refuses.
public interface CudaDriver extends AutoCloseable {

    /// A thousand times the major version of CUDA that the driver knows and ten times the minor one: 13000 is 13.0.
    int version();

    int deviceCount();

    String deviceName(int device);

    /// All of a device's memory, in bytes.
    long deviceBytes(int device);

    /// A number about a device.
    int attribute(int device, DeviceAttribute attribute);

    /// Makes a device's primary context this thread's, in place of any other and of what was made there, until
    /// [#close].
    void use(int device);

    /// Bytes that nobody took yet, of the device in use.
    long freeBytes();

    /// Memory of the device, aligned to 256 bytes, with anything in it.
    long allocate(long bytes);

    void free(long address);

    /// Memory of this computer that the device copies from and to at full speed.
    MemorySegment allocateHost(long bytes);

    void freeHost(MemorySegment memory);

    /// @param from stays as it is until the stream is done, unless it is not of [#allocateHost]: then the call waits
    void copyToDevice(long to, MemorySegment from, long stream);

    /// @param to is complete when the stream is done
    void copyToHost(MemorySegment to, long from, long stream);

    void copy(long to, long from, long bytes, long stream);

    void fill(long to, byte value, long bytes, long stream);

    /// Translates a program for the device in use.
    ///
    /// @param ptx in NVIDIA's assembler language
    /// @return the module's handle
    long load(String ptx);

    void unload(long module);

    /// A kernel of a module.
    long function(long module, String name);

    /// Lets a kernel have more than 48 KiB of shared memory in a launch.
    void allowShared(long function, int bytes);

    /// @param sharedBytes of each block, beside what the kernel declares
    /// @param arguments addresses of the values of the parameters, in their order
    void launch(long function, Grid grid, int sharedBytes, MemorySegment arguments, long stream);

    /// A stream that does not wait for the default one.
    long newStream();

    void closeStream(long stream);

    /// Blocks until all that was put on the stream is done.
    void synchronize(long stream);

    /// Has a stream wait, on the device, for what an event stands for.
    void await(long stream, long event);

    long newEvent();

    void closeEvent(long event);

    /// Has an event stand for all that is on the stream now.
    void record(long event, long stream);

    /// Whether what the event stands for is done.
    boolean isDone(long event);

    /// Blocks until what the event stands for is done.
    void synchronizeEvent(long event);

    /// Milliseconds between two events that are done.
    float millis(long from, long to);

    /// From here on what is put on the stream is noted and not done.
    void beginCapture(long stream);

    /// @return what was noted, to be launched any number of times
    long endCapture(long stream);

    void launchGraph(long graph, long stream);

    void closeGraph(long graph);

    /// Lets go of the device.
    @Override
    void close();
}
