package polymath.engine.cuda.ptx;

import java.util.List;
import java.util.Optional;

/// Instructions in which a warp's lanes hold matrices together. Source: PTX ISA, "Matrix Fragments for mma.m16n8k8",
/// the same for m16n8k16, and "ldmatrix".
///
/// In each of them lane `l` has, of a matrix of 8 by 8, two neighbours of line `l / 4`, from `l % 4 * 2` on: the lower
/// half of a register, and the upper one. Lines are rows, but columns of the right factor.
final class TensorBodies {
    private static final int SIDE = 8;
    private static final int ROW_BYTES = 2 * SIDE;

    private TensorBodies() {}

    /// `mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 d, a, b, c`, and with k8.
    ///
    /// Sums are those of doubles, c first and then in the order of k, and rounded once. A device adds in an order and
    /// with a rounding that its manual leaves open.
    static Instruction.Body multiply(Site site) {
        Opcode op = site.opcode();
        int steps = op.takeOneOf("m16n8k8", "m16n8k16").orElseThrow(op::unknown).endsWith("k8") ? 1 : 2;
        if (!op.take("sync") || !op.take("aligned")) throw op.unknown();
        // how both factors lie, and what the result, the factors and what is added are
        for (String part : List.of("row", "col", "f32", "f16", "f16", "f32"))
            if (!op.takeNext().equals(Optional.of(part))) throw op.unknown();
        int[] to = rows(site, 0, PtxType.F32, 4);
        int[] a = rows(site, 1, PtxType.F16X2, 2 * steps);
        int[] b = rows(site, 2, PtxType.F16X2, steps);
        int[] c = rows(site, 3, PtxType.F32, 4);
        return (warp, lanes) -> {
            if (allMeet(warp, lanes)) multiply(warp.registers, to, a, b, c);
        };
    }

    private static void multiply(long[] r, int[] to, int[] a, int[] b, int[] c) {
        int depth = SIDE * b.length;
        float[] left = new float[2 * SIDE * depth];
        float[] right = new float[SIDE * depth];
        for (int l = 0; l < Warp.LANES; l++) {
            int at = line(l) * depth + first(l);
            // down first, then to the right
            for (int i = 0; i < a.length; i++) unpack(r[a[i] + l], left, at + (i % 2 * depth + i / 2) * SIDE);
            for (int i = 0; i < b.length; i++) unpack(r[b[i] + l], right, at + i * SIDE);
        }
        // apart from the registers, which may be those of c in another order
        long[] sums = new long[to.length * Warp.LANES];
        for (int i = 0; i < to.length; i++) {
            for (int l = 0; l < Warp.LANES; l++) {
                int row = (line(l) + i / 2 * SIDE) * depth;
                int column = (first(l) + i % 2) * depth;
                double sum = Float.intBitsToFloat((int) r[c[i] + l]);
                for (int k = 0; k < depth; k++) sum += (double) left[row + k] * right[column + k];
                sums[i * Warp.LANES + l] = Floats.write(PtxType.F32, sum);
            }
        }
        for (int i = 0; i < to.length; i++) System.arraycopy(sums, i * Warp.LANES, r, to[i], Warp.LANES);
    }

    /// `ldmatrix.sync.aligned.m8n8.x4.shared.b16 d, [address]`, and with x1, x2 and trans: lane `l` says where row
    /// `l % 8` of matrix `l / 8` is.
    static Instruction.Body load(Site site) {
        Opcode op = site.opcode();
        if (!op.take("sync") || !op.take("aligned") || !op.take("m8n8")) throw op.unknown();
        int count = op.takeOneOf("x1", "x2", "x4").orElseThrow(op::unknown).charAt(1) - '0';
        boolean transposed = op.take("trans");
        Site.Access access = site.access(1, op.space().orElse(Space.GENERIC));
        // an address among all must be one of shared memory too
        long offset = access.offset() - (access.space() == Space.GENERIC ? Space.SHARED.window() : 0);
        if (op.type() != PtxType.B16 || access.space() != Space.SHARED && access.space() != Space.GENERIC)
            throw op.unknown();
        int[] to = rows(site, 0, PtxType.B32, count);
        return (warp, lanes) -> {
            if (!allMeet(warp, lanes)) return;
            long[] r = warp.registers;
            long[] halves = new long[count * SIDE * SIDE];
            for (int row = 0; row < count * SIDE; row++) {
                byte[] memory = warp.memory.at(Space.SHARED, Use.READ, row, r[access.row() + row] + offset, ROW_BYTES);
                for (int i = 0; i < SIDE; i++)
                    halves[row * SIDE + i] = Bytes.read(memory, warp.memory.place + 2 * i, PtxType.U16);
            }
            for (int i = 0; i < count; i++) {
                for (int l = 0; l < Warp.LANES; l++) {
                    int at = i * SIDE * SIDE + (transposed ? first(l) * SIDE + line(l) : line(l) * SIDE + first(l));
                    r[to[i] + l] = halves[at] | halves[at + (transposed ? SIDE : 1)] << 16;
                }
            }
        };
    }

    /// Whether all lanes of the warp are here; if not, those who are wait, and if some can never come, that is a fault.
    private static boolean allMeet(Warp warp, int lanes) {
        int met = warp.meet(lanes, Warp.ALL);
        if (met != 0 && met != Warp.ALL)
            throw warp.fault(met, "wants all lanes of its warp, of which only 0x%08x come".formatted(met));
        return met != 0;
    }

    private static int line(int lane) {
        return lane / 4;
    }

    private static int first(int lane) {
        return lane % 4 * 2;
    }

    private static void unpack(long pair, float[] into, int at) {
        into[at] = Float.float16ToFloat((short) pair);
        into[at + 1] = Float.float16ToFloat((short) (pair >> 16));
    }

    private static int[] rows(Site site, int index, PtxType type, int count) {
        int[] rows = site.rows(index, type);
        if (rows.length != count) throw site.opcode().unknown();
        return rows;
    }
}
