package polymath.engine.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Work in its order, done when somebody needs it.
final class EmulatedStream {
    /// What stands for the work of a stream up to now.
    static final class Event {
        private Optional<EmulatedStream> stream = Optional.empty();
        private Optional<Capture> capture = Optional.empty();
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

    /// What is noted instead of done, and the streams beside the first one that note for it.
    private static final class Capture {
        private final List<Runnable> work = new ArrayList<>();
        private final Set<EmulatedStream> beside = new HashSet<>();
    }

    private final Deque<Runnable> pending = new ArrayDeque<>();
    private Optional<Capture> capture = Optional.empty();
    private long added;
    private long done;

    boolean isCapturing() {
        return capture.isPresent();
    }

    void beginCapture() {
        capture = Optional.of(new Capture());
    }

    /// @throws CudaException if another stream was not waited for, as the driver says it; the capture is over
    List<Runnable> endCapture() {
        Capture ended = capture.orElseThrow(() -> new AssertionError("the stream captures nothing"));
        capture = Optional.empty();
        ended.beside.forEach(stream -> stream.capture = Optional.empty());
        if (!ended.beside.isEmpty())
            throw new CudaException(
                    "cuStreamEndCapture", 904, "CUDA_ERROR_STREAM_CAPTURE_UNJOINED", CudaException.kindOf(904));
        return ended.work;
    }

    void add(Runnable work) {
        if (capture.isPresent()) {
            capture.get().work.add(work);
            return;
        }
        pending.add(work);
        added++;
    }

    /// Waits for an event. One of a capture takes this stream into it, or brings back the stream that it was recorded
    /// on.
    void await(Event event) {
        if (event.capture.isEmpty()) {
            if (isCapturing()) throw new AssertionError("a capture cannot wait for what is not in it");
            add(event.work());
        } else if (!isCapturing()) {
            capture = event.capture;
            capture.get().beside.add(this);
        } else {
            EmulatedStream other = event.stream.orElseThrow();
            if (other != this && capture.get().beside.remove(other)) other.capture = Optional.empty();
        }
    }

    void record(Event event) {
        event.stream = Optional.of(this);
        event.capture = capture;
        if (isCapturing()) return;
        add(() -> event.nanos = System.nanoTime());
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
