package polymath.app.ui;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// Hands tasks to another executor in batches, in order: however many come in, at most one batch waits there. A flood
/// of
/// events can so never fill the queue of the FX thread.
public final class BatchingExecutor implements Executor {
    private final Executor target;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    public BatchingExecutor(Executor target) {
        this.target = target;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (scheduled.compareAndSet(false, true)) target.execute(this::drain);
    }

    private void drain() {
        scheduled.set(false); // before the tasks: what comes in from now on is scheduled anew
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) task.run();
    }
}
