package polymath.engine.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import polymath.engine.cuda.ptx.DeviceMemory;
import polymath.engine.cuda.ptx.Kernel;
import polymath.engine.cuda.ptx.Launch;
import polymath.engine.cuda.ptx.PtxProgram;

/// The modules of the emulated driver, and the kernels that were asked for.
final class EmulatedPrograms {
    private static final int DEFAULT_SHARED_BYTES = 48 * 1024;

    private record Module(PtxProgram program) {}

    private static final class Function {
        private final Kernel kernel;
        private final long module;
        private int mostSharedBytes = DEFAULT_SHARED_BYTES;

        private Function(Kernel kernel, long module) {
            this.kernel = kernel;
            this.module = module;
        }
    }

    private final DeviceMemory memory;
    private final EmulatedHandles handles;
    private final Map<Long, Function> functions = new LinkedHashMap<>();
    private final Map<String, Integer> launches = new LinkedHashMap<>();
    private long executed;

    EmulatedPrograms(DeviceMemory memory, EmulatedHandles handles) {
        this.memory = memory;
        this.handles = handles;
    }

    Map<String, Integer> launches() {
        return launches;
    }

    long executed() {
        return executed;
    }

    /// @param capability of the device, such as 75
    long load(String ptx, int capability) {
        PtxProgram program = new PtxProgram(ptx, memory);
        if (program.target() > capability)
            throw new AssertionError("a program for %d on a device of %d".formatted(program.target(), capability));
        return handles.add(new Module(program));
    }

    void unload(long module) {
        handles.remove(module, Module.class).program().unload();
        functions.values().removeIf(f -> f.module == module);
    }

    long function(long module, String name) {
        Kernel kernel = handles.get(module, Module.class)
                .program()
                .kernel(name)
                .orElseThrow(() -> new CudaException(
                        "cuModuleGetFunction(" + name + ")", 500, "CUDA_ERROR_NOT_FOUND", CudaException.Kind.OTHER));
        long asked = 0;
        for (Map.Entry<Long, Function> each : functions.entrySet()) {
            if (each.getValue().module != module) continue;
            // a kernel that is asked for again is the same one
            if (each.getValue().kernel.name().equals(name)) return each.getKey();
            asked++;
        }
        // nobody closes a function, so its handle is not one of those that must be closed
        long handle = (module << 16) + asked;
        functions.put(handle, new Function(kernel, module));
        return handle;
    }

    /// @param most that a block of the device may have
    void allowShared(long function, int bytes, int most) {
        Function allowed = function(function);
        int all = allowed.kernel.sharedBytes(bytes);
        if (all > most)
            throw new AssertionError("%d bytes of shared memory, a block has at most %d".formatted(all, most));
        allowed.mostSharedBytes = Math.max(DEFAULT_SHARED_BYTES, all);
    }

    /// Checks a launch.
    ///
    /// @return what it does
    Runnable launch(long function, Grid grid, int sharedBytes, MemorySegment arguments, boolean lastFirst) {
        Function launched = function(function);
        Launch launch = new Launch(
                launched.kernel,
                grid.blocksX(),
                grid.blocksY(),
                grid.blocksZ(),
                grid.threads(),
                sharedBytes,
                values(launched.kernel, arguments),
                memory,
                lastFirst);
        if (launch.allSharedBytes() > launched.mostSharedBytes)
            throw new AssertionError("kernel %s: %d bytes of shared memory, %d are allowed"
                    .formatted(launched.kernel.name(), launch.allSharedBytes(), launched.mostSharedBytes));
        return () -> {
            launches.merge(launched.kernel.name(), 1, Integer::sum);
            executed += launch.run();
        };
    }

    /// What the arguments' addresses point to, as the kernel wants it.
    @SuppressWarnings("restricted")
    private static MemorySegment values(Kernel kernel, MemorySegment arguments) {
        List<Kernel.Parameter> parameters = kernel.parameters();
        long given = arguments.byteSize() / ValueLayout.ADDRESS.byteSize();
        if (given != parameters.size())
            throw new AssertionError(
                    "kernel %s has %d parameters, %d are given".formatted(kernel.name(), parameters.size(), given));
        MemorySegment values = MemorySegment.ofArray(new byte[kernel.parameterBytes()]);
        for (int i = 0; i < parameters.size(); i++) {
            Kernel.Parameter parameter = parameters.get(i);
            MemorySegment value = arguments.getAtIndex(ValueLayout.ADDRESS, i).reinterpret(parameter.bytes());
            values.asSlice(parameter.offset(), parameter.bytes()).copyFrom(value);
        }
        return values;
    }

    private Function function(long handle) {
        Function function = functions.get(handle);
        if (function == null)
            throw new AssertionError("0x%x is no function, or its module is unloaded".formatted(handle));
        return function;
    }
}
