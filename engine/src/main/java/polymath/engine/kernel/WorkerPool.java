package polymath.engine.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Splits one step of work among a fixed set of threads.
///
/// The calling thread is worker 0; the others spin briefly for the next step and then park, so an idle pool costs
/// nothing and a busy one does not pay for waking up. [#run] may be called by one thread at a time. It allocates
/// nothing.
public final class WorkerPool implements AutoCloseable {
    /// Looks at the next step's number before parking: about 20 µs, longer than the gap between two steps.
    private static final int SPINS = 4_000;

    /// A step: `run` is called once for each item, by any worker, in any order.
    @FunctionalInterface
    public interface Job {
        /// @param item in `0..items-1`
        /// @param worker in `0..threads-1`, the index of the caller's scratch buffers
        void run(int item, int worker);
    }

    private final StopSignal stop;
    private final Worker[] workers;
    private final AtomicInteger nextItem = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private final Job nothing = (item, worker) -> {};

    // Written by the caller before `step`, read by workers after it.
    private Job job = nothing;
    private int items;
    private volatile int step;
    private volatile boolean closed;
    private volatile @Nullable Thread caller;
    private volatile @Nullable Throwable failure;

    /// @param threads including the one that calls [#run], at least 1
    public WorkerPool(int threads, StopSignal stop) {
        if (threads < 1) throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        this.stop = stop;
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].setDaemon(true);
            workers[i].start();
        }
    }

    /// What ends the step in work.
    public StopSignal stop() {
        return stop;
    }

    public int threads() {
        return workers.length + 1;
    }

    /// Runs all items and returns when the last one is done. A single one is run by the caller, without waking anybody.
    ///
    /// @throws CancellationException if the stop signal was raised; some items have then not run
    /// @throws IllegalStateException if an item threw, with that as its cause; some items have then not run
    public void run(Job job, int items) {
        nextItem.set(0);
        if (items > 1) share(job, items);
        else work(job, items, 0);
        Throwable thrown = failure;
        failure = null;
        if (thrown != null) throw new IllegalStateException("a step failed", thrown);
        if (stop.isRaised()) throw new CancellationException();
    }

    private void share(Job job, int items) {
        this.job = job;
        this.items = items;
        caller = Thread.currentThread();
        working.set(workers.length);
        int next = step + 1;
        step = next;
        for (Worker worker : workers) if (worker.parked) LockSupport.unpark(worker);
        work(job, items, 0);
        for (int spins = 0; working.get() != 0; spins++) {
            if (spins < SPINS) Thread.onSpinWait();
            else LockSupport.park(this);
        }
        this.job = nothing;
    }

    private void work(Job job, int items, int worker) {
        try {
            while (!stop.isRaised() && failure == null) {
                int item = nextItem.getAndIncrement();
                if (item >= items) return;
                job.run(item, worker);
            }
        } catch (Throwable t) { // kept for the caller: a worker that died would hang every later step
            failure = t;
        }
    }

    /// Ends the worker threads. No step may be running.
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) LockSupport.unpark(worker);
    }

    private final class Worker extends Thread {
        private final int index;
        private volatile boolean parked;

        Worker(int index) {
            super("worker-" + index);
            this.index = index;
        }

        @Override
        public void run() {
            for (int seen = 0; ; seen++) {
                if (!awaitStepAfter(seen)) return;
                work(job, items, index);
                if (working.decrementAndGet() == 0) LockSupport.unpark(caller);
            }
        }

        private boolean awaitStepAfter(int seen) {
            for (int spins = 0; step == seen; spins++) {
                if (closed) return false;
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (step == seen && !closed) LockSupport.park(this);
                    parked = false;
                }
            }
            return true;
        }
    }
}
