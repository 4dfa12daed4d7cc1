package polymath.engine.cuda.ptx;

import java.util.List;
import java.util.Map;

/// A kernel, ready to be launched.
///
/// @param rows registers, each with 32 lanes
/// @param constants what some rows hold from the beginning
/// @param specials likewise, by where a thread is
/// @param sharedBytes that it declares
/// @param addedShared where behind them those of a launch begin
/// @param sharedUnit bytes of the least access to shared memory, 1 or 4
/// @param localBytes of each thread
/// @param mostThreads of a block; 0 if it does not say
/// @param lines of the program, for messages
public record Kernel(
        String name,
        List<Instruction> code,
        int rows,
        Map<Integer, Long> constants,
        Map<Integer, Special> specials,
        List<Parameter> parameters,
        int sharedBytes,
        int addedShared,
        int sharedUnit,
        int localBytes,
        int mostThreads,
        List<String> lines) {

    public record Parameter(int offset, int bytes) {}

    public int parameterBytes() {
        return parameters.isEmpty() ? 0 : parameters.getLast().offset + parameters.getLast().bytes;
    }

    /// All shared memory of a block.
    ///
    /// @param added by the launch
    public int sharedBytes(int added) {
        return added == 0 ? sharedBytes : addedShared + added;
    }

    String where(int line) {
        return "kernel %s, line %d: %s"
                .formatted(name, line, lines.get(line - 1).trim());
    }
}
