package polymath.app.models;

import java.util.Optional;
import polymath.app.download.DownloadEvent;
import polymath.app.download.Outcome;
import polymath.app.models.ModelCatalog.Variant;

/// How far the model's file is on its way here.
public sealed interface DownloadState {
    /// Nothing is on its way.
    record Idle() implements DownloadState {}

    /// @param total 0 until it is known
    /// @param waiting for the next try, if the last one failed
    record Running(
            Variant variant, long bytes, long total, double bytesPerSecond, Optional<DownloadEvent.Waiting> waiting)
            implements DownloadState {}

    /// All is here, and is read once more.
    record Checking(Variant variant, long bytes, long total) implements DownloadState {}

    record Paused(Variant variant, long bytes, long total) implements DownloadState {}

    /// It ended without the file.
    record Failed(Variant variant, Outcome outcome) implements DownloadState {}
}
