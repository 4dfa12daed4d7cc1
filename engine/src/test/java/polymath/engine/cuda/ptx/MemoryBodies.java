package polymath.engine.cuda.ptx;

import java.util.Arrays;

/// Instructions that read and write memory. Source: PTX ISA, "ld", "st", "atom" and "red".
final class MemoryBodies {
    private MemoryBodies() {}

    private static void load(PtxType type, Site.Access access, int[] to, Warp warp, int lanes) {
        long[] r = warp.registers;
        int bytes = type.bytes() * to.length;
        if (lanes == Warp.ALL && loadTogether(type, access, to, warp, bytes)) return;
        for (int left = lanes; left != 0; left &= left - 1) {
            int lane = Integer.numberOfTrailingZeros(left);
            long address = r[access.row() + lane] + access.offset();
            byte[] memory = warp.memory.at(access.space(), Use.READ, lane, address, bytes);
            int at = warp.memory.place;
            for (int i = 0; i < to.length; i++) r[to[i] + lane] = Bytes.read(memory, at + i * type.bytes(), type);
        }
    }

    /// All lanes read the same place, or one behind the other: one check does for all, and if it fails, they are
    /// looked at one by one.
    private static boolean loadTogether(PtxType type, Site.Access access, int[] to, Warp warp, int bytes) {
        long[] r = warp.registers;
        long step = r[access.row() + 1] - r[access.row()];
        if (step != 0 && step != bytes || !isRegular(r, access.row(), step)) return false;
        long address = r[access.row()] + access.offset();
        byte[] memory = warp.memory.range(access.space(), Use.READ, address, bytes, step == 0 ? 1 : Warp.LANES);
        if (memory == null) return false;
        int at = warp.memory.place;
        for (int i = 0; i < to.length; i++) {
            int first = at + i * type.bytes();
            int row = to[i];
            if (step == 0) Arrays.fill(r, row, row + Warp.LANES, Bytes.read(memory, first, type));
            else for (int l = 0; l < Warp.LANES; l++) r[row + l] = Bytes.read(memory, first + l * bytes, type);
        }
        return true;
    }

    private static boolean isRegular(long[] registers, int row, long step) {
        long wrong = 0;
        for (int l = 1; l < Warp.LANES; l++) wrong |= registers[row + l] - registers[row + l - 1] ^ step;
        return wrong == 0;
    }

    private static void store(PtxType type, Site.Access access, int[] from, Warp warp, int lanes) {
        long[] r = warp.registers;
        int bytes = type.bytes() * from.length;
        for (int left = lanes; left != 0; left &= left - 1) {
            int lane = Integer.numberOfTrailingZeros(left);
            long address = r[access.row() + lane] + access.offset();
            byte[] memory = warp.memory.at(access.space(), Use.WRITE, lane, address, bytes);
            int at = warp.memory.place;
            for (int i = 0; i < from.length; i++) Bytes.write(memory, at + i * type.bytes(), type, r[from[i] + lane]);
        }
    }

    /// @param operator of what is there, and of one or two values
    private record Atomic(PtxType type, Lanes.TernaryOperator operator, Site.Access access, int to, int b, int c)
            implements Instruction.Body {
        @Override
        public void execute(Warp warp, int lanes) {
            long[] r = warp.registers;
            // other blocks may run at the same time
            synchronized (warp.deviceMemory()) {
                for (int left = lanes; left != 0; left &= left - 1) {
                    int lane = Integer.numberOfTrailingZeros(left);
                    long address = r[access.row() + lane] + access.offset();
                    byte[] memory = warp.memory.at(access.space(), Use.ATOMIC, lane, address, type.bytes());
                    int at = warp.memory.place;
                    long old = Bytes.read(memory, at, type);
                    Bytes.write(memory, at, type, operator.applyAsLong(old, r[b + lane], r[c + lane]));
                    r[to + lane] = old;
                }
            }
        }
    }

    static Instruction.Body load(Site site) {
        Space space = space(site.opcode());
        int count = vector(site.opcode());
        PtxType type = site.opcode().type();
        int[] to = site.rows(0, type);
        if (to.length != count) throw site.opcode().unknown();
        Site.Access access = noted(site, site.access(1, space), type);
        return (warp, lanes) -> load(type, access, to, warp, lanes);
    }

    static Instruction.Body store(Site site) {
        Space space = space(site.opcode());
        int count = vector(site.opcode());
        PtxType type = site.opcode().type();
        int[] from = site.rows(1, type);
        if (from.length != count) throw site.opcode().unknown();
        Site.Access access = noted(site, site.access(0, space), type);
        return (warp, lanes) -> store(type, access, from, warp, lanes);
    }

    static Instruction.Body atomic(Site site) {
        Opcode op = site.opcode();
        Space space = space(op);
        op.ignore("noftz");
        String name = op.takeNext().orElseThrow(op::unknown);
        PtxType type = op.type();
        int first = op.name().equals("red") ? 0 : 1;
        int to = first == 1 ? site.row(0, type) : site.frame().register("", "_");
        int b = site.row(first + 1, type);
        int c = name.equals("cas") ? site.row(first + 2, type) : b;
        return new Atomic(type, operator(op, name, type), noted(site, site.access(first, space), type), to, b, c);
    }

    private static Lanes.TernaryOperator operator(Opcode op, String name, PtxType type) {
        return switch (name) {
            case "exch" -> (old, b, c) -> b;
            case "cas" -> (old, b, c) -> type.narrow(old) == type.narrow(b) ? c : old;
            case "inc" -> (old, b, c) -> type.narrow(old) >= type.narrow(b) ? 0 : old + 1;
            case "dec" -> (old, b, c) -> type.narrow(old) == 0 || type.narrow(old) > type.narrow(b) ? b : old - 1;
            case "add", "min", "max", "and", "or", "xor" -> {
                Opcode plain = new Opcode(name);
                var operator = type.isFloat() ? Floats.binary(plain, type) : Integers.binary(plain, type);
                yield (old, b, c) -> operator.applyAsLong(old, b);
            }
            default -> throw op.unknown();
        };
    }

    private static Site.Access noted(Site site, Site.Access access, PtxType type) {
        boolean shared = access.space() == Space.SHARED || access.space() == Space.GENERIC;
        if (shared && type.bytes() < 4) site.frame().sharesBytes();
        return access;
    }

    private static Space space(Opcode op) {
        op.ignore(
                "volatile",
                "relaxed",
                "acquire",
                "release",
                "acq_rel",
                "weak",
                "gpu",
                "cta",
                "sys",
                "nc",
                "ca",
                "cg",
                "cs",
                "lu",
                "cv",
                "wb",
                "wt");
        return op.space().orElse(Space.GENERIC);
    }

    private static int vector(Opcode op) {
        return op.takeOneOf("v2", "v4", "v8").map(v -> v.charAt(1) - '0').orElse(1);
    }
}
