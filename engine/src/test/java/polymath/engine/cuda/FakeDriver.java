package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The tests' side of the fake driver: what it was asked, and what it shall refuse.
@SuppressWarnings("restricted")
final class FakeDriver {
    private final SymbolLookup library;

    FakeDriver(Path file) {
        library = SymbolLookup.libraryLookup(file, Arena.global());
    }

    SymbolLookup library() {
        return library;
    }

    /// As it was when it was loaded.
    void reset() {
        call("fake_reset", FunctionDescriptor.ofVoid());
    }

    /// The `n`-th call of a function from now on fails with this result.
    void refuse(String function, int n, int result) {
        try (Arena arena = Arena.ofConfined()) {
            call(
                    "fake_refuse",
                    FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT),
                    arena.allocateFrom(function),
                    n,
                    result);
        }
    }

    void version(int version) {
        call("fake_version", FunctionDescriptor.ofVoid(JAVA_INT), version);
    }

    /// How many handles are open.
    int open() {
        return (Integer) call("fake_open", FunctionDescriptor.of(JAVA_INT));
    }

    /// Each call and its arguments, in order.
    List<String> notes() {
        MemorySegment notes = (MemorySegment) call("fake_notes", FunctionDescriptor.of(ADDRESS));
        return notes.reinterpret(1 << 16).getString(0).lines().toList();
    }

    private Object call(String function, FunctionDescriptor shape, Object... arguments) {
        try {
            Object result = Linker.nativeLinker()
                    .downcallHandle(library.findOrThrow(function), shape)
                    .invokeWithArguments(Arrays.asList(arguments));
            return result == null ? 0 : result;
        } catch (Throwable t) {
            throw new AssertionError(function, t);
        }
    }
}
