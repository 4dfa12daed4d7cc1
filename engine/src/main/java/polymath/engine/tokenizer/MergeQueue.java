package polymath.engine.tokenizer;

import java.util.Arrays;

/// The pairs that could be merged, the best first: a binary heap of plain longs, as texts have millions of pairs.
final class MergeQueue {
    private static final int FIRST_CAPACITY = 1024;

    private long[] heap = new long[FIRST_CAPACITY];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /// @param rank of the merge, at least 0: the lowest comes first
    /// @param left position of the pair, at least 0: the leftmost comes first among equal ranks
    void add(int rank, int left) {
        if (size == heap.length) heap = Arrays.copyOf(heap, Math.multiplyExact(size, 2));
        long entry = (long) rank << Integer.SIZE | left;
        int at = size++;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (heap[parent] <= entry) break;
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = entry;
    }

    /// Takes out the best entry, which [#rank] and [#left] take apart.
    long remove() {
        long best = heap[0];
        long entry = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) child++;
            if (heap[child] >= entry) break;
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = entry;
        return best;
    }

    static int rank(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    static int left(long entry) {
        return (int) entry;
    }
}
