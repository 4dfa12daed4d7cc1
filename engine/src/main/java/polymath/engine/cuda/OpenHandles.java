package polymath.engine.cuda;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What was made with a driver and not given back yet: a driver that is closed leaves nothing on the device, and
/// nothing is given back twice, which some drivers do not survive.
final class OpenHandles {
    private record Handle(String releasedBy, long value) {}

    private final SequencedMap<Handle, Runnable> open = new LinkedHashMap<>();

    /// @param releasedBy the function that gives it back; handles of different functions may have the same value
    /// @return the value
    long add(NativeFunction releasedBy, long value, Runnable release) {
        open.put(new Handle(releasedBy.name(), value), release);
        return value;
    }

    /// @throws IllegalArgumentException if it is not open
    void release(NativeFunction releasedBy, long value) {
        Runnable release = open.remove(new Handle(releasedBy.name(), value));
        if (release == null)
            throw new IllegalArgumentException("%s: %#x is not open".formatted(releasedBy.name(), value));
        release.run();
    }

    /// Gives everything back, the newest first. All are tried; the first failure is thrown, with the others in it.
    void releaseAll() {
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            Runnable release = open.pollLastEntry().getValue();
            failure = tried(release, failure);
        }
        if (failure != null) throw failure;
    }

    private static @Nullable RuntimeException tried(Runnable release, @Nullable RuntimeException before) {
        try {
            release.run();
            return before;
        } catch (CudaException | IllegalStateException e) {
            if (before == null) return e;
            before.addSuppressed(e);
            return before;
        }
    }
}
