package polymath.app.documents;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import polymath.app.documents.DocumentException.Code;
import polymath.engine.api.BoundedLines;

/// One process of the reader, from its start to its end. The calling thread reads what it says; a timer looks whether
/// it
/// still says anything.
final class ReaderRun {
    /// Of one line: the longest page, every character of it escaped.
    private static final int MOST_LINE_CHARS = 6 * (4 << 20) + 10_000;

    private static final int MOST_FOREIGN = 100;
    private static final Executor NEXT_LOOK =
            CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS, Runnable::run);

    enum End {
        DONE,
        /// With a reason, see [#failure].
        FAILED,
        /// Without a word before: the reader itself is missing or does not run here.
        NEVER_BEGAN,
        /// Killed, crashed, out of memory, or stopped because it took too long.
        DIED
    }

    private final ReadPages pages;
    private final ReadingListener listener;
    private final ReaderLimits limits;
    private Optional<ReaderLine.Failed> failed = Optional.empty();
    private int count;
    private boolean apart;
    private boolean began;
    private volatile int page;
    private volatile long heardNanos;
    private volatile Duration usedBefore = Duration.ZERO; // of the processor, when the page began
    private volatile boolean ended;

    ReaderRun(ReadPages pages, ReadingListener listener, ReaderLimits limits) {
        this.pages = pages;
        this.listener = listener;
        this.limits = limits;
    }

    /// @throws IOException if the process cannot be started
    End of(ProcessBuilder builder, ReaderStop stop) throws IOException {
        builder.redirectError(ProcessBuilder.Redirect.DISCARD); // a document can make libraries complain without end
        heardNanos = System.nanoTime();
        Process process = builder.start();
        stop.runs(process);
        NEXT_LOOK.execute(() -> look(process));
        try (Reader out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            return follow(new BoundedLines(out, MOST_LINE_CHARS), process);
        } catch (IOException e) { // the pipe broke: as if it had died
            return End.DIED;
        } finally {
            ended = true;
            process.destroyForcibly();
        }
    }

    private End follow(BoundedLines lines, Process process) throws IOException {
        int foreign = 0;
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            heardNanos = System.nanoTime();
            began = true;
            switch (ReaderLine.of(line.get())) {
                case ReaderLine.Pages all -> {
                    count = all.count();
                    apart = all.apart();
                    listener.reading(0, count);
                }
                case ReaderLine.Reading now -> {
                    page = now.page();
                    usedBefore = used(process);
                    listener.reading(now.page(), count);
                }
                case ReaderLine.Page read -> pages.add(read);
                case ReaderLine.Remark remark -> pages.add(remark);
                case ReaderLine.Failed reason -> {
                    failed = Optional.of(reason);
                    return End.FAILED;
                }
                case ReaderLine.Done ignored -> {
                    return End.DONE;
                }
                case ReaderLine.Foreign ignored -> {
                    if (++foreign > MOST_FOREIGN) return End.DIED;
                }
            }
        }
        return began ? End.DIED : End.NEVER_BEGAN;
    }

    /// Whether a page was being read without which the others can be.
    boolean byPages() {
        return apart && page > 0;
    }

    /// The one it was at last.
    int page() {
        return page;
    }

    /// Why it gave up.
    DocumentException failure(String name) {
        if (failed.isEmpty()) return new DocumentException(Code.DAMAGED, name);
        Object[] arguments = failed.get().arguments().toArray();
        if (arguments.length == 0) return new DocumentException(failed.get().code(), name);
        arguments[0] = name; // known better here
        return new DocumentException(failed.get().code(), arguments);
    }

    private void look(Process process) {
        if (ended || !process.isAlive()) return;
        Duration silent = Duration.ofNanos(System.nanoTime() - heardNanos);
        // By the processor's time: on a busy machine an innocent page takes long, too.
        boolean stuck = page > 0
                && silent.compareTo(limits.page()) > 0
                && used(process).minus(usedBefore).compareTo(limits.page()) > 0;
        if (stuck || silent.compareTo(limits.silence()) > 0) process.destroyForcibly();
        else NEXT_LOOK.execute(() -> look(process));
    }

    private static Duration used(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
