package polymath.engine.generation;

/// The model computed a number that is not finite: its file is most likely damaged.
public final class BadNumbersException extends Exception {
    private static final long serialVersionUID = 1;

    /// @param where it was seen
    public BadNumbersException(String where) {
        super(where);
    }
}
