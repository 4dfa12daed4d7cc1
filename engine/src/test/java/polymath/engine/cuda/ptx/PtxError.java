package polymath.engine.cuda.ptx;

/// A program for the device does what it must not, or says what nobody here understands.
///
/// An [AssertionError], so that a product which carries on without its device after a [RuntimeException] does not pass
/// its tests by that.
public final class PtxError extends AssertionError {
    private static final long serialVersionUID = 1;

    public PtxError(String message) {
        super(message);
    }
}
