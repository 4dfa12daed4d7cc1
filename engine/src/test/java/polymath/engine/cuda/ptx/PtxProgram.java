package polymath.engine.cuda.ptx;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A program on the device that is not there: its kernels, and its variables in the device's memory.
public final class PtxProgram {
    /// Of programs without variables, whose kernels are the same on every device: they are large, and loaded often.
    private static final Map<String, Made> MADE = new ConcurrentHashMap<>();

    private record Made(int target, Map<String, Kernel> kernels) {}

    private final DeviceMemory memory;
    private final List<Long> variables = new ArrayList<>();
    private final Made made;

    /// @throws PtxError if anything in it is not understood
    public PtxProgram(String ptx, DeviceMemory memory) {
        this.memory = memory;
        Made before = MADE.get(ptx);
        made = before == null ? make(ptx) : before;
        if (variables.isEmpty()) MADE.put(ptx, made);
    }

    private Made make(String ptx) {
        PtxText text = PtxParser.parse(ptx);
        Map<String, Frame.Place> places = new HashMap<>();
        for (PtxText.Variable variable : text.variables())
            if (variable.space() != Space.SHARED) places.put(variable.name(), place(variable));
        Map<String, Kernel> kernels = new HashMap<>();
        for (PtxText.Function function : text.functions().values())
            if (function.entry()) kernels.put(function.name(), KernelCompiler.compile(text, function, places));
        return new Made(text.target(), kernels);
    }

    /// 10 times the least compute capability of a device that it is for.
    public int target() {
        return made.target();
    }

    public Optional<Kernel> kernel(String name) {
        return Optional.ofNullable(made.kernels().get(name));
    }

    public List<String> kernelNames() {
        return made.kernels().keySet().stream().sorted().toList();
    }

    public void unload() {
        variables.forEach(memory::free);
    }

    private Frame.Place place(PtxText.Variable variable) {
        long address = memory.allocate(variable.bytes(), variable.name())
                .orElseThrow(() -> new PtxError("no memory left for " + variable.name()));
        variables.add(address);
        byte[] content = new byte[(int) variable.bytes()];
        int bytes = variable.type().bytes();
        for (int i = 0; i < variable.initial().size(); i++)
            Bytes.write(content, i * bytes, variable.type(), variable.initial().get(i));
        memory.range(address, content.length).copyFrom(MemorySegment.ofArray(content));
        return new Frame.Place(variable.space(), address);
    }
}
