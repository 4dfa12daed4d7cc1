package polymath.engine.cuda;

import java.lang.invoke.MethodHandle;

/// Calls functions of one native library and lets no result but 0 pass. Belongs to the thread that made it: a device's
/// context is current to one thread only, and the same function called from another does something else.
final class CheckedCalls {
    /// One call of a function: `f -> (int) f.invokeExact(...)`.
    @FunctionalInterface
    interface Call {
        int of(MethodHandle function) throws Throwable;
    }

    /// Makes a library's result the exception it stands for.
    @FunctionalInterface
    interface Failures {
        /// @param detail what else is known, or nothing
        CudaException of(String function, int result, String detail);
    }

    private final Thread owner = Thread.currentThread();
    private final Failures failures;
    private boolean closed;

    CheckedCalls(Failures failures) {
        this.failures = failures;
    }

    /// @throws CudaException if the result is not 0
    void call(NativeFunction function, Call call) {
        int result = result(function, call);
        if (result != 0) throw failure(function, result, "");
    }

    /// The result itself, for the caller to judge.
    ///
    /// @throws IllegalStateException on another thread, or after [#close]
    int result(NativeFunction function, Call call) {
        if (Thread.currentThread() != owner)
            throw new IllegalStateException("%s belongs to thread '%s', called from '%s'"
                    .formatted(
                            function.name(),
                            owner.getName(),
                            Thread.currentThread().getName()));
        if (closed) throw new IllegalStateException(function.name() + " after close");
        try {
            return call.of(function.handle());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(function.name(), t); // native code throws nothing
        }
    }

    CudaException failure(NativeFunction function, int result, String detail) {
        return failures.of(function.name(), result, detail);
    }

    boolean isClosed() {
        return closed;
    }

    /// From here on nothing is called any more.
    void close() {
        closed = true;
    }
}
