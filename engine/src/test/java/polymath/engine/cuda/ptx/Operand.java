package polymath.engine.cuda.ptx;

import java.util.List;

/// What an instruction works on.
sealed interface Operand {
    record Register(String name) implements Operand {}

    record Whole(long value) implements Operand {}

    record Real(double value) implements Operand {}

    /// A label, a function, or the address of a variable.
    record Symbol(String name) implements Operand {}

    /// `[base + offset]`.
    record Address(Operand base, long offset) implements Operand {}

    /// `{a, b}`, or `a|b`, or the arguments of a call.
    record Many(List<Operand> parts) implements Operand {}
}
