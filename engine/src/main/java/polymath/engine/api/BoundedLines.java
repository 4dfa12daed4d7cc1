package polymath.engine.api;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/// Lines of at most so many characters, as both ends of a pipe read them. A longer one is never held in memory whole:
/// it
/// is skipped and counted. Used by one thread.
public final class BoundedLines {
    private final Reader in;
    private final int maxChars;
    private final char[] buffer = new char[1 << 14];
    private int position;
    private int limit;
    private int skipped;

    public BoundedLines(Reader in, int maxChars) {
        this.in = in;
        this.maxChars = maxChars;
    }

    /// The next line without its end (`\n` or `\r\n`); empty at the end of input. Blocks.
    public Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        boolean tooLong = false;
        while (fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') end++;
            if (!tooLong && line.length() + (end - position) > maxChars) {
                tooLong = true;
                line = new StringBuilder();
            }
            if (!tooLong) line.append(buffer, position, end - position);
            boolean complete = end < limit;
            position = complete ? end + 1 : end;
            if (!complete) continue;
            if (!tooLong) return Optional.of(text(line));
            skipped++;
            tooLong = false;
        }
        if (tooLong) skipped++;
        return line.isEmpty() ? Optional.empty() : Optional.of(text(line));
    }

    private boolean fill() throws IOException {
        if (position < limit) return true;
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    private static String text(StringBuilder line) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') line.setLength(line.length() - 1);
        return line.toString();
    }

    /// How many lines were too long so far.
    public int skipped() {
        return skipped;
    }
}
