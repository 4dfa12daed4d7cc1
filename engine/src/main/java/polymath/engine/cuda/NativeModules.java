package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The driver's functions about programs: translating them, and launching their kernels.
final class NativeModules {
    // CUjit_option and CUfunction_attribute
    private static final int ERROR_LOG = 5;
    private static final int ERROR_LOG_BYTES = 6;
    private static final int MOST_DYNAMIC_SHARED_BYTES = 8;

    private static final int LOG_BYTES = 4096;

    private final CheckedCalls calls;
    private final OpenHandles open;
    private final NativeFunction load;
    private final NativeFunction unload;
    private final NativeFunction getFunction;
    private final NativeFunction setAttribute;
    private final NativeFunction launch;

    private final MemorySegment out = Arena.ofAuto().allocate(JAVA_LONG);

    NativeModules(NativeFunctions library, CheckedCalls calls, OpenHandles open) {
        this.calls = calls;
        this.open = open;
        load = library.status("cuModuleLoadDataEx", ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
        unload = library.status("cuModuleUnload", JAVA_LONG);
        getFunction = library.status("cuModuleGetFunction", ADDRESS, JAVA_LONG, ADDRESS);
        setAttribute = library.status("cuFuncSetAttribute", JAVA_LONG, JAVA_INT, JAVA_INT);
        launch = library.status(
                "cuLaunchKernel",
                JAVA_LONG,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_INT,
                JAVA_LONG,
                ADDRESS,
                JAVA_LONG);
    }

    /// What the driver's assembler complains about becomes part of the exception.
    long load(String ptx) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(ptx);
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment options = arena.allocateFrom(JAVA_INT, ERROR_LOG, ERROR_LOG_BYTES);
            MemorySegment values = arena.allocateFrom(JAVA_LONG, log.address(), LOG_BYTES);
            int count = (int) values.byteSize() / Long.BYTES;
            int result = calls.result(load, f -> (int) f.invokeExact(out, text, count, options, values));
            if (result != 0) {
                log.set(ValueLayout.JAVA_BYTE, LOG_BYTES - 1, (byte) 0);
                throw calls.failure(load, result, log.getString(0).strip());
            }
        }
        long module = out.get(JAVA_LONG, 0);
        return open.add(unload, module, () -> calls.call(unload, f -> (int) f.invokeExact(module)));
    }

    void unload(long module) {
        open.release(unload, module);
    }

    long function(long module, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            int result = calls.result(getFunction, f -> (int) f.invokeExact(out, module, text));
            if (result != 0) throw calls.failure(getFunction, result, name);
        }
        return out.get(JAVA_LONG, 0);
    }

    void allowShared(long function, int bytes) {
        calls.call(setAttribute, f -> (int) f.invokeExact(function, MOST_DYNAMIC_SHARED_BYTES, bytes));
    }

    void launch(long function, Grid grid, int sharedBytes, MemorySegment arguments, long stream) {
        calls.call(launch, f -> (int) f.invokeExact(
                function,
                grid.blocksX(),
                grid.blocksY(),
                grid.blocksZ(),
                grid.threads(),
                1,
                1,
                sharedBytes,
                stream,
                arguments,
                0L));
    }
}
