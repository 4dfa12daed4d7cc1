package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keeps [HistoryBenchmark] runnable; the figures that count are those of the full size on a quiet machine.
class HistoryBenchmarkTest {
    @Test
    void aSmallHistoryIsFarBelowTheLimits(@TempDir Path folder) {
        HistoryBenchmark.Figures figures = HistoryBenchmark.measured(folder, 100, 4, 20);
        assertThat(figures.search()).isLessThan(HistoryBenchmark.SEARCH_MILLIS);
        assertThat(figures.open()).isLessThan(2 * HistoryBenchmark.OPEN_MILLIS);
    }
}
