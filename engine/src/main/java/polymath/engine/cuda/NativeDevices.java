package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The driver's functions about devices and their contexts. Source: `cuda.h`, here as in [NativeMemory],
/// [NativeModules] and [NativeStreams]; handles are passed as numbers.
final class NativeDevices {
    private static final int NAME_BYTES = 256;

    private final CheckedCalls calls;
    private final NativeFunction init;
    private final NativeFunction driverVersion;
    private final NativeFunction getCount;
    private final NativeFunction get;
    private final NativeFunction getName;
    private final NativeFunction getAttribute;
    private final NativeFunction totalMemory;
    private final NativeFunction retainContext;
    private final NativeFunction releaseContext;
    private final NativeFunction setContext;
    private final NativeFunction memoryInfo;

    private final MemorySegment out = Arena.ofAuto().allocate(JAVA_LONG, 2);
    private final MemorySegment name = Arena.ofAuto().allocate(NAME_BYTES);
    private @Nullable Integer inUse;

    NativeDevices(NativeFunctions library, CheckedCalls calls) {
        this.calls = calls;
        init = library.status("cuInit", JAVA_INT);
        driverVersion = library.status("cuDriverGetVersion", ADDRESS);
        getCount = library.status("cuDeviceGetCount", ADDRESS);
        get = library.status("cuDeviceGet", ADDRESS, JAVA_INT);
        getName = library.status("cuDeviceGetName", ADDRESS, JAVA_INT, JAVA_INT);
        getAttribute = library.status("cuDeviceGetAttribute", ADDRESS, JAVA_INT, JAVA_INT);
        totalMemory = library.status("cuDeviceTotalMem_v2", ADDRESS, JAVA_INT);
        retainContext = library.status("cuDevicePrimaryCtxRetain", ADDRESS, JAVA_INT);
        releaseContext = library.status("cuDevicePrimaryCtxRelease_v2", JAVA_INT);
        setContext = library.status("cuCtxSetCurrent", JAVA_LONG);
        memoryInfo = library.status("cuMemGetInfo_v2", ADDRESS, ADDRESS);
    }

    void init() {
        calls.call(init, f -> (int) f.invokeExact(0));
    }

    int version() {
        calls.call(driverVersion, f -> (int) f.invokeExact(out));
        return out.get(JAVA_INT, 0);
    }

    int count() {
        calls.call(getCount, f -> (int) f.invokeExact(out));
        return out.get(JAVA_INT, 0);
    }

    String name(int device) {
        int handle = handle(device);
        calls.call(getName, f -> (int) f.invokeExact(name, NAME_BYTES, handle));
        name.set(JAVA_BYTE, NAME_BYTES - 1, (byte) 0);
        return name.getString(0);
    }

    long bytes(int device) {
        int handle = handle(device);
        calls.call(totalMemory, f -> (int) f.invokeExact(out, handle));
        return out.get(JAVA_LONG, 0);
    }

    int attribute(int device, DeviceAttribute attribute) {
        int handle = handle(device);
        calls.call(getAttribute, f -> (int) f.invokeExact(out, attribute.id(), handle));
        return out.get(JAVA_INT, 0);
    }

    private int handle(int device) {
        calls.call(get, f -> (int) f.invokeExact(out, device));
        return out.get(JAVA_INT, 0);
    }

    /// Makes the device's primary context current. cuBLAS works in that one, too.
    void use(int device) {
        letGo();
        int handle = handle(device);
        calls.call(retainContext, f -> (int) f.invokeExact(out, handle));
        inUse = handle;
        long context = out.get(JAVA_LONG, 0);
        calls.call(setContext, f -> (int) f.invokeExact(context));
    }

    /// Undoes [#use], if it was called.
    void letGo() {
        if (inUse == null) return;
        int handle = inUse;
        inUse = null;
        calls.result(setContext, f -> (int) f.invokeExact(0L)); // of a lost context, this is refused as well
        calls.call(releaseContext, f -> (int) f.invokeExact(handle));
    }

    long freeBytes() {
        calls.call(memoryInfo, f -> (int) f.invokeExact(out, out.asSlice(JAVA_LONG.byteSize())));
        return out.get(JAVA_LONG, 0);
    }
}
