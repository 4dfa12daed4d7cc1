package polymath.engine.cuda.ptx;

import java.util.function.LongBinaryOperator;

/// Finds what an instruction does. Source: PTX ISA, "Instruction Set".
final class Decoder {
    private Decoder() {}

    static Instruction.Body decode(Site site) {
        Opcode op = site.opcode();
        return switch (op.name()) {
            case "bra" -> {
                op.ignore("uni");
                int target = site.target(0);
                yield (warp, lanes) -> warp.jump(lanes, target);
            }
            case "brx" -> WarpBodies.jumpByNumber(site);
            case "ret", "exit" -> Warp::leave;
            case "trap" ->
                (warp, lanes) -> {
                    throw warp.fault(lanes, "trap");
                };
            case "ld", "ldu" -> MemoryBodies.load(site);
            case "st" -> MemoryBodies.store(site);
            case "atom", "red" -> MemoryBodies.atomic(site);
            case "prefetch", "prefetchu", "membar", "fence", "nanosleep" -> nothing(op);
            case "bar", "barrier" -> WarpBodies.barrier(site);
            case "shfl" -> WarpBodies.shuffle(site);
            case "vote" -> WarpBodies.vote(site);
            case "match" -> WarpBodies.match(site);
            case "mma" -> TensorBodies.multiply(site);
            case "ldmatrix" -> TensorBodies.load(site);
            case "cp" -> CopyBodies.decode(site);
            case "activemask" -> WarpBodies.active(site);
            case "cvta" -> convertAddress(site);
            case "isspacep" -> isOfSpace(site);
            case "mov" -> move(site);
            case "cvt" -> Conversions.decode(site);
            case "setp", "set" -> compare(site);
            case "selp", "slct" -> select(site);
            default -> arithmetic(site);
        };
    }

    private static Instruction.Body nothing(Opcode op) {
        op.takeAll();
        return (warp, lanes) -> {};
    }

    private static Instruction.Body arithmetic(Site site) {
        Opcode op = site.opcode();
        return switch (op.name()) {
            case "neg",
                    "abs",
                    "not",
                    "cnot",
                    "popc",
                    "clz",
                    "brev",
                    "bfind",
                    "sqrt",
                    "rsqrt",
                    "rcp",
                    "ex2",
                    "lg2",
                    "sin",
                    "cos",
                    "tanh" -> unary(site);
            case "add", "sub", "mul", "div", "rem", "min", "max", "and", "or", "xor", "shl", "shr", "copysign" ->
                binary(site);
            case "fma", "mad", "sad", "bfe" -> ternary(site);
            case "bfi" -> {
                PtxType type = op.type();
                yield new Lanes.Quaternary(
                        Integers::insert,
                        site.row(0, type),
                        site.row(1, type),
                        site.row(2, type),
                        site.row(3, PtxType.U32),
                        site.row(4, PtxType.U32));
            }
            case "shf" -> ternary(site, Integers.funnel(op), op.type());
            case "prmt" -> ternary(site, Integers::permute, op.type());
            case "lop3" -> {
                if (!(site.operand(4) instanceof Operand.Whole table)) throw op.unknown();
                yield ternary(site, Integers.table((int) table.value()), op.type());
            }
            case "dp4a" -> {
                PtxType a = op.type();
                PtxType b = op.type();
                yield ternary(site, Integers.dotOfBytes(a.isSigned(), b.isSigned()), PtxType.S32);
            }
            default -> throw op.unknown();
        };
    }

    private static Instruction.Body unary(Site site) {
        Opcode op = site.opcode();
        PtxType type = op.type();
        return Lanes.unary(
                type.isFloat() ? Floats.unary(op, type) : Integers.unary(op, type),
                site.row(0, type),
                site.row(1, type));
    }

    private static Instruction.Body binary(Site site) {
        Opcode op = site.opcode();
        PtxType type = op.type();
        LongBinaryOperator operator = type.isFloat() ? Floats.binary(op, type) : Integers.binary(op, type);
        return Lanes.binary(operator, site.row(0, type), site.row(1, type), site.row(2, type));
    }

    private static Instruction.Body ternary(Site site) {
        Opcode op = site.opcode();
        PtxType type = op.type();
        return ternary(site, type.isFloat() ? Floats.ternary(op, type) : Integers.ternary(op, type), type);
    }

    private static Instruction.Body ternary(Site site, Lanes.TernaryOperator operator, PtxType type) {
        return Lanes.ternary(operator, site.row(0, type), site.row(1, type), site.row(2, type), site.row(3, type));
    }

    private static Instruction.Body convertAddress(Site site) {
        Opcode op = site.opcode();
        boolean from = op.take("to");
        long window = op.space().orElseThrow(op::unknown).window();
        PtxType type = op.type();
        long added = from ? -window : window;
        return Lanes.unary(a -> a + added, site.row(0, type), site.row(1, type));
    }

    private static Instruction.Body isOfSpace(Site site) {
        Opcode op = site.opcode();
        Space space = op.space().orElseThrow(op::unknown);
        return Lanes.unary(a -> Space.of(a) == space ? 1 : 0, site.row(0, PtxType.PRED), site.row(1, PtxType.U64));
    }

    private static Instruction.Body move(Site site) {
        PtxType type = site.opcode().type();
        int[] to = site.rows(0, type);
        int[] from = site.rows(1, type);
        if (to.length == from.length) return Lanes.unary(a -> a, to[0], from[0]);
        int bits = type.bits() / Math.max(to.length, from.length);
        long mask = (1L << bits) - 1;
        if (to.length == 1)
            return (warp, lanes) -> {
                long[] r = warp.registers;
                for (int l = 0; l < Warp.LANES; l++) {
                    if ((lanes >> l & 1) == 0) continue;
                    long packed = 0;
                    for (int i = from.length - 1; i >= 0; i--) packed = packed << bits | (r[from[i] + l] & mask);
                    r[to[0] + l] = packed;
                }
            };
        return (warp, lanes) -> {
            long[] r = warp.registers;
            for (int l = 0; l < Warp.LANES; l++) {
                if ((lanes >> l & 1) == 0) continue;
                long packed = r[from[0] + l];
                for (int i = 0; i < to.length; i++) r[to[i] + l] = packed >>> i * bits & mask;
            }
        };
    }

    private static Instruction.Body compare(Site site) {
        Opcode op = site.opcode();
        boolean set = op.name().equals("set");
        String name = op.takeNext().orElseThrow(op::unknown);
        String combine = op.takeOneOf("and", "or", "xor").orElse("");
        boolean flush = op.take("ftz");
        PtxType result = set ? op.type() : PtxType.PRED;
        PtxType type = op.type();
        Integers.Comparison comparison =
                type.isFloat() ? Floats.comparison(name, type, flush) : Integers.comparison(name, type);
        long yes = !set ? 1 : result.isFloat() ? Floats.write(result, 1) : -1;
        int[] to = site.rows(0, PtxType.PRED);
        int a = site.row(1, type);
        int b = site.row(2, type);
        if (to.length == 2) throw op.unknown();
        if (combine.isEmpty()) return Lanes.binary((x, y) -> comparison.test(x, y) ? yes : 0, to[0], a, b);
        Lanes.TernaryOperator operator = switch (combine) {
            case "and" -> (x, y, p) -> comparison.test(x, y) && p != 0 ? yes : 0;
            case "or" -> (x, y, p) -> comparison.test(x, y) || p != 0 ? yes : 0;
            default -> (x, y, p) -> comparison.test(x, y) ^ p != 0 ? yes : 0;
        };
        return Lanes.ternary(operator, to[0], a, b, site.row(3, PtxType.PRED));
    }

    private static Instruction.Body select(Site site) {
        Opcode op = site.opcode();
        PtxType type = op.type();
        if (op.name().equals("selp"))
            return Lanes.ternary(
                    (a, b, p) -> p != 0 ? a : b,
                    site.row(0, type),
                    site.row(1, type),
                    site.row(2, type),
                    site.row(3, PtxType.PRED));
        PtxType by = op.type();
        Lanes.TernaryOperator operator =
                by.isFloat() ? (a, b, c) -> Floats.read(by, c) >= 0 ? a : b : (a, b, c) -> by.narrow(c) >= 0 ? a : b;
        return Lanes.ternary(operator, site.row(0, type), site.row(1, type), site.row(2, type), site.row(3, by));
    }
}
