package polymath.engine.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/// Finds tokens by their bytes: an open hash table, so that a range of a text is looked up without copying it.
final class PieceIndex {
    /// The answer for bytes that are no token.
    static final int NONE = -1;

    private final List<byte[]> pieces;
    private final int[] slots;
    private final int longestBytes;

    /// @param pieces by id; of equal ones the first counts
    /// @param included which ids can be found
    PieceIndex(List<byte[]> pieces, IntPredicate included) {
        this.pieces = pieces;
        // At most half full, so that probes stay short.
        this.slots = new int[Integer.highestOneBit(Math.max(1, pieces.size())) * 4];
        Arrays.fill(slots, NONE);
        int longest = 0;
        for (int id = 0; id < pieces.size(); id++) {
            if (!included.test(id)) continue;
            byte[] piece = pieces.get(id);
            int slot = slotOf(piece, 0, piece.length);
            if (slots[slot] == NONE) slots[slot] = id;
            longest = Math.max(longest, piece.length);
        }
        this.longestBytes = longest;
    }

    /// The id of the bytes `from` to `to` of a text, or [#NONE].
    int find(byte[] text, int from, int to) {
        return to - from > longestBytes ? NONE : slots[slotOf(text, from, to)];
    }

    /// Where these bytes are, or would be.
    private int slotOf(byte[] text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) hash = hash * 0x01000193 + text[i];
        int slot = ((hash ^ (hash >>> 15)) * 0x9E3779B1) >>> Integer.numberOfLeadingZeros(slots.length - 1);
        while (slots[slot] != NONE) {
            byte[] piece = pieces.get(slots[slot]);
            if (Arrays.equals(piece, 0, piece.length, text, from, to)) return slot;
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }
}
