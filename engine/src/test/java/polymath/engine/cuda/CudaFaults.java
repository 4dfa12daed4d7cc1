package polymath.engine.cuda;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/// Has chosen calls of a driver, and of the cuBLAS beside it, fail; and counts and remembers all of them.
///
/// After an error of kind [CudaException.Kind#LOST] every call fails with it, except closing, as on a device.
///
/// Usage: `CudaDriver driver = faults.in(new EmulatedCudaDriver(bytes))`, then `faults.failAt(7, 2)`.
public final class CudaFaults {
    private record Fault(String operation, int count, int code) {}

    private final List<Fault> faults = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private int lost;

    /// A driver whose calls go through here.
    public CudaDriver in(CudaDriver driver) {
        return wrap(CudaDriver.class, driver);
    }

    /// A cuBLAS whose calls go through here. Its codes are those of the driver too, so that both can lose the device.
    public Cublas in(Cublas cublas) {
        return wrap(Cublas.class, cublas);
    }

    /// Has one call fail, whichever it is.
    ///
    /// @param call the first call is 1
    /// @param code a `CUresult`
    public CudaFaults failAt(int call, int code) {
        faults.add(new Fault("", call, code));
        return this;
    }

    /// Has one call of a method fail.
    ///
    /// @param call its first call is 1
    public CudaFaults failAt(String method, int call, int code) {
        faults.add(new Fault(method, call, code));
        return this;
    }

    /// Names of the methods that were called, in their order.
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public int count(String method) {
        return (int) calls.stream().filter(method::equals).count();
    }

    private <T> T wrap(Class<T> type, T wrapped) {
        Object proxy =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() != Object.class) fail(method.getName());
                    return call(wrapped, method, arguments);
                });
        return type.cast(proxy);
    }

    private void fail(String method) {
        calls.add(method);
        if (method.equals("close")) return;
        if (lost != 0) throw error(method, lost);
        int count = count(method);
        for (Fault fault : faults) {
            boolean general = fault.operation().isEmpty();
            if (!general && !fault.operation().equals(method)) continue;
            if (fault.count() != (general ? calls.size() : count)) continue;
            CudaException error = error(method, fault.code());
            if (error.kind() == CudaException.Kind.LOST) lost = fault.code();
            throw error;
        }
    }

    private static CudaException error(String method, int code) {
        return new CudaException(method, code, "planted error", CudaException.kindOf(code));
    }

    private static Object call(Object wrapped, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(wrapped, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
