package polymath.engine.cuda.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Copies to shared memory that the lanes of a warp have begun and not yet waited for. Source: PTX ISA, "cp.async" and
/// what follows it there.
///
/// A copy reads at once, and writes when it is waited for; until then nobody may touch the place that it goes to.
final class CopyBodies {
    private static final class Copy {
        private final int lane;
        // which of the lane's groups it belongs to
        private final int group;
        private final int to;
        private final byte[] content;

        private Copy(int lane, int group, int to, byte[] content) {
            this.lane = lane;
            this.group = group;
            this.to = to;
            this.content = content;
        }
    }

    private final List<Copy> begun = new ArrayList<>();
    private final int[] groups = new int[Warp.LANES];

    /// For another block.
    void begin() {
        begun.clear();
        Arrays.fill(groups, 0);
    }

    static Instruction.Body decode(Site site) {
        Opcode op = site.opcode();
        if (!op.take("async")) throw op.unknown();
        if (op.take("commit_group"))
            return (warp, lanes) -> {
                for (int l = 0; l < Warp.LANES; l++) if ((lanes >> l & 1) != 0) warp.copies.groups[l]++;
            };
        if (op.take("wait_all")) return (warp, lanes) -> warp.copies.finish(warp, lanes, -1);
        if (op.take("wait_group")) {
            int newest = whole(site, 0);
            return (warp, lanes) -> warp.copies.finish(warp, lanes, newest);
        }
        boolean large = op.takeOneOf("cg", "ca").orElseThrow(op::unknown).equals("cg");
        // how much the cache may read ahead
        op.ignore();
        if (op.space().orElse(Space.GENERIC) != Space.SHARED || op.space().orElse(Space.GENERIC) != Space.GLOBAL)
            throw op.unknown();
        Site.Access to = site.access(0, Space.SHARED);
        Site.Access from = site.access(1, Space.GLOBAL);
        int bytes = whole(site, 2);
        if (bytes != 16 && (large || bytes != 4 && bytes != 8)) throw op.unknown();
        int count = site.count() > 3 ? site.row(3, PtxType.U32) : site.constant(bytes);
        return (warp, lanes) -> {
            long[] r = warp.registers;
            for (int left = lanes; left != 0; left &= left - 1) {
                int lane = Integer.numberOfTrailingZeros(left);
                long source = r[from.row() + lane] + from.offset();
                byte[] content = content(warp, lane, source, bytes, (int) r[count + lane]);
                warp.memory.at(Space.SHARED, Use.WRITE, lane, r[to.row() + lane] + to.offset(), bytes);
                warp.copies.begun.add(new Copy(lane, warp.copies.groups[lane], warp.memory.place, content));
                warp.shared().beginCopy(warp.memory.place, bytes);
            }
        };
    }

    /// What is read of the source, with zeros behind it.
    private static byte[] content(Warp warp, int lane, long source, int bytes, int count) {
        if (count < 0 || count > bytes) throw warp.fault(1 << lane, "%d bytes of %d".formatted(count, bytes));
        warp.memory.checkAligned(Use.READ, lane, source, bytes);
        byte[] content = new byte[bytes];
        if (count == bytes) {
            byte[] memory = warp.memory.at(Space.GLOBAL, Use.READ, lane, source, bytes);
            System.arraycopy(memory, warp.memory.place, content, 0, bytes);
            return content;
        }
        for (int i = 0; i < count; i++)
            content[i] = warp.memory.at(Space.GLOBAL, Use.READ, lane, source + i, 1)[warp.memory.place];
        return content;
    }

    /// Ends what lanes have begun, but for their newest groups.
    ///
    /// @param newest how many of those; -1 to end also what belongs to no group yet
    private void finish(Warp warp, int lanes, int newest) {
        begun.removeIf(copy -> {
            if ((lanes >> copy.lane & 1) == 0 || copy.group >= groups[copy.lane] - newest) return false;
            warp.shared().endCopy(copy.to, copy.content, warp.number());
            return true;
        });
    }

    private static int whole(Site site, int index) {
        if (!(site.operand(index) instanceof Operand.Whole whole))
            throw site.opcode().unknown();
        return (int) whole.value();
    }
}
