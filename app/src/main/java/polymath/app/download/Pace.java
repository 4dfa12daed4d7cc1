package polymath.app.download;

/// Bytes a second, and when to say so. Belongs to one thread.
final class Pace {
    private static final long REPORT_NANOS = 250_000_000L;
    /// What is older counts for little.
    private static final double MEMORY_SECONDS = 5;

    private long reported = System.nanoTime();
    private long bytes;
    private double perSecond;

    void add(long some) {
        bytes += some;
    }

    /// True some times a second.
    boolean isDue() {
        return System.nanoTime() - reported >= REPORT_NANOS;
    }

    /// Bytes a second, lately; what [#add] took since the last call is in it.
    double next() {
        long now = System.nanoTime();
        double seconds = Math.max(1e-3, (now - reported) / 1e9);
        double weight = perSecond == 0 ? 1 : 1 - Math.exp(-seconds / MEMORY_SECONDS);
        perSecond += weight * (bytes / seconds - perSecond);
        reported = now;
        bytes = 0;
        return perSecond;
    }
}
