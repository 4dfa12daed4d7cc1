package polymath.app.models;

import polymath.app.ui.Strings;

/// Sizes in words: gigabytes of a thousand million bytes, as file managers and shops count them.
final class Bytes {
    private static final double GB = 1e9;

    private Bytes() {}

    static String ofTotal(long bytes, long total, Strings strings) {
        return strings.get("bytes.ofTotal", bytes / GB, total / GB);
    }

    static String of(long bytes, Strings strings) {
        return strings.get("bytes", bytes / GB);
    }
}
