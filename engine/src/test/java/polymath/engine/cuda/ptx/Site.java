package polymath.engine.cuda.ptx;

import java.util.List;
import java.util.Map;

/// One instruction that is being understood: its parts, and where its operands are.
///
/// @param prefix of the names of the function that it was copied from
/// @param aliases what that function's parameters are called where it was called
/// @param labels instructions by their labels, with their prefix
record Site(
        Opcode opcode,
        List<Operand> operands,
        String prefix,
        Map<String, String> aliases,
        Map<String, Integer> labels,
        Map<String, List<String>> tables,
        Frame frame) {

    /// Where memory is accessed.
    record Access(Space space, int row, long offset) {}

    int count() {
        return operands.size();
    }

    Operand operand(int index) {
        if (index >= operands.size()) throw new PtxError("operand %d is missing".formatted(index + 1));
        return operands.get(index);
    }

    int row(int index, PtxType type) {
        return row(operand(index), type);
    }

    /// Rows of the parts of `{a, b}`, or of one register.
    int[] rows(int index, PtxType type) {
        if (operand(index) instanceof Operand.Many many)
            return many.parts().stream().mapToInt(part -> row(part, type)).toArray();
        return new int[] {row(index, type)};
    }

    private int row(Operand operand, PtxType type) {
        return switch (operand) {
            case Operand.Register register -> frame.register(prefix, register.name());
            case Operand.Whole whole -> frame.constant(whole.value());
            case Operand.Real real ->
                frame.constant(
                        type == PtxType.F64
                                ? Double.doubleToRawLongBits(real.value())
                                : Float.floatToRawIntBits((float) real.value()));
            case Operand.Symbol symbol -> frame.constant(place(symbol).address());
            case Operand.Address address -> throw new PtxError("no memory expected: " + address);
            case Operand.Many many -> throw new PtxError("one value expected: " + many);
        };
    }

    Access access(int index, Space space) {
        if (!(operand(index) instanceof Operand.Address address))
            throw new PtxError("memory expected: " + operand(index));
        long offset = address.offset();
        if (address.base() instanceof Operand.Symbol symbol) {
            Frame.Place place = place(symbol);
            return new Access(place.space(), frame.constant(place.address()), offset);
        }
        return new Access(space, row(address.base(), PtxType.U64), offset);
    }

    private Frame.Place place(Operand.Symbol symbol) {
        String name = aliases.getOrDefault(symbol.name(), prefix + symbol.name());
        return frame.find(name)
                .or(() -> frame.find(symbol.name()))
                .orElseThrow(() -> new PtxError("nothing is called " + symbol.name()));
    }

    /// The instruction that a branch goes to.
    int target(int index) {
        if (!(operand(index) instanceof Operand.Symbol label)) throw new PtxError("a label expected");
        return target(label.name());
    }

    private int target(String name) {
        Integer target = labels.get(prefix + name);
        if (target == null) throw new PtxError("no label " + name);
        return target;
    }

    /// The instructions that a branch by number goes to.
    int[] targets(int index) {
        if (!(operand(index) instanceof Operand.Symbol table) || !tables.containsKey(table.name()))
            throw new PtxError("a table of labels expected");
        return tables.get(table.name()).stream().mapToInt(this::target).toArray();
    }

    int constant(long value) {
        return frame.constant(value);
    }
}
