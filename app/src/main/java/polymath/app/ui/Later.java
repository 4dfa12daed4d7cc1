package polymath.app.ui;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Brings the result of work elsewhere back to where it is shown.
public final class Later {
    private Later() {}

    /// Calls `done` or `failed` on the executor when the future completes. An exception thrown there goes to the
    /// executor, as from any other task.
    ///
    /// @param failed told the cause itself, not the wrapper that dependent stages put around it
    public static <T> void on(
            Executor executor,
            CompletableFuture<T> future,
            Consumer<? super T> done,
            Consumer<? super Throwable> failed) {
        CompletableFuture<T> ignored = future.whenComplete((value, error) -> executor.execute(() -> {
            if (error == null) done.accept(value);
            else failed.accept(cause(error));
        }));
    }

    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
