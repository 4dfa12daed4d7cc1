package polymath.app.download;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polymath.app.download.DownloadEvent.StartedOver;
import polymath.app.download.DownloadEvent.Trouble;

/// The tries of one run: from where the file ends to its end, as often as it takes, and single segments once more.
final class Fetch {
    private static final int MOST_RESTARTS = 5;

    private final ModelFile wanted;
    private final PartFile part;
    private final Hub hub;
    private final DownloadRules rules;
    private final PauseSignal pause;
    private final Consumer<DownloadEvent> events;
    private final Pace pace = new Pace();
    private int failures; // since bytes came last
    private int restarts;

    /// A fault of our disk, as those of the network are [IOException]s too.
    static final class WriteException extends IOException {
        private static final long serialVersionUID = 1;

        WriteException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    Fetch(
            ModelFile wanted,
            PartFile part,
            Hub hub,
            DownloadRules rules,
            PauseSignal pause,
            Consumer<DownloadEvent> events) {
        this.wanted = wanted;
        this.part = part;
        this.hub = hub;
        this.rules = rules;
        this.pause = pause;
        this.events = events;
    }

    /// Asks for what is missing; returns with or without it, after a wait if that is called for.
    void tryOnce() throws IOException, InterruptedException {
        long before = part.position();
        try {
            Optional<String> validator = part.state().map(PartState::validator);
            // Without one nobody can say whether the bytes here belong to what the server has now.
            Hub.Answer answer =
                    hub.open(wanted.source(), validator.isPresent() ? before : 0, OptionalLong.empty(), validator);
            try (BodyReader body = answer.body()) {
                begin(answer);
                read(body, part::append);
            }
            if (!part.isWhole() && !pause.isGiven()) throw new IOException("the connection was cut");
        } catch (Hub.StaleException e) {
            startOver(StartedOver.Reason.CHANGED);
        } catch (IOException e) {
            if (part.position() > before) failures = 0;
            await(e);
        }
    }

    private void begin(Hub.Answer answer) throws IOException {
        long total = total(answer);
        String hash = wanted.sha256().or(answer::sha256).orElse(null);
        PartState fresh = new PartState(
                wanted.source().toString(),
                answer.validator().orElse(null),
                hash,
                total,
                rules.segmentBytes(),
                List.of(),
                false);
        boolean same = part.state().filter(old -> old.isOf(fresh)).isPresent();
        if (answer.from() > 0) {
            if (!same) throw new Hub.StaleException();
            return;
        }
        if (part.position() > 0) startedOver(same ? StartedOver.Reason.CANNOT_RESUME : StartedOver.Reason.CHANGED);
        part.restart(fresh);
    }

    private long total(Hub.Answer answer) throws IOException {
        OptionalLong wantedBytes = wanted.bytes();
        OptionalLong total = answer.total().isPresent() ? answer.total() : wantedBytes;
        if (total.isEmpty())
            throw new Hub.RefusedException(
                    Outcome.Reason.NO_LENGTH, wanted.source().getHost());
        if (total.getAsLong() == 0 || wantedBytes.isPresent() && !wantedBytes.equals(total))
            throw new Hub.RefusedException(Outcome.Reason.LENGTH, Long.toString(total.getAsLong()));
        return total.getAsLong();
    }

    private void startOver(StartedOver.Reason reason) throws IOException, InterruptedException {
        startedOver(reason);
        Optional<PartState> old = part.state();
        if (old.isPresent()) part.restart(old.get().empty());
        else await(new Hub.TroubleException(Trouble.CONFUSED, "a part that was not asked for", Optional.empty()));
    }

    private void startedOver(StartedOver.Reason reason) throws IOException {
        if (++restarts > MOST_RESTARTS)
            throw new Hub.RefusedException(
                    reason == StartedOver.Reason.CHANGED ? Outcome.Reason.CHANGING : Outcome.Reason.CANNOT_RESUME,
                    wanted.source().getHost());
        events.accept(new StartedOver(reason));
    }

    /// One segment once more, whole; null if the download is to pause.
    @Nullable
    ByteBuffer again(int segment) throws IOException, InterruptedException {
        PartState state = part.state().orElseThrow();
        long from = segment * state.segmentBytes();
        long end = PartFile.end(state, segment);
        ByteBuffer bytes = ByteBuffer.allocate((int) (end - from));
        while (!pause.isGiven()) {
            bytes.clear();
            try {
                Hub.Answer answer =
                        hub.open(wanted.source(), from, OptionalLong.of(end), Optional.ofNullable(state.validator()));
                long[] at = {answer.from()};
                try (BodyReader body = answer.body()) {
                    read(body, piece -> take(piece, at, from, bytes));
                }
                if (!bytes.hasRemaining()) return bytes.flip();
                throw new IOException("the connection was cut");
            } catch (Hub.StaleException e) {
                throw new Hub.RefusedException(
                        Outcome.Reason.CHANGING, wanted.source().getHost());
            } catch (IOException e) {
                await(e);
            }
        }
        return null;
    }

    // of an answer that begins at `at[0]`, what lies at `from` and behind it, as far as there is room
    private static void take(ByteBuffer piece, long[] at, long from, ByteBuffer bytes) {
        long skip = Math.min(piece.remaining(), Math.max(0, from - at[0]));
        at[0] += piece.remaining();
        piece.position(piece.position() + (int) skip);
        ByteBuffer wanted = piece.slice(piece.position(), Math.min(piece.remaining(), bytes.remaining()));
        piece.position(piece.position() + wanted.remaining());
        bytes.put(wanted);
    }

    private interface Sink {
        /// Leaves in the buffer what is too much.
        void take(ByteBuffer bytes) throws IOException;
    }

    private void read(BodyReader body, Sink sink) throws IOException, InterruptedException {
        pause.reading(body);
        try {
            List<ByteBuffer> some = body.next(rules.stall());
            while (!some.isEmpty() && !pause.isGiven()) {
                for (ByteBuffer bytes : some) if (!take(bytes, sink)) return;
                if (pace.isDue()) report();
                some = body.next(rules.stall());
            }
        } finally {
            pause.reading(null);
        }
        if (part.isWhole()) report();
    }

    // false when there was more than was announced
    private boolean take(ByteBuffer bytes, Sink sink) throws IOException {
        pace.add(bytes.remaining());
        try {
            sink.take(bytes);
        } catch (IOException e) {
            throw new WriteException(e);
        }
        return !bytes.hasRemaining();
    }

    private void report() {
        long total = part.state().orElseThrow().total();
        events.accept(new DownloadEvent.Progress(part.position(), total, pace.next()));
    }

    /// Waits for the next try, unless there is none.
    private void await(IOException problem) throws IOException, InterruptedException {
        if (problem instanceof WriteException || problem instanceof Hub.RefusedException) throw problem;
        if (pause.isGiven()) return;
        Optional<Duration> asked = Optional.empty();
        Trouble trouble = Trouble.CONNECTION;
        if (problem instanceof Hub.TroubleException known) {
            asked = known.after;
            trouble = known.trouble;
        }
        Duration backOff = rules.firstWait().multipliedBy(1L << Math.min(failures, 10));
        failures++;
        Duration delay = asked.orElse(backOff.compareTo(rules.longestWait()) < 0 ? backOff : rules.longestWait());
        events.accept(new DownloadEvent.Waiting(trouble, delay, part.position()));
        pause.await(delay);
    }
}
