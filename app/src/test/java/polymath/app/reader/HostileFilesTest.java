package polymath.app.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.documents.DocumentException;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.documents.ReadingListener;

/// Sound documents with bytes changed, cut off, doubled and moved: they are read or refused, in time. The system
/// property `polymath.hostileFiles` says how many (the suite reads a few).
class HostileFilesTest {
    private static final int FILES = Integer.getInteger("polymath.hostileFiles", 40);
    private static final int PROCESSES = Integer.getInteger("polymath.hostileFiles", 4);
    private static final long SEED = 20_261_123;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long MOST_RESIDENT_KB = 768 << 10;

    @TempDir
    Path folder;

    private final List<Path> sound = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        String prose = String.join(" ", PdfFiles.PROSE);
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 0; i < 4; i++) pdf.page().unicode(11).column(60, 120, 400, prose);
            sound.add(pdf.save(folder.resolve("a.pdf")));
        }
        sound.add(ZipFiles.docx(
                folder.resolve("a.docx"), ZipFiles.paragraph(prose).repeat(20)));
        sound.add(ZipFiles.odt(folder.resolve("a.odt"), ("<text:p>" + prose + "</text:p>").repeat(20)));
        sound.add(ZipFiles.epub(folder.resolve("a.epub"), "<p>" + prose, "<h1>Two</h1><table><tr><td>x"));
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(folder.resolve("a.xlsx"))) {
            for (int i = 0; i < 40; i++)
                (i == 0 ? book.createSheet("S") : book.getSheetAt(0))
                        .createRow(i)
                        .createCell(i % 5)
                        .setCellValue(prose);
            book.write(out);
        }
        sound.add(folder.resolve("a.xlsx"));
        sound.add(Files.writeString(folder.resolve("a.rtf"), "{\\rtf1\\ansi " + (prose + "\\par ").repeat(9) + "}"));
        sound.add(Files.writeString(folder.resolve("a.html"), ("<p>" + prose + "<div style='x:y'>").repeat(9)));
        sound.add(Files.writeString(folder.resolve("a.csv"), (prose + "\n\"a\"\"b\",c\n").repeat(9)));
    }

    private Path mutant(int number) throws IOException {
        Random random = new Random(SEED + number);
        Path original = sound.get(number % sound.size());
        String name = original.getFileName().toString();
        Path file = folder.resolve("mutant" + number + name.substring(1));
        byte[] bytes = Files.readAllBytes(original);
        // Changed from outside, a zip fails at its checksums; what reads its parts sees the change from inside only.
        if (bytes[0] != 'P' || random.nextBoolean()) return Files.write(file, changed(bytes, random));
        try (ZipFile zip = new ZipFile(original.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] part = zip.getInputStream(entry).readAllBytes();
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write(random.nextBoolean() ? changed(part, random) : part);
            }
        }
        return file;
    }

    private static byte[] changed(byte[] original, Random random) {
        byte[] bytes = original.clone();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            int other = random.nextInt(bytes.length);
            int length = Math.min(1 + random.nextInt(200), bytes.length - Math.max(at, other));
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> System.arraycopy(bytes.clone(), at, bytes, other, length);
                case 3 -> digit(bytes, at, random);
                default -> {
                    if (i == 1) bytes = Arrays.copyOf(bytes, Math.max(1, at));
                }
            }
        }
        return bytes;
    }

    /// The next number becomes a larger one: lengths and offsets are numbers.
    private static void digit(byte[] bytes, int from, Random random) {
        for (int i = from; i < bytes.length; i++)
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                bytes[i] = (byte) ('0' + random.nextInt(10));
                return;
            }
    }

    @Test
    void soundOnesAreRead() throws IOException {
        for (Path file : sound)
            assertThat(Read.of(file).done()).as(file.toString()).isTrue();
    }

    @Test
    void mutantsAreReadOrRefused() throws IOException {
        for (int i = 0; i < FILES; i++) {
            Path file = mutant(i);
            Read read = assertTimeoutPreemptively(LIMIT, () -> Read.of(file), "seed " + SEED + ", mutant " + i);
            assertThat(read.done() ^ !read.failure().isEmpty())
                    .as("seed " + SEED + ", mutant " + i)
                    .isTrue();
            Files.delete(file);
        }
    }

    @Test
    void theirReadersStayWithinTimeAndMemory() throws Exception {
        ReaderProcess reader = new ReaderProcess(ReaderLaunch.ofThisProgram());
        AtomicLong resident = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread watch = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                LockSupport.parkNanos(20_000_000);
                ProcessHandle.current()
                        .children()
                        .forEach(p -> resident.accumulateAndGet(residentKb(p.pid()), Math::max));
            }
        });
        int read = 0;
        Duration slowest = Duration.ZERO;
        for (int i = 0; i < PROCESSES; i++) {
            Path file = mutant(1_000 + i);
            long from = System.nanoTime();
            try {
                assertThat(reader.read(file, ReadingListener.NONE).text()).isNotBlank();
                read++;
            } catch (DocumentException e) {
                assertThat(e.code()).isNotIn(DocumentException.Code.NO_READER, DocumentException.Code.UNREADABLE);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - from);
            assertThat(took).as("seed " + SEED + ", mutant " + (1_000 + i)).isLessThan(LIMIT);
            if (took.compareTo(slowest) > 0) slowest = took;
        }
        done.set(true);
        watch.join();
        System.out.printf(
                Locale.ROOT,
                "%d hostile files, %d read, the others refused; slowest %d ms, reader at most %d MB%n",
                PROCESSES,
                read,
                slowest.toMillis(),
                resident.get() >> 10);
        assertThat(resident.get()).isLessThan(MOST_RESIDENT_KB);
    }

    /// The most memory a process had at once; 0 where the system does not say.
    private static long residentKb(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1))
                if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", ""));
        } catch (IOException | NumberFormatException e) {
            return 0; // it has just ended
        }
        return 0;
    }
}
