package polymath.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import polymath.app.download.Download;
import polymath.app.download.DownloadEvent;
import polymath.app.download.ModelFile;
import polymath.app.download.Outcome;

/// A network that does what the test says.
public final class ScriptedDownload implements Download.Source {
    private final List<ModelFile> asked = new ArrayList<>();
    private Consumer<DownloadEvent> events = event -> {};
    private CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private long bytes;

    @Override
    public Download of(ModelFile file, Path folder, Consumer<DownloadEvent> told) {
        asked.add(file);
        events = told;
        outcome = new CompletableFuture<>();
        CompletableFuture<Outcome> mine = outcome;
        return new Download() {
            @Override
            public Outcome run() {
                return mine.join();
            }

            @Override
            public void pause() {
                mine.complete(new Outcome.Paused(bytes));
            }
        };
    }

    /// The files that were asked for.
    public List<ModelFile> asked() {
        return asked;
    }

    public void happens(DownloadEvent event) {
        if (event instanceof DownloadEvent.Progress progress) bytes = progress.bytes();
        events.accept(event);
    }

    public void ends(Outcome how) {
        outcome.complete(how);
    }
}
