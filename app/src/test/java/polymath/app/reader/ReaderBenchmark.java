package polymath.app.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.documents.ReadingListener;
import polymath.app.storage.Attachment;

/// How quick a long PDF is read, the start of the reader's process included. Prints a line for each size and fails
/// beyond
/// the limits. Not in the suite; run it with
///
///     mvn -pl engine,app -am -Dtest=ReaderBenchmark -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip test
class ReaderBenchmark {
    private static final double COUNT_SECONDS = 2;
    private static final double PAGES_PER_SECOND = 100;

    @Test
    void threeHundredPages(@TempDir Path folder) throws Exception {
        assertThat(pagesPerSecond(folder, 300)).isGreaterThan(PAGES_PER_SECOND);
    }

    @Test
    void tenThousandPages(@TempDir Path folder) throws Exception {
        assertThat(pagesPerSecond(folder, 10_000)).isGreaterThan(PAGES_PER_SECOND);
    }

    private static double pagesPerSecond(Path folder, int pages) throws Exception {
        Path file = folder.resolve("long.pdf");
        Random random = new Random(pages);
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 1; i <= pages; i++) {
                pdf.page().font(PdfFiles.REGULAR, 9).line(290, 805, "" + i).font(PdfFiles.REGULAR, 11);
                float y = 90;
                while (y < 740)
                    y = pdf.column(60, y, 460, random.nextInt() + ". " + String.join(" ", PdfFiles.PROSE)) + 8;
            }
            pdf.save(file);
        }
        long start = System.nanoTime();
        AtomicLong counted = new AtomicLong();
        Attachment read = new ReaderProcess(ReaderLaunch.ofThisProgram()).read(file, new ReadingListener() {
            @Override
            public void begins(Runnable stop) {}

            @Override
            public void reading(int page, int count) {
                if (page == 0) counted.set(System.nanoTime() - start);
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        double countSeconds = counted.get() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d pages, %,d characters: counted after %.2f s, read after %.2f s, %.0f pages/s%n",
                pages,
                read.text().length(),
                countSeconds,
                seconds,
                pages / seconds);
        assertThat(read.marks()).hasSize(pages);
        assertThat(countSeconds).isLessThan(COUNT_SECONDS);
        return pages / seconds;
    }
}
