package polymath.engine;

import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.generation.BadNumbersException;
import polymath.engine.gguf.GgufException;

/// Turns whatever was thrown into a [Failure] that can be worded for a user: the only place that does.
public final class Failures {
    private Failures() {}

    /// A failure that the engine itself states.
    public static final class FailureException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Failure failure;

        public FailureException(FailureCode code, @Nullable Object... arguments) {
            this(Failure.of(code, arguments));
        }

        public FailureException(Failure failure) {
            super(failure.english());
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }

    /// @param model the file in use, named when it turns out to have changed under the engine
    public static Failure of(Throwable thrown, Path model) {
        return switch (thrown) {
            case FailureException e -> e.failure();
            case GgufException e -> new Failure(FailureCode.valueOf("MODEL_" + e.kind()), e.arguments());
            case BadNumbersException e -> Failure.of(FailureCode.MODEL_BAD_NUMBERS, e.getMessage());
            case CancellationException e -> Failure.of(FailureCode.CANCELLED);
            case OutOfMemoryError e -> Failure.of(FailureCode.OUT_OF_HEAP);
            // what the JVM throws where a mapped file was cut off on disk
            case InternalError e -> Failure.of(FailureCode.MODEL_CHANGED, model);
            // a worker's failure comes wrapped
            default ->
                thrown instanceof IllegalStateException && thrown.getCause() != null
                        ? of(thrown.getCause(), model)
                        : Failure.of(FailureCode.INTERNAL, thrown.toString());
        };
    }
}
