package polymath.installers;

import java.util.List;
import java.util.Locale;

/// The system that packages are made for, which is always the one they are made on: neither `jlink` nor `jpackage` make
/// them for another.
enum Target {
    LINUX("so", "png"),
    WINDOWS("dll", "ico"),
    MACOS("dylib", "icns");

    private final String libraryExtension;
    private final String iconExtension;

    Target(String libraryExtension, String iconExtension) {
        this.libraryExtension = libraryExtension;
        this.iconExtension = iconExtension;
    }

    /// @param name value of the system property `os.name`
    static Target of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("linux")) return LINUX;
        if (lower.startsWith("windows")) return WINDOWS;
        if (lower.startsWith("mac")) return MACOS;
        throw new PackagingException(
                "packages are made for Linux, Windows and macOS; this is " + name + ", where Polymath runs from Maven");
    }

    static Target current() {
        return of(System.getProperty("os.name"));
    }

    /// Types of packages that can be made here.
    List<String> types() {
        return switch (this) {
            case LINUX -> List.of("deb", "rpm", "tar.gz");
            case WINDOWS -> List.of("msi");
            case MACOS -> List.of("dmg");
        };
    }

    String iconExtension() {
        return iconExtension;
    }

    boolean isNativeLibrary(String name) {
        return name.endsWith("." + libraryExtension);
    }

    /// The program of a run-time image's folder `bin`.
    String program(String name) {
        return this == WINDOWS ? name + ".exe" : name;
    }

    /// What `jpackage` takes for a version: no suffix; on macOS the first number must not be 0.
    String version(String mavens) {
        String plain = mavens.replaceFirst("-.*", "");
        if (!plain.matches("\\d+(\\.\\d+){0,2}"))
            throw new PackagingException("the version " + mavens + " is not up to three numbers with points between");
        return this == MACOS && plain.startsWith("0") ? "1" + plain.substring(1) : plain;
    }
}
