package polymath.installers;

/// A package could not be made; the message says which step failed and what it said.
final class PackagingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    PackagingException(String message) {
        super(message);
    }
}
