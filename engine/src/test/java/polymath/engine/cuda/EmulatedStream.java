package polymath.engine.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Work in its order, done when somebody needs it.
final class EmulatedStream {
    /// What stands for the work of a stream up to now.
    static final class Event {
        private Optional<EmulatedStream> stream = Optional.empty();
        private long position;
        private long nanos;

        /// What was never recorded counts as done.
        boolean isDone() {
            return stream.map(s -> s.done >= position).orElse(true);
        }

        /// Has the work done that it stands for now, also if it is recorded anew later.
        Runnable work() {
            Optional<EmulatedStream> recorded = stream;
            long until = position;
            return () -> recorded.ifPresent(s -> s.work(until));
        }

        /// Lets the work get on a little, as time that passes does.
        void step() {
            stream.ifPresent(s -> s.work(Math.min(position, s.done + 1)));
        }

        long nanos() {
            return nanos;
        }
    }

    private final Deque<Runnable> pending = new ArrayDeque<>();
    private Optional<List<Runnable>> capture = Optional.empty();
    private long added;
    private long done;

    boolean isCapturing() {
        return capture.isPresent();
    }

    void beginCapture() {
        capture = Optional.of(new ArrayList<>());
    }

    List<Runnable> endCapture() {
        List<Runnable> captured = capture.orElseThrow(() -> new AssertionError("the stream captures nothing"));
        capture = Optional.empty();
        return captured;
    }

    void add(Runnable work) {
        if (capture.isPresent()) {
            capture.get().add(work);
            return;
        }
        pending.add(work);
        added++;
    }

    void record(Event event) {
        add(() -> event.nanos = System.nanoTime());
        event.stream = Optional.of(this);
        event.position = added;
    }

    void workAll() {
        work(added);
    }

    private void work(long until) {
        while (done < until) {
            // what fails is done too
            done++;
            pending.remove().run();
        }
    }
}
