package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The driver's functions about memory of the device, and memory of this computer that it copies from and to.
@SuppressWarnings({"restricted", "MustBeClosedChecker"}) // memory of this computer is closed when it is freed
final class NativeMemory {
    private final CheckedCalls calls;
    private final OpenHandles open;
    private final NativeFunction allocate;
    private final NativeFunction free;
    private final NativeFunction allocateHost;
    private final NativeFunction freeHost;
    private final NativeFunction toDevice;
    private final NativeFunction toHost;
    private final NativeFunction onDevice;
    private final NativeFunction fill;

    private final MemorySegment out = Arena.ofAuto().allocate(JAVA_LONG);

    NativeMemory(NativeFunctions library, CheckedCalls calls, OpenHandles open) {
        this.calls = calls;
        this.open = open;
        allocate = library.status("cuMemAlloc_v2", ADDRESS, JAVA_LONG);
        free = library.status("cuMemFree_v2", JAVA_LONG);
        allocateHost = library.status("cuMemAllocHost_v2", ADDRESS, JAVA_LONG);
        freeHost = library.status("cuMemFreeHost", JAVA_LONG);
        toDevice = library.status("cuMemcpyHtoDAsync_v2", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
        toHost = library.status("cuMemcpyDtoHAsync_v2", ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        onDevice = library.status("cuMemcpyDtoDAsync_v2", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        fill = library.status("cuMemsetD8Async", JAVA_LONG, JAVA_BYTE, JAVA_LONG, JAVA_LONG);
    }

    long allocate(long bytes) {
        calls.call(allocate, f -> (int) f.invokeExact(out, bytes));
        long address = out.get(JAVA_LONG, 0);
        return open.add(free, address, () -> calls.call(free, f -> (int) f.invokeExact(address)));
    }

    void free(long address) {
        open.release(free, address);
    }

    /// Other threads may read and write it until it is freed; later they get an exception, not a crash.
    MemorySegment allocateHost(long bytes) {
        calls.call(allocateHost, f -> (int) f.invokeExact(out, bytes));
        long address = out.get(JAVA_LONG, 0);
        Arena users = Arena.ofShared();
        open.add(freeHost, address, () -> {
            users.close();
            calls.call(freeHost, f -> (int) f.invokeExact(address));
        });
        return MemorySegment.ofAddress(address).reinterpret(bytes, users, null);
    }

    void freeHost(MemorySegment memory) {
        open.release(freeHost, memory.address());
    }

    void copyToDevice(long to, MemorySegment from, long stream) {
        long bytes = from.byteSize();
        calls.call(toDevice, f -> (int) f.invokeExact(to, from, bytes, stream));
    }

    void copyToHost(MemorySegment to, long from, long stream) {
        if (to.isReadOnly()) throw new IllegalArgumentException("a copy to memory that is read-only");
        long bytes = to.byteSize();
        calls.call(toHost, f -> (int) f.invokeExact(to, from, bytes, stream));
    }

    void copy(long to, long from, long bytes, long stream) {
        calls.call(onDevice, f -> (int) f.invokeExact(to, from, bytes, stream));
    }

    void fill(long to, byte value, long bytes, long stream) {
        calls.call(fill, f -> (int) f.invokeExact(to, value, bytes, stream));
    }
}
