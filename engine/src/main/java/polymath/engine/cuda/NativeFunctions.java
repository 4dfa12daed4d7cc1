package polymath.engine.cuda;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Takes C functions out of a native library by their exported names, and notes the names it does not have: whoever
/// has asked for all it needs calls [#requireAll] before it calls any of them.
///
/// All calls are plain ones. With `Linker.Option.critical` the garbage collector would have to wait for a function of
/// the driver, and many of them wait for the device.
@SuppressWarnings("restricted")
final class NativeFunctions {
    private final SymbolLookup library;
    private final Map<String, FunctionDescriptor> shapes = new TreeMap<>();
    private final List<String> missing = new ArrayList<>();

    NativeFunctions(SymbolLookup library) {
        this.library = library;
    }

    /// A function whose result is a number that says what went wrong, or 0.
    NativeFunction status(String name, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
    }

    /// A function whose result is a pointer.
    NativeFunction pointer(String name, MemoryLayout... parameters) {
        return bind(name, FunctionDescriptor.of(ValueLayout.ADDRESS, parameters));
    }

    private NativeFunction bind(String name, FunctionDescriptor shape) {
        shapes.put(name, shape);
        Optional<MemorySegment> address = library.find(name);
        if (address.isPresent())
            return new NativeFunction(name, Linker.nativeLinker().downcallHandle(address.get(), shape));
        missing.add(name);
        return new NativeFunction(name, MethodHandles.empty(shape.toMethodType()));
    }

    /// @throws IllegalArgumentException if the library lacks functions that were asked for, with their names
    void requireAll() {
        if (!missing.isEmpty()) throw new IllegalArgumentException("has no function " + String.join(", ", missing));
    }

    /// What was asked for, by name.
    Map<String, FunctionDescriptor> shapes() {
        return Collections.unmodifiableMap(shapes);
    }
}
