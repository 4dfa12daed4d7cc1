package polymath.app.ui;

/// Sizes in words: gigabytes of a thousand million bytes, as file managers and shops count them.
public final class Bytes {
    private static final double GB = 1e9;
    private static final double MB = 1e6;

    private Bytes() {}

    public static String of(long bytes, Strings strings) {
        if (bytes > 0 && bytes < MB) return strings.get("bytes.little");
        return bytes < 0.95 * GB ? strings.get("bytes.mega", bytes / MB) : strings.get("bytes.giga", bytes / GB);
    }

    public static String ofTotal(long bytes, long total, Strings strings) {
        return strings.get("bytes.ofTotal", of(bytes, strings), total / GB);
    }
}
