package polymath.engine.kernel;

/// A flag that ends the step in work: raised by any thread, looked at by the [WorkerPool] before every piece of work,
/// lowered by the thread that starts the next step.
public final class StopSignal {
    private volatile boolean raised;

    public void raise() {
        raised = true;
    }

    public void lower() {
        raised = false;
    }

    public boolean isRaised() {
        return raised;
    }
}
