package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The driver's functions about the order of work: streams, events, and graphs of work that was noted.
final class NativeStreams {
    private static final int NON_BLOCKING = 1;

    /// So that nothing another thread does to the driver spoils it.
    private static final int CAPTURE_THREAD_LOCAL = 1;

    private static final int NOT_READY = 600;

    private final CheckedCalls calls;
    private final OpenHandles open;
    private final NativeFunction createStream;
    private final NativeFunction destroyStream;
    private final NativeFunction synchronize;
    private final NativeFunction waitEvent;
    private final NativeFunction createEvent;
    private final NativeFunction destroyEvent;
    private final NativeFunction record;
    private final NativeFunction query;
    private final NativeFunction synchronizeEvent;
    private final NativeFunction elapsed;
    private final NativeFunction beginCapture;
    private final NativeFunction endCapture;
    private final NativeFunction instantiate;
    private final NativeFunction destroyGraph;
    private final NativeFunction launchGraph;
    private final NativeFunction destroyExecutable;

    private final MemorySegment out = Arena.ofAuto().allocate(JAVA_LONG);

    NativeStreams(NativeFunctions library, CheckedCalls calls, OpenHandles open) {
        this.calls = calls;
        this.open = open;
        createStream = library.status("cuStreamCreate", ADDRESS, JAVA_INT);
        destroyStream = library.status("cuStreamDestroy_v2", JAVA_LONG);
        synchronize = library.status("cuStreamSynchronize", JAVA_LONG);
        waitEvent = library.status("cuStreamWaitEvent", JAVA_LONG, JAVA_LONG, JAVA_INT);
        createEvent = library.status("cuEventCreate", ADDRESS, JAVA_INT);
        destroyEvent = library.status("cuEventDestroy_v2", JAVA_LONG);
        record = library.status("cuEventRecord", JAVA_LONG, JAVA_LONG);
        query = library.status("cuEventQuery", JAVA_LONG);
        synchronizeEvent = library.status("cuEventSynchronize", JAVA_LONG);
        elapsed = library.status("cuEventElapsedTime", ADDRESS, JAVA_LONG, JAVA_LONG);
        beginCapture = library.status("cuStreamBeginCapture_v2", JAVA_LONG, JAVA_INT);
        endCapture = library.status("cuStreamEndCapture", JAVA_LONG, ADDRESS);
        instantiate = library.status("cuGraphInstantiateWithFlags", ADDRESS, JAVA_LONG, JAVA_LONG);
        destroyGraph = library.status("cuGraphDestroy", JAVA_LONG);
        launchGraph = library.status("cuGraphLaunch", JAVA_LONG, JAVA_LONG);
        destroyExecutable = library.status("cuGraphExecDestroy", JAVA_LONG);
    }

    long newStream() {
        calls.call(createStream, f -> (int) f.invokeExact(out, NON_BLOCKING));
        return opened(destroyStream);
    }

    void closeStream(long stream) {
        open.release(destroyStream, stream);
    }

    void synchronize(long stream) {
        calls.call(synchronize, f -> (int) f.invokeExact(stream));
    }

    void await(long stream, long event) {
        calls.call(waitEvent, f -> (int) f.invokeExact(stream, event, 0));
    }

    long newEvent() {
        calls.call(createEvent, f -> (int) f.invokeExact(out, 0));
        return opened(destroyEvent);
    }

    void closeEvent(long event) {
        open.release(destroyEvent, event);
    }

    void record(long event, long stream) {
        calls.call(record, f -> (int) f.invokeExact(event, stream));
    }

    boolean isDone(long event) {
        int result = calls.result(query, f -> (int) f.invokeExact(event));
        if (result != 0 && result != NOT_READY) throw calls.failure(query, result, "");
        return result == 0;
    }

    void synchronizeEvent(long event) {
        calls.call(synchronizeEvent, f -> (int) f.invokeExact(event));
    }

    float millis(long from, long to) {
        calls.call(elapsed, f -> (int) f.invokeExact(out, from, to));
        return out.get(JAVA_FLOAT, 0);
    }

    void beginCapture(long stream) {
        calls.call(beginCapture, f -> (int) f.invokeExact(stream, CAPTURE_THREAD_LOCAL));
    }

    /// The notes themselves are not needed once there is an executable graph of them.
    long endCapture(long stream) {
        calls.call(endCapture, f -> (int) f.invokeExact(stream, out));
        long graph = out.get(JAVA_LONG, 0);
        int instantiated = calls.result(instantiate, f -> (int) f.invokeExact(out, graph, 0L));
        int destroyed = calls.result(destroyGraph, f -> (int) f.invokeExact(graph));
        if (instantiated != 0) throw calls.failure(instantiate, instantiated, "");
        long executable = opened(destroyExecutable);
        if (destroyed != 0) throw calls.failure(destroyGraph, destroyed, "");
        return executable;
    }

    void launchGraph(long graph, long stream) {
        calls.call(launchGraph, f -> (int) f.invokeExact(graph, stream));
    }

    void closeGraph(long graph) {
        open.release(destroyExecutable, graph);
    }

    /// The handle that was just made.
    private long opened(NativeFunction destroy) {
        long handle = out.get(JAVA_LONG, 0);
        return open.add(destroy, handle, () -> calls.call(destroy, f -> (int) f.invokeExact(handle)));
    }
}
