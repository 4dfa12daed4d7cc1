package polymath.app;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.scene.Scene;
import polymath.app.ui.Theme;

/// Runs test code on the FX thread of a toolkit without a display.
public final class Fx {
    private static final AtomicReference<Optional<Throwable>> UNCAUGHT = new AtomicReference<>(Optional.empty());

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private Fx() {}

    // not in a static initializer: its lambda would wait on the FX thread for that initializer
    private static synchronized void start() {
        if (!STARTED.compareAndSet(false, true)) return;
        CountDownLatch up = new CountDownLatch(1);
        Platform.startup(() -> {
            Platform.setImplicitExit(false);
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> UNCAUGHT.set(Optional.of(error)));
            Theme.loadFonts();
            up.countDown();
        });
        try {
            if (!up.await(20, TimeUnit.SECONDS)) throw new IllegalStateException("the toolkit did not start");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the code returns; what it throws, and what the FX thread threw before, is thrown here.
    public static <T> T fx(Callable<T> code) {
        start();
        FutureTask<T> task = new FutureTask<>(code);
        Platform.runLater(task);
        try {
            T value = task.get(30, TimeUnit.SECONDS);
            UNCAUGHT.getAndSet(Optional.empty()).ifPresent(error -> {
                throw new AssertionError("thrown on the FX thread", error);
            });
            return value;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    public static void run(Runnable code) {
        fx(() -> {
            code.run();
            return true;
        });
    }

    /// Lets two frames of a scene on a stage pass.
    public static void settle(Scene scene) {
        for (int i = 0; i < 2; i++) {
            CountDownLatch pulse = new CountDownLatch(1);
            run(() -> {
                Runnable listener = new Runnable() {
                    @Override
                    public void run() {
                        scene.removePostLayoutPulseListener(this);
                        pulse.countDown();
                    }
                };
                scene.addPostLayoutPulseListener(listener);
                Platform.requestNextPulse();
            });
            try {
                if (!pulse.await(10, TimeUnit.SECONDS)) throw new AssertionError("no frame for ten seconds");
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }
}
