package polymath.engine.cuda;

/// One layer's keys and values on the device, `[kvHeads, capacity, size]` each.
///
/// @param element F32 or F16
/// @param capacity positions that there is room for
/// @param size of a head, a multiple of 8 up to [#MOST_SIZE]
public record DeviceCache(Element element, int kvHeads, int capacity, int size, DevicePlace keys, DevicePlace values) {
    /// Numbers of the largest head.
    public static final int MOST_SIZE = 128;

    public DeviceCache {
        if (element == Element.BF16) throw new IllegalArgumentException("keys and values are F32 or F16, not BF16");
        if (kvHeads < 1 || capacity < 1)
            throw new IllegalArgumentException("no cache of %d heads, %d positions".formatted(kvHeads, capacity));
        if (size < 8 || size > MOST_SIZE || size % 8 != 0)
            throw new IllegalArgumentException(
                    "a head has a multiple of 8 numbers, at most %d, got %d".formatted(MOST_SIZE, size));
        long bytes = bytes(element, kvHeads, capacity, size);
        keys.address(bytes, 16);
        values.address(bytes, 16);
    }

    /// Bytes of the keys, and of the values.
    public static long bytes(Element element, int kvHeads, int capacity, int size) {
        return Math.multiplyExact((long) kvHeads * capacity, size * element.bytes());
    }

    long keysAddress() {
        return keys.address(bytes(element, kvHeads, capacity, size), 16);
    }

    long valuesAddress() {
        return values.address(bytes(element, kvHeads, capacity, size), 16);
    }
}
