package polymath.engine.cuda.ptx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a kernel's registers and variables are.
///
/// A function that the kernel calls is copied into it, with names of its own by a prefix.
final class Frame {
    /// @param space [Space#GENERIC] for a plain register
    record Place(Space space, long address) {}

    private final Map<String, Integer> registers = new HashMap<>();
    private final Map<Long, Integer> constants = new HashMap<>();
    private final Map<Special, Integer> specials = new HashMap<>();
    private final Map<String, Place> variables = new HashMap<>();
    private int rows;
    private long localBytes;
    private long sharedBytes;
    private boolean bytesShared;

    /// Room for a variable of the thread or of the block.
    void declare(String key, PtxText.Variable variable) {
        boolean shared = variable.space() == Space.SHARED;
        // an inner function's parameters live in the thread's memory
        long at = align(shared ? sharedBytes : localBytes, variable.align());
        if (shared) sharedBytes = at + variable.bytes();
        else localBytes = at + variable.bytes();
        variables.put(key, new Place(shared ? Space.SHARED : Space.LOCAL, at));
    }

    void put(String key, Place place) {
        variables.put(key, place);
    }

    Optional<Place> find(String key) {
        return Optional.ofNullable(variables.get(key));
    }

    int register(String prefix, String name) {
        Optional<Special> special = Special.find(name);
        if (special.isPresent()) return specials.computeIfAbsent(special.get(), k -> newRow());
        // nobody reads it
        if (name.equals("_")) return newRow();
        return registers.computeIfAbsent(prefix + name, k -> newRow());
    }

    int constant(long value) {
        return constants.computeIfAbsent(value, k -> newRow());
    }

    /// Notes that shared memory is accessed by less than words of 4 bytes.
    void sharesBytes() {
        bytesShared = true;
    }

    /// The least that is accessed of shared memory, 1 or 4 bytes.
    int sharedUnit() {
        return bytesShared ? 1 : 4;
    }

    int rows() {
        return rows / Warp.LANES;
    }

    int localBytes() {
        return Math.toIntExact(align(localBytes, 16));
    }

    int sharedBytes() {
        return Math.toIntExact(sharedBytes);
    }

    Map<Integer, Long> constants() {
        return inverse(constants);
    }

    Map<Integer, Special> specials() {
        return inverse(specials);
    }

    static long align(long value, int to) {
        return (value + to - 1) / to * to;
    }

    private int newRow() {
        int row = rows;
        rows += Warp.LANES;
        return row;
    }

    private static <T> Map<Integer, T> inverse(Map<T, Integer> map) {
        Map<Integer, T> inverse = new LinkedHashMap<>();
        map.forEach((key, row) -> inverse.put(row, key));
        return inverse;
    }
}
