package polymath.app.platform;

/// Whether a window can be shown.
public final class Display {
    private Display() {}

    /// On Linux: whether a display is named in the environment, or the toolkit is told to do without
    /// (`glass.platform=Headless`). True on other systems.
    @SuppressWarnings("DoNotCallSuggester")
    public static boolean available() {
        throw new UnsupportedOperationException();
    }
}
