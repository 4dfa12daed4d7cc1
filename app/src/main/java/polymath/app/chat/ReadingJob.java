package polymath.app.chat;

import java.util.Optional;
import java.util.function.Consumer;

/// A document being read: tells the window now and then how far, and can be stopped.
final class ReadingJob implements DocumentSource.Watcher {
    private static final long REPORT_NANOS = 200_000_000;

    private final ChatServices services;
    private final Consumer<PendingAttachment.At> report;
    private Optional<Runnable> stopping = Optional.empty();
    private boolean stopped;
    private long reported; // reading thread only

    /// @param report called on the UI executor
    ReadingJob(ChatServices services, Consumer<PendingAttachment.At> report) {
        this.services = services;
        this.report = report;
    }

    /// On any thread.
    void stop() {
        Optional<Runnable> now;
        synchronized (this) {
            stopped = true;
            now = stopping;
        }
        now.ifPresent(Runnable::run);
    }

    @Override
    public void begins(Runnable stop) {
        synchronized (this) {
            stopping = Optional.of(stop);
            if (!stopped) return;
        }
        stop.run();
    }

    @Override
    public void reading(int page, int pages) {
        long now = services.nanoTime().getAsLong();
        if (page > 0 && now - reported < REPORT_NANOS) return;
        reported = now;
        PendingAttachment.At at = new PendingAttachment.At(page, pages);
        services.ui().execute(() -> report.accept(at));
    }
}
