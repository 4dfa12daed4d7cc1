package polymath.app;

/// Starts the window.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {}
}
