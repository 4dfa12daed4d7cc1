package polymath.app.download;

import java.nio.file.Path;
import java.util.function.Consumer;

/// One run of fetching a file.
public interface Download {
    /// Works until the file is here, or cannot be had, or [#pause] is called. Blocks its thread; runs once.
    Outcome run() throws InterruptedException;

    /// Ends [#run] soon, from any thread. What is here stays.
    void pause();

    /// Prepares a run, which begins with [#run].
    interface Source {
        /// @param folder where the file goes
        /// @param events called on the thread that runs the download
        Download of(ModelFile file, Path folder, Consumer<DownloadEvent> events);
    }
}
