package polymath.app.engine;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import polymath.engine.api.BoundedLines;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.MessageCodec;
import polymath.engine.api.MessageCodec.MalformedMessageException;

/// One engine host process: commands out as JSON lines, events in. A thread of its own reads events, another drains
/// stderr; both end with the process.
final class HostConnection {
    private static final System.Logger LOG = System.getLogger(HostConnection.class.getName());
    /// So much in a row that is no event: whatever writes there is not a host any more.
    private static final int MOST_GARBAGE = 100;

    /// Called on the reading thread.
    interface Receiver {
        /// The host answers for the first time. Comes before everything else.
        void greeted(HostConnection host);

        /// @param closes the command that the event closes, if it closes one of ours
        void received(HostConnection host, Event event, Optional<Command> closes);

        /// Last call: the process is gone and everything it wrote was received.
        void ended(HostConnection host, int exitStatus);
    }

    private final Process process;
    private final Writer commands;
    private final Receiver receiver;
    private final OpenCommands open = new OpenCommands();
    private final UUID greeting = UUID.randomUUID();
    private boolean greeted; // reading thread only

    private HostConnection(Process process, Receiver receiver) {
        this.process = process;
        this.receiver = receiver;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// Starts the process; [#listen] begins to read.
    ///
    /// @throws IOException if the system cannot start it
    static HostConnection start(EngineLaunch launch, Receiver receiver) throws IOException {
        Files.createDirectories(launch.logs()); // the JVM writes no crash report into a folder that is not there
        Process process = new ProcessBuilder(launch.command()).start();
        offerToOutOfMemoryKiller(process.pid());
        return new HostConnection(process, receiver);
    }

    /// When memory runs out, Linux should take the host, which can be started again, and not the window.
    private static void offerToOutOfMemoryKiller(long pid) {
        Path score = Path.of("/proc/" + pid + "/oom_score_adj");
        try {
            if (Files.isWritable(score)) Files.writeString(score, "500");
        } catch (IOException e) { // a wish only
            LOG.log(Level.DEBUG, "oom_score_adj", e);
        }
    }

    /// Starts the threads and greets the host with an `UnloadModel`, which one without a model answers at once: so it
    /// is
    /// known when it is up. The answer stays here.
    void listen(Path logs) {
        Thread.ofPlatform().daemon().name("engine-log").start(() -> HostLog.copy(process.getErrorStream(), logs));
        Thread.ofPlatform().daemon().name("engine-events").start(this::read);
        send(new Command.UnloadModel(greeting));
    }

    private void read() {
        try (InputStreamReader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            BoundedLines lines = new BoundedLines(in, MessageCodec.MAX_LINE_CHARS);
            int garbage = 0;
            int skipped = 0;
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<Event> event = event(line.orElseThrow());
                event.ifPresent(this::received);
                garbage = event.isPresent() ? 0 : garbage + 1 + lines.skipped() - skipped;
                skipped = lines.skipped();
                if (garbage >= MOST_GARBAGE) {
                    LOG.log(Level.ERROR, "the engine host writes no events any more: ended");
                    destroy();
                    break;
                }
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the engine host's stdout ended", e);
        }
        // It closes stdout when it exits; one that goes on without stdout is of no use.
        if (!waitFor(Duration.ofSeconds(2))) destroy();
        open.received(new Event.ModelUnloaded(greeting)); // nobody waits for it
        receiver.ended(this, exitStatus());
    }

    private void received(Event event) {
        if (!greeted) {
            greeted = true;
            receiver.greeted(this);
        }
        Optional<Command> closes = open.received(event);
        if (!event.id().equals(greeting)) receiver.received(this, event, closes);
    }

    private static Optional<Event> event(String line) {
        try {
            if (MessageCodec.decode(line) instanceof Event event) return Optional.of(event);
            LOG.log(Level.WARNING, "the engine host sent a command: dropped");
        } catch (MalformedMessageException e) { // its text may quote the line, so it stays out of the log
            LOG.log(Level.WARNING, "dropped a line of {0} characters that is no event", line.length());
        }
        return Optional.empty();
    }

    private int exitStatus() {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) { // nobody interrupts this thread, and the status is needed
                LOG.log(Level.DEBUG, "interrupted while the engine host ended");
            }
        }
    }

    /// What was sent and is not closed yet.
    OpenCommands open() {
        return open;
    }

    /// Sends a command and notes it as open. Blocks while the pipe is full.
    ///
    /// @return false if the host is known to be gone; if it goes now, [Receiver#ended] finds the command open
    boolean send(Command command) {
        if (!open.sending(command)) return false;
        try {
            commands.write(MessageCodec.encode(command));
            commands.write('\n');
            commands.flush();
        } catch (IOException e) { // half a line may be out: nothing more can be said to it
            LOG.log(Level.DEBUG, "the engine host takes no commands any more", e);
            destroy();
        }
        return true;
    }

    /// Asks the host to exit. Blocks while [#send] does.
    void closeInput() {
        try {
            commands.close();
        } catch (IOException e) { // gone already
            LOG.log(Level.DEBUG, "closing the engine host's stdin", e);
        }
    }

    /// @return whether the process is gone
    boolean waitFor(Duration patience) {
        try {
            return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /// Kills the process; returns at once.
    void destroy() {
        process.destroyForcibly();
    }
}
