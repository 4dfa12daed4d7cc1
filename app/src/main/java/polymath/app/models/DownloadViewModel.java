package polymath.app.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import polymath.app.download.Download;
import polymath.app.download.DownloadEvent;
import polymath.app.download.HeldPart;
import polymath.app.download.ModelFile;
import polymath.app.download.Outcome;
import polymath.app.models.ModelCatalog.Variant;

/// Fetches the model's file, one at a time. What the user did not pause goes on by itself at the next start.
///
/// Belongs to the UI executor.
public final class DownloadViewModel implements AutoCloseable {
    private final Services services;
    private final ReadOnlyObjectWrapper<DownloadState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new DownloadState.Idle());
    private final ReadOnlyLongWrapper freeBytes = new ReadOnlyLongWrapper(this, "freeBytes");
    private Optional<Run> running = Optional.empty();
    private boolean closed;

    /// What it works with.
    ///
    /// @param folder where files go
    /// @param ui runs what touches properties, in order
    /// @param background runs what blocks
    /// @param whenHere takes a file that is here and whole
    public record Services(
            ModelCatalog catalog,
            Supplier<Path> folder,
            Download.Source source,
            Executor ui,
            Executor background,
            Consumer<Path> whenHere) {}

    /// @param byUser whether it is paused because the user wants that
    private record Run(Download download, Path folder, AtomicBoolean byUser) {}

    public DownloadViewModel(Services services) {
        this.services = services;
    }

    public ReadOnlyObjectProperty<DownloadState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Of the disk that files go to; 0 until it is known, see [#lookAtDisk].
    public ReadOnlyLongProperty freeBytesProperty() {
        return freeBytes.getReadOnlyProperty();
    }

    public ModelCatalog catalog() {
        return services.catalog();
    }

    /// Where files go now.
    public Path folder() {
        return services.folder().get();
    }

    /// Whether nothing is on its way or waits.
    public ObservableValue<Boolean> idle() {
        return state.map(now -> now instanceof DownloadState.Idle);
    }

    /// Finds out in the background how much room there is.
    public void lookAtDisk() {
        Path folder = folder();
        services.background().execute(() -> {
            Path there = folder;
            while (there.getParent() != null && !Files.exists(there)) there = there.getParent();
            try {
                long free = Files.getFileStore(there).getUsableSpace();
                services.ui().execute(() -> freeBytes.set(free));
            } catch (IOException e) {
                // then the download itself says what is wrong with the folder
                return;
            }
        });
    }

    /// Goes on with what an earlier run of the program began, or shows that it waits.
    public void restore() {
        Path folder = folder();
        services.background().execute(() -> {
            try {
                for (ModelFile file : HeldPart.filesIn(folder)) {
                    Optional<HeldPart> held = HeldPart.find(folder, file);
                    if (held.isEmpty()) continue;
                    services.ui().execute(() -> restored(services.catalog().variantOf(file), held.get()));
                    return;
                }
            } catch (IOException e) {
                return; // the next download of the file says what is wrong with the folder
            }
        });
    }

    private void restored(Variant variant, HeldPart held) {
        if (closed || !(state.get() instanceof DownloadState.Idle)) return;
        state.set(new DownloadState.Paused(variant, held.bytes(), held.total()));
        if (!held.paused()) start(variant);
    }

    /// Fetches a file from an address that the user gave.
    public void start(ModelFile file) {
        start(services.catalog().variantOf(file));
    }

    /// Fetches a file, or goes on with it; nothing happens while one is on its way.
    public void start(Variant variant) {
        if (running.isPresent() || closed) return;
        state.set(
                state.get() instanceof DownloadState.Paused here
                                && here.variant().equals(variant)
                        ? new DownloadState.Running(variant, here.bytes(), here.total(), 0, Optional.empty())
                        : new DownloadState.Running(variant, 0, 0, 0, Optional.empty()));
        Path folder = folder();
        Download download = services.source()
                .of(variant.file(), folder, event -> services.ui().execute(() -> happened(variant, event)));
        Run run = new Run(download, folder, new AtomicBoolean());
        running = Optional.of(run);
        services.background().execute(() -> run(variant, run));
    }

    private void run(Variant variant, Run run) {
        try {
            Path here = run.folder().resolve(variant.file().name());
            HeldPart.setPaused(run.folder(), variant.file(), false);
            Outcome outcome = Files.exists(here)
                    ? new Outcome.Finished(here, true)
                    : run.download().run();
            if (run.byUser().get()) HeldPart.setPaused(run.folder(), variant.file(), true);
            services.ui().execute(() -> ended(variant, outcome));
        } catch (IOException e) {
            services.ui().execute(() -> ended(variant, new Outcome.CannotWrite(String.valueOf(e.getMessage()))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Stops until [#start] is called, also over an end of the program.
    public void pause() {
        running.ifPresent(run -> {
            run.byUser().set(true);
            run.download().pause();
        });
    }

    /// Deletes what is here of a file that waits or failed.
    public void discard() {
        if (running.isPresent()) return;
        Path folder = folder();
        variant(state.get())
                .ifPresent(variant -> services.background().execute(() -> {
                    try {
                        HeldPart.discard(folder, variant.file());
                    } catch (IOException e) {
                        return; // it is offered again at the next start
                    }
                }));
        state.set(new DownloadState.Idle());
    }

    private void happened(Variant variant, DownloadEvent event) {
        if (running.isEmpty()) return;
        state.set(
                switch (event) {
                    case DownloadEvent.Progress now ->
                        new DownloadState.Running(
                                variant, now.bytes(), now.total(), now.bytesPerSecond(), Optional.empty());
                    case DownloadEvent.Waiting waiting ->
                        new DownloadState.Running(variant, waiting.bytes(), total(), 0, Optional.of(waiting));
                    case DownloadEvent.StartedOver over ->
                        new DownloadState.Running(variant, 0, total(), 0, Optional.empty());
                    case DownloadEvent.FetchingAgain again ->
                        new DownloadState.Running(variant, total(), total(), 0, Optional.empty());
                    case DownloadEvent.Checking now -> new DownloadState.Checking(variant, now.bytes(), now.total());
                });
    }

    private long total() {
        return switch (state.get()) {
            case DownloadState.Running now -> now.total();
            case DownloadState.Checking now -> now.total();
            case DownloadState.Paused now -> now.total();
            case DownloadState.Idle idle -> 0;
            case DownloadState.Failed failed -> 0;
        };
    }

    private void ended(Variant variant, Outcome outcome) {
        running = Optional.empty();
        if (closed) return;
        switch (outcome) {
            case Outcome.Finished finished -> {
                state.set(new DownloadState.Idle());
                services.whenHere().accept(finished.file());
            }
            case Outcome.Paused paused -> state.set(new DownloadState.Paused(variant, paused.bytes(), total()));
            default -> state.set(new DownloadState.Failed(variant, outcome));
        }
    }

    static Optional<Variant> variant(DownloadState state) {
        return switch (state) {
            case DownloadState.Idle idle -> Optional.empty();
            case DownloadState.Running now -> Optional.of(now.variant());
            case DownloadState.Checking now -> Optional.of(now.variant());
            case DownloadState.Paused now -> Optional.of(now.variant());
            case DownloadState.Failed now -> Optional.of(now.variant());
        };
    }

    /// Ends the run, without the user having paused it.
    @Override
    public void close() {
        closed = true;
        running.ifPresent(run -> run.download().pause());
    }
}
