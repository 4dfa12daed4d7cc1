package polymath.app.platform;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// `EXECUTION_STATE SetThreadExecutionState(EXECUTION_STATE)` of `kernel32.dll`.
final class WindowsPower {
    private static final System.Logger LOG = System.getLogger(WindowsPower.class.getName());
    private static final int CONTINUOUS = 0x8000_0000;
    private static final int SYSTEM_REQUIRED = 0x0000_0001;

    private final MethodHandle setThreadExecutionState;

    private WindowsPower(MethodHandle setThreadExecutionState) {
        this.setThreadExecutionState = setThreadExecutionState;
    }

    /// Nothing where the function is not there.
    @SuppressWarnings("restricted")
    static Optional<WindowsPower> find() {
        try {
            return SymbolLookup.libraryLookup("kernel32", Arena.global())
                    .find("SetThreadExecutionState")
                    .map(function -> new WindowsPower(Linker.nativeLinker()
                            .downcallHandle(
                                    function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))));
        } catch (IllegalArgumentException e) { // how a library that is not there is said
            LOG.log(Level.INFO, "the computer cannot be kept awake: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Of the calling thread, until it ends.
    void set(boolean awake) {
        try {
            int before = (int) setThreadExecutionState.invokeExact(awake ? CONTINUOUS | SYSTEM_REQUIRED : CONTINUOUS);
            if (before == 0) LOG.log(Level.INFO, "the system refused to be kept awake");
        } catch (Throwable e) { // what a handle may throw; there is nothing to be done about a wish
            LOG.log(Level.WARNING, "SetThreadExecutionState", e);
        }
    }
}
