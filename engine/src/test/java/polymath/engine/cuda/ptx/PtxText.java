package polymath.engine.cuda.ptx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program as it is written.
///
/// @param target 10 times the least compute capability of a device that it is for
/// @param lines for messages
record PtxText(int target, Map<String, Function> functions, List<Variable> variables, List<String> lines) {

    /// @param bytes 0 for shared memory whose size the launch says
    /// @param initial elements of `type`; the rest is zero
    record Variable(String name, Space space, PtxType type, int align, long bytes, List<Long> initial) {}

    /// @param entry whether it is a kernel
    /// @param mostThreads of a block; 0 if nothing is said
    record Function(
            String name,
            boolean entry,
            List<Variable> results,
            List<Variable> parameters,
            int mostThreads,
            Body body) {}

    /// @param tables targets of a branch by number, by name
    record Body(List<Statement> statements, List<Variable> variables, Map<String, List<String>> tables) {}

    sealed interface Statement {}

    record Label(String name) implements Statement {}

    record Command(int line, Optional<Guard> guard, String opcode, List<Operand> operands) implements Statement {}

    /// Which lanes take part.
    record Guard(Operand.Register register, boolean negated) {}
}
