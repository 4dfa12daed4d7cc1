package polymath.app.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import polymath.engine.api.BoundedLines;

/// What the engine host writes to stderr, kept in a ring of five files of 5 MB. The host logs no message texts.
final class HostLog {
    private static final System.Logger LOG = System.getLogger(HostLog.class.getName());
    private static final int MAX_LINE_CHARS = 4096;

    private HostLog() {}

    /// Copies until the stream ends; without a writable folder it only reads, so that the host never waits for us.
    static void copy(InputStream stderr, Path logs) {
        Optional<Handler> log = open(logs);
        try (stderr) {
            BoundedLines lines =
                    new BoundedLines(new InputStreamReader(stderr, StandardCharsets.UTF_8), MAX_LINE_CHARS);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                String text = line.orElseThrow();
                log.ifPresent(file -> file.publish(new LogRecord(java.util.logging.Level.INFO, text)));
            }
        } catch (IOException e) { // the host was ended while we read
            LOG.log(Level.DEBUG, "the engine host's stderr ended", e);
        } finally {
            log.ifPresent(Handler::close);
        }
    }

    private static Optional<Handler> open(Path logs) {
        try {
            Files.createDirectories(logs);
            String pattern = logs.toString().replace("%", "%%") + "/engine-%u.%g.log";
            FileHandler handler = new FileHandler(pattern, 5 << 20, 5, true);
            handler.setEncoding("UTF-8");
            handler.setFormatter(new Formatter() {
                @Override
                public String format(LogRecord entry) {
                    return entry.getInstant() + " " + entry.getMessage() + "\n";
                }
            });
            return Optional.of(handler);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the engine host's log cannot be written", e);
            return Optional.empty();
        }
    }
}
