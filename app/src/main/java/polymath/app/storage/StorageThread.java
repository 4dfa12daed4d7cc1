package polymath.app.storage;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The one thread that touches a file of ours. A daemon: a window that ends without closing its stores is not held up,
/// what was acknowledged is on disk anyway.
final class StorageThread {
    private final ScheduledThreadPoolExecutor executor;

    StorageThread(String name) {
        executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory());
    }

    /// Runs work after all that was called before; what it throws reaches the future as [StorageException].
    <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Throwable e) { // LinkageError of a native library included: the caller must hear of it
                    result.completeExceptionally(StorageException.of(e));
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(closed());
        }
        return result;
    }

    /// Runs work once, later; [#drain] still waits for it.
    ///
    /// @throws StorageException if the thread is closed
    @SuppressWarnings("FutureReturnValueIgnored") // the work reports by itself
    void later(Duration delay, Runnable work) {
        try {
            executor.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw closed();
        }
    }

    /// Takes no more work and waits for what was called, scheduled work included.
    ///
    /// @return whether all of it is done
    boolean drain(Duration patience) {
        executor.shutdown();
        try {
            return executor.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static StorageException closed() {
        return new StorageException(StorageException.Code.CLOSED, "the store is closed");
    }
}
