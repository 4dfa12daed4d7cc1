package polymath.engine.cuda.ptx;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/// Instructions in which the lanes of a warp, or the warps of a block, meet. Source: PTX ISA, "Parallel
/// Synchronization and Communication Instructions" and "shfl.sync".
final class WarpBodies {
    private WarpBodies() {}

    /// What the lanes do when all who are named in a mask have come.
    private interface Meeting {
        void execute(long[] registers, int lanes);
    }

    private static Instruction.Body meet(int maskRow, Meeting meeting) {
        return (warp, lanes) -> {
            for (int left = lanes; left != 0; ) {
                long mask = warp.registers[maskRow + Integer.numberOfTrailingZeros(left)];
                int together = 0;
                for (int l = 0; l < Warp.LANES; l++)
                    if ((left >> l & 1) != 0 && (int) warp.registers[maskRow + l] == (int) mask) together |= 1 << l;
                left &= ~together;
                int met = warp.meet(together, (int) mask);
                if (met != 0) meeting.execute(warp.registers, met);
            }
        };
    }

    static Instruction.Body barrier(Site site) {
        Opcode op = site.opcode();
        boolean ofWarp = op.take("warp");
        if (!op.take("sync")) throw op.unknown();
        op.ignore("cta", "aligned");
        if (ofWarp) return meet(site.row(0, PtxType.U32), (registers, lanes) -> {});
        int id = site.row(0, PtxType.U32);
        int count = site.count() > 1 ? site.row(1, PtxType.U32) : site.constant(0);
        return (warp, lanes) -> warp.waitAtBarrier(lanes, id, count);
    }

    static Instruction.Body shuffle(Site site) {
        Opcode op = site.opcode();
        if (!op.take("sync")) throw op.unknown();
        String mode = op.takeOneOf("up", "down", "bfly", "idx").orElseThrow(op::unknown);
        PtxType type = op.type();
        int[] to = site.rows(0, type);
        int value = site.row(1, type);
        int by = site.row(2, PtxType.U32);
        int clamp = site.row(3, PtxType.U32);
        int mask = site.row(4, PtxType.U32);
        return (warp, all) -> meet(mask, (r, lanes) -> {
                    long[] values = Arrays.copyOfRange(r, value, value + Warp.LANES);
                    for (int l = 0; l < Warp.LANES; l++) {
                        if ((lanes >> l & 1) == 0) continue;
                        int from = source(mode, l, (int) r[by + l], (int) r[clamp + l]);
                        int lane = from < 0 ? l : from;
                        if ((lanes >> lane & 1) == 0)
                            throw warp.fault(1 << l, "reads from lane %d, which is not here".formatted(lane));
                        r[to[0] + l] = values[lane];
                        if (to.length > 1) r[to[1] + l] = from < 0 ? 0 : 1;
                    }
                })
                .execute(warp, all);
    }

    /// @return -1 if the lane keeps its own value
    private static int source(String mode, int lane, int by, int clamp) {
        int segment = clamp >> 8 & 31;
        int last = lane & segment | clamp & 31 & ~segment;
        int distance = by & 31;
        return switch (mode) {
            case "up" -> lane - distance >= last ? lane - distance : -1;
            case "down" -> lane + distance <= last ? lane + distance : -1;
            case "bfly" -> (lane ^ distance) <= last ? lane ^ distance : -1;
            default -> {
                int from = lane & segment | distance & ~segment;
                yield from <= last ? from : -1;
            }
        };
    }

    static Instruction.Body vote(Site site) {
        Opcode op = site.opcode();
        if (!op.take("sync")) throw op.unknown();
        String mode = op.takeOneOf("all", "any", "uni", "ballot").orElseThrow(op::unknown);
        PtxType type = op.type();
        int to = site.row(0, type);
        int predicate = site.row(1, PtxType.PRED);
        return meet(site.row(2, PtxType.U32), (r, lanes) -> {
            int set = 0;
            for (int l = 0; l < Warp.LANES; l++) if (r[predicate + l] != 0) set |= 1 << l;
            set &= lanes;
            long result = switch (mode) {
                case "all" -> set == lanes ? 1 : 0;
                case "any" -> set != 0 ? 1 : 0;
                case "uni" -> set == 0 || set == lanes ? 1 : 0;
                default -> set;
            };
            assign(r, to, lanes, l -> (int) result);
        });
    }

    static Instruction.Body match(Site site) {
        Opcode op = site.opcode();
        boolean all = op.takeOneOf("any", "all").orElseThrow(op::unknown).equals("all");
        if (!op.take("sync")) throw op.unknown();
        PtxType type = op.type();
        int[] to = site.rows(0, type);
        int value = site.row(1, type);
        return meet(site.row(2, PtxType.U32), (r, lanes) -> {
            int[] same = new int[Warp.LANES];
            for (int l = 0; l < Warp.LANES; l++)
                for (int k = 0; k < Warp.LANES; k++)
                    if ((lanes >> k & 1) != 0 && type.narrow(r[value + k]) == type.narrow(r[value + l]))
                        same[l] |= 1 << k;
            assign(r, to[0], lanes, l -> !all || same[l] == lanes ? same[l] : 0);
            if (to.length > 1) assign(r, to[1], lanes, l -> same[l] == lanes ? 1 : 0);
        });
    }

    static Instruction.Body active(Site site) {
        int to = site.row(0, site.opcode().type());
        return (warp, lanes) -> assign(warp.registers, to, lanes, l -> lanes);
    }

    static Instruction.Body jumpByNumber(Site site) {
        site.opcode().ignore("idx", "uni");
        int number = site.row(0, PtxType.U32);
        int[] targets = site.targets(1);
        return (warp, lanes) -> {
            for (int left = lanes; left != 0; left &= left - 1) {
                int lane = Integer.numberOfTrailingZeros(left);
                int chosen = (int) warp.registers[number + lane];
                if (chosen < 0 || chosen >= targets.length) throw warp.fault(1 << lane, "no target " + chosen);
                warp.jump(1 << lane, targets[chosen]);
            }
        };
    }

    private static void assign(long[] registers, int row, int lanes, IntUnaryOperator value) {
        for (int l = 0; l < Warp.LANES; l++) if ((lanes >> l & 1) != 0) registers[row + l] = value.applyAsInt(l);
    }
}
