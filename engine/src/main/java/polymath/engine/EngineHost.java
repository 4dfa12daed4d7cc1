package polymath.engine;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import polymath.engine.api.BoundedLines;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Message;
import polymath.engine.api.MessageCodec;
import polymath.engine.api.MessageCodec.MalformedMessageException;
import polymath.engine.kernel.Kernels;
import polymath.engine.prefix.PrefixStore;

/// The engine as a process of its own: commands come as JSON lines on standard input, events leave on standard output.
///
/// Standard output belongs to the protocol; whatever else would print there goes to standard error. When standard input
/// ends, because the window closed or died, the process ends at once: nothing here is worth saving, though what was to
/// be
/// deleted is.
///
/// With the arguments `--cache FOLDER` it keeps what it read in that folder, so that it is ready after a restart.
public final class EngineHost {
    private static final System.Logger LOG = System.getLogger(EngineHost.class.getName());

    private EngineHost() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        EventBus bus = new EventBus();
        bus.subscribe(Event.class, Runnable::run, event -> send(out, event));
        Engine engine = new Engine(bus, kernels(), prefixes(arguments));
        try (Reader in = new InputStreamReader(System.in, StandardCharsets.UTF_8)) {
            serve(new BoundedLines(in, MessageCodec.MAX_LINE_CHARS), bus);
        }
        engine.closeInHaste(Duration.ofSeconds(1));
        System.exit(0); // without waiting for a step in work
    }

    private static Optional<PrefixStore> prefixes(String[] arguments) {
        if (arguments.length == 0) return Optional.empty();
        if (arguments.length == 2 && arguments[0].equals("--cache"))
            return Optional.of(new PrefixStore(Path.of(arguments[1]), PrefixStore.Limits.DEFAULT));
        LOG.log(Level.WARNING, "the arguments are not --cache FOLDER: nothing is kept on disk");
        return Optional.empty();
    }

    private static Kernels.Choice kernels() {
        String name = System.getProperty("polymath.kernels", "auto");
        for (Kernels.Choice choice : Kernels.Choice.values()) if (choice.name().equalsIgnoreCase(name)) return choice;
        LOG.log(Level.WARNING, "polymath.kernels is ''{0}'', taking auto", name);
        return Kernels.Choice.AUTO;
    }

    private static void serve(BoundedLines lines, EventBus bus) throws IOException {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            try {
                Message message = MessageCodec.decode(line.get());
                if (message instanceof Command command) bus.publish(command);
            } catch (MalformedMessageException e) {
                LOG.log(
                        Level.WARNING,
                        "dropped a line of {0} characters that is no message",
                        line.get().length());
            }
        }
    }

    private static void send(PrintStream out, Event event) {
        String line = MessageCodec.encode(event);
        synchronized (out) { // the engine's and the counting thread both publish
            out.print(line);
            out.print('\n');
            out.flush();
        }
    }
}
