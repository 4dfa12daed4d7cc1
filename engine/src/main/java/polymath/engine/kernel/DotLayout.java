package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.GgmlType;

/// How a token's values must lie for [RowDots] to multiply rows as they are in the file.
///
/// A cell is one vector of ints out of a row: 4 [#N] weights, a byte each. Byte `k` of a lane is isolated by a mask and
/// not shifted down, so that as a number it is `2^8k` times too large; the token's value that it meets is divided by
/// that beforehand, which is exact. A cell's values are four vectors, one for each byte; where weights have an offset,
/// a fifth vector holds the lanes' sums times that. Behind the cells of a unit come the sums of its groups, where the
/// type has minimums.
///
/// Plain numbers meet the token's values as they are.
///
/// Where a scale or weight is a half float, shifting its bits makes a float that is `2^112` times too small. The token
/// makes up for one half of that and the sum for the other ([#rebias]), where neither overflows nor loses bits.
final class DotLayout {
    /// Bytes of a vector.
    private static final int BYTES = 4 * N;

    private static final float HALF_OF_BIAS = 0x1p56f;

    /// Powers of two by which the four bytes of a lane come out too large, by what the cell takes of each byte.
    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to the array
    private enum Take {
        /// All of it; the top byte is shifted down.
        BYTE(1, 0x1p-8f, 0x1p-16f, 1),
        /// The low four bits.
        LOW(1, 0x1p-8f, 0x1p-16f, 0x1p-24f),
        /// The high four bits; the top ones are shifted down, they would be a sign.
        HIGH(0x1p-4f, 0x1p-12f, 0x1p-20f, 1),
        /// Two bits each, from the lowest on; the top ones of the last are shifted down.
        PAIR_0(1, 0x1p-8f, 0x1p-16f, 0x1p-24f),
        PAIR_1(0x1p-2f, 0x1p-10f, 0x1p-18f, 0x1p-26f),
        PAIR_2(0x1p-4f, 0x1p-12f, 0x1p-20f, 0x1p-28f),
        PAIR_3(0x1p-6f, 0x1p-14f, 0x1p-22f, 1);

        private final float[] scales;

        Take(float... scales) {
            this.scales = scales;
        }
    }

    /// A cell's kind, and which weight of the unit the `i`-th of its bytes is.
    private record Cell(Take take, IntUnaryOperator weight) {}

    private static final Map<GgmlType, Optional<DotLayout>> LAYOUTS = layouts();

    private final int unit;
    private final Cell[] cells;
    private final float offset;
    private final int cellsOfOffset;
    private final int groups;
    private final float rebias;
    private final int[] order; // of each prepared value that is one of the token's

    /// @param unit weights that go together
    /// @param offset what is taken off each weight
    /// @param cellsOfOffset cells that share a scale, and so a vector for the offset
    /// @param groups groups of a unit that have a minimum
    /// @param rebias see [#rebias]
    private DotLayout(int unit, float offset, int cellsOfOffset, int groups, float rebias, Cell... cells) {
        this.unit = unit;
        this.rebias = rebias;
        this.cellsOfOffset = cellsOfOffset;
        this.cells = cells;
        this.offset = offset;
        this.groups = groups;
        order = new int[cells.length * 4 * N];
        for (int c = 0; c < cells.length; c++)
            for (int k = 0; k < 4; k++)
                for (int lane = 0; lane < N; lane++)
                    order[(4 * c + k) * N + lane] = cells[c].weight.applyAsInt(4 * lane + k);
    }

    /// The layout for rows of a type; empty if they cannot be multiplied in place.
    static Optional<DotLayout> of(GgmlType type) {
        return LAYOUTS.getOrDefault(type, Optional.empty());
    }

    /// Whether rows of this length consist of whole units.
    boolean fits(int cols) {
        return cols % unit == 0;
    }

    /// What a sum is to be multiplied with in the end; the token was multiplied with it too.
    float rebias() {
        return rebias;
    }

    /// Floats that `cols` values of a token become.
    int length(int cols) {
        return cols / unit * unitLength();
    }

    private int unitLength() {
        if (cells.length == 0) return 1;
        int offsets = offset == 0 ? 0 : cells.length / cellsOfOffset;
        return (4 * cells.length + offsets) * N + (groups == 0 ? 0 : Math.max(N, groups));
    }

    /// Lays out `x[at..at+cols)` in `out` from byte `o` on.
    void prepare(float[] x, int at, int cols, MemorySegment out, long o) {
        if (cells.length > 0) spread(x, at, cols, out, o);
        else for (int i = 0; i < cols; i++) out.set(LE_FLOAT, o + 4L * i, x[at + i] * rebias);
    }

    private void spread(float[] x, int at, int cols, MemorySegment out, long o) {
        for (int u = 0; u < cols; u += unit) {
            FloatVector sums = FloatVector.zero(F);
            for (int c = 0; c < cells.length; c++) {
                for (int k = 0; k < 4; k++, o += BYTES) {
                    FloatVector values = FloatVector.fromArray(F, x, at + u, order, (4 * c + k) * N);
                    values.mul(cells[c].take.scales[k] * rebias).intoMemorySegment(out, o, ByteOrder.LITTLE_ENDIAN);
                    sums = sums.add(values);
                }
                if (offset != 0 && (c + 1) % cellsOfOffset == 0) {
                    sums.mul(-offset * rebias).intoMemorySegment(out, o, ByteOrder.LITTLE_ENDIAN);
                    sums = FloatVector.zero(F);
                    o += BYTES;
                }
            }
            for (int g = 0; g < groups; g++, o += 4) {
                float sum = 0;
                for (int i = g * (unit / groups); i < (g + 1) * (unit / groups); i++) sum += x[at + u + i];
                out.set(LE_FLOAT, o, sum);
            }
            for (int g = groups; g > 0 && g < N; g++, o += 4) out.set(LE_FLOAT, o, 0);
        }
    }

    private static Map<GgmlType, Optional<DotLayout>> layouts() {
        Map<GgmlType, Optional<DotLayout>> all = new EnumMap<>(GgmlType.class);
        int unit = Math.max(32, 4 * N);
        put(all, GgmlType.Q4_0, new DotLayout(8 * N, 8, 2, 0, HALF_OF_BIAS, halves(Take.LOW, Take.HIGH)));
        put(all, GgmlType.Q8_0, new DotLayout(unit, 128, 1, 0, HALF_OF_BIAS, bytes(unit)));
        put(all, GgmlType.IQ4_NL, new DotLayout(8 * N, 128, 2, 0, HALF_OF_BIAS, halves(Take.BYTE, Take.BYTE)));
        put(all, GgmlType.IQ4_XS, new DotLayout(8 * N, 128, 2, 0, 1, halves(Take.BYTE, Take.BYTE)));
        put(all, GgmlType.Q4_K, new DotLayout(256, 0, 1, 8, 1, nibbles(true)));
        put(all, GgmlType.Q5_K, new DotLayout(256, 0, 1, 8, 1, nibbles(false)));
        put(all, GgmlType.Q6_K, new DotLayout(256, 32, 1, 0, 1, sixBits()));
        put(all, GgmlType.Q3_K, new DotLayout(256, 4, 1, 0, 1, pairs(Take.LOW, Take.LOW, Take.HIGH, Take.HIGH)));
        put(
                all,
                GgmlType.Q2_K,
                new DotLayout(256, 0, 1, 16, 1, pairs(Take.PAIR_0, Take.PAIR_1, Take.PAIR_2, Take.PAIR_3)));
        put(all, GgmlType.F16, new DotLayout(1, 0, 1, 0, HALF_OF_BIAS));
        for (GgmlType type : List.of(GgmlType.F32, GgmlType.BF16)) put(all, type, new DotLayout(1, 0, 1, 0, 1));
        return all;
    }

    private static void put(Map<GgmlType, Optional<DotLayout>> all, GgmlType type, DotLayout layout) {
        all.put(type, Optional.of(layout));
    }

    private static Cell cell(Take take, IntUnaryOperator weight) {
        return new Cell(take, weight);
    }

    /// 16 bytes for 32 weights: the low nibbles are the first 16, the high ones the others.
    private static Cell[] halves(Take low, Take high) {
        return new Cell[] {
            cell(low, i -> 32 * (i / 16) + i % 16), cell(high, i -> 32 * (i / 16) + 16 + i % 16),
        };
    }

    private static Cell[] bytes(int unit) {
        Cell[] cells = new Cell[unit / (4 * N)];
        for (int c = 0; c < cells.length; c++) {
            int from = 4 * N * c;
            cells[c] = cell(Take.BYTE, i -> from + i);
        }
        return cells;
    }

    /// Chunks of 32 bytes: the low nibbles are 32 weights, the high ones the next 32.
    private static Cell[] nibbles(boolean masked) {
        Cell[] cells = new Cell[64 / N];
        for (int c = 0; c < cells.length; c++) {
            int from = 4 * N * (c / 2);
            int high = 32 * (c % 2);
            Take take = masked ? c % 2 == 0 ? Take.LOW : Take.HIGH : Take.BYTE;
            cells[c] = cell(take, i -> 64 * ((from + i) / 32) + high + (from + i) % 32);
        }
        return cells;
    }

    /// Halves of 64 bytes of low bits: their low nibbles are 64 weights, the high ones the next 64.
    private static Cell[] sixBits() {
        Cell[] cells = new Cell[64 / N];
        for (int c = 0; c < cells.length; c++) {
            int from = 4 * N * (c / 2);
            int high = 64 * (c % 2);
            cells[c] = cell(Take.BYTE, i -> 128 * ((from + i) / 64) + high + (from + i) % 64);
        }
        return cells;
    }

    /// 64 bytes of four two-bit numbers each: 32 bytes hold 128 weights, pair by pair.
    private static Cell[] pairs(Take... takes) {
        Cell[] cells = new Cell[64 / N];
        for (int c = 0; c < cells.length; c++) {
            int from = 4 * N * (c / 4);
            int pair = 32 * (c % 4);
            cells[c] = cell(takes[c % 4], i -> 128 * ((from + i) / 32) + pair + (from + i) % 32);
        }
        return cells;
    }
}
