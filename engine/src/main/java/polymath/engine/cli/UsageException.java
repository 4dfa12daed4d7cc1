package polymath.engine.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What was asked for cannot be done as asked: one sentence for standard error, exit status 2.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String format, @Nullable Object... arguments) {
        super(String.format(Locale.ROOT, format, arguments));
    }
}
