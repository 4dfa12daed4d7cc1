package polymath.app.platform;

import java.util.Locale;
import java.util.Map;

/// Whether a window can be shown.
public final class Display {
    private Display() {}

    /// On Linux: whether a display is named in the environment, or the toolkit is told to do without
    /// (`glass.platform=Headless`). True on other systems.
    public static boolean available() {
        return available(System.getProperty("os.name"), System.getProperty("glass.platform", ""), System.getenv());
    }

    static boolean available(String system, String glassPlatform, Map<String, String> environment) {
        return !system.toLowerCase(Locale.ROOT).startsWith("linux")
                || glassPlatform.equals("Headless")
                || named(environment, "DISPLAY")
                || named(environment, "WAYLAND_DISPLAY");
    }

    private static boolean named(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }
}
