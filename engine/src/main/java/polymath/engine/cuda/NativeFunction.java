package polymath.engine.cuda;

import java.lang.invoke.MethodHandle;

/// A C function of a native library, ready to be called with `invokeExact`.
///
/// @param name as the library exports it
record NativeFunction(String name, MethodHandle handle) {}
