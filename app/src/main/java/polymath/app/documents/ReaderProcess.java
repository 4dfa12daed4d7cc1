package polymath.app.documents;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.Attachment;

/// Reads documents of every format in processes of their own, one for each document. What a document does to its reader
/// stays there: at worst it is told in a sentence. A reader that gets stuck or dies on one page is started again behind
/// it.
public final class ReaderProcess {
    /// Largest file read, in bytes.
    static final long MAX_BYTES = 512L << 20;

    private static final System.Logger LOG = System.getLogger(ReaderProcess.class.getName());
    private static final int MOST_RESTARTS = 5;

    private final ReaderLaunch launch;
    private final ReaderLimits limits;

    public ReaderProcess(ReaderLaunch launch) {
        this(launch, ReaderLimits.USUAL);
    }

    ReaderProcess(ReaderLaunch launch, ReaderLimits limits) {
        this.launch = launch;
        this.limits = limits;
    }

    /// Reads the whole document; blocks while it does.
    ///
    /// @throws DocumentException if it cannot be read, or the reading was stopped
    public Attachment read(Path file, ReadingListener listener) throws DocumentException {
        String name = String.valueOf(file.getFileName());
        try {
            BasicFileAttributes before = regular(file, name);
            Path scratch = Files.createTempDirectory("polymath-reader");
            try {
                Attachment read = read(file, name, scratch, listener);
                FileTime written = before.lastModifiedTime();
                if (regular(file, name).size() != before.size()
                        || !regular(file, name).lastModifiedTime().equals(written))
                    throw new DocumentException(Code.CHANGED, name);
                return read;
            } finally {
                delete(scratch);
            }
        } catch (NoSuchFileException e) {
            throw new DocumentException(Code.NOT_FOUND, name);
        } catch (IOException e) {
            throw new DocumentException(Code.UNREADABLE, name, String.valueOf(e.getMessage()));
        }
    }

    private static BasicFileAttributes regular(Path file, String name) throws IOException, DocumentException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // Before it is opened: opening a pipe waits for its other end.
        if (!attributes.isRegularFile()) throw new DocumentException(Code.NOT_A_FILE, name);
        if (attributes.size() > MAX_BYTES)
            throw new DocumentException(Code.TOO_LARGE, name, attributes.size(), MAX_BYTES);
        if (attributes.size() == 0) throw new DocumentException(Code.EMPTY, name);
        if (!Files.isReadable(file)) throw new DocumentException(Code.UNREADABLE, name, file);
        return attributes;
    }

    private Attachment read(Path file, String name, Path scratch, ReadingListener listener) throws DocumentException {
        ReadPages pages = new ReadPages();
        Set<Integer> skipped = new HashSet<>();
        ReaderStop stop = new ReaderStop();
        listener.begins(stop::stop);
        for (int i = 0; i <= MOST_RESTARTS && !stop.stopped(); i++) {
            List<String> command = launch.command(file, scratch, pages.last() + 1, skipped);
            ReaderRun run = new ReaderRun(pages, listener, limits);
            ReaderRun.End end;
            try {
                end = run.of(new ProcessBuilder(command), stop);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the document reader does not start", e);
                throw new DocumentException(Code.NO_READER, name);
            }
            if (stop.stopped()) break;
            if (end == ReaderRun.End.FAILED) throw run.failure(name);
            if (end == ReaderRun.End.DONE) {
                if (pages.isBlank()) throw new DocumentException(Code.EMPTY, name);
                return pages.toAttachment(name, skipped);
            }
            if (end == ReaderRun.End.NEVER_BEGAN) throw new DocumentException(Code.NO_READER, name);
            if (!run.byPages() || !skipped.add(run.page())) break;
        }
        throw new DocumentException(stop.stopped() ? Code.CANCELLED : Code.TOO_COMPLEX, name);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "temporary files of the document reader stay", e);
        }
    }
}
