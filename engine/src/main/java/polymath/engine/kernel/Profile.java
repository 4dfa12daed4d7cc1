package polymath.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Where the time of a step goes, by kind of operation. Used by the thread that computes.
public final class Profile {
    /// What one kind of operation took.
    ///
    /// @param operation such as `product Q4_0`
    /// @param bytes of weights or of the cache that were read, each once a call
    /// @param flops multiplications and additions
    public record Line(String operation, long calls, double seconds, long bytes, double flops) {
        /// Achieved GB/s.
        public double gigabytesPerSecond() {
            return bytes / (seconds * 1e9);
        }

        /// Achieved GFLOP/s.
        public double gigaflopsPerSecond() {
            return flops / (seconds * 1e9);
        }

        private Line and(Line other) {
            return new Line(
                    operation, calls + other.calls, seconds + other.seconds, bytes + other.bytes, flops + other.flops);
        }
    }

    private final Map<String, Line> lines = new TreeMap<>();

    /// What was measured since the last call, the longest first.
    public List<Line> take() {
        List<Line> taken = new ArrayList<>(lines.values());
        taken.sort((a, b) -> Double.compare(b.seconds, a.seconds));
        lines.clear();
        return taken;
    }

    void add(String operation, long start, long bytes, double flops) {
        Line line = new Line(operation, 1, (System.nanoTime() - start) / 1e9, bytes, flops);
        lines.merge(operation, line, Line::and);
    }
}
