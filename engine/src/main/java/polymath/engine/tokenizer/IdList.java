package polymath.engine.tokenizer;

import java.util.Arrays;

/// A growing list of token ids.
final class IdList {
    private static final int FIRST_CAPACITY = 64;

    private int[] ids = new int[FIRST_CAPACITY];
    private int size;

    void add(int id) {
        if (size == ids.length) ids = Arrays.copyOf(ids, Math.multiplyExact(size, 2));
        ids[size++] = id;
    }

    int[] toArray() {
        return Arrays.copyOf(ids, size);
    }
}
