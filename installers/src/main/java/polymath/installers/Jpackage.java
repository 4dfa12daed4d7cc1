package polymath.installers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `jpackage` is told, for each system. Nothing here runs it.
///
/// @param version as the packages have it, see [Target#version]
/// @param resources folder with what goes in the place of `jpackage`'s own templates
/// @param icon of the window, in the system's format
/// @param signer of macOS's programs and packages, as its certificate names them; empty leaves them unsigned
record Jpackage(Target target, String version, Path resources, Path icon, Optional<String> signer) {
    private static final String NAME = "Polymath";
    private static final String SUMMARY =
            "Talk with a large language model and have it summarize documents, on your own computer";
    private static final String IDENTIFIER = "polymath.app";
    /// Tells Windows that a newer version takes the place of an older one; must never change.
    private static final String UPGRADE_CODE = "6d1f6b0e-7a3c-4f2d-9d53-2a1c5b8e7f40";

    /// The libraries of the toolkit, as packages say what they have.
    private static final String RPM_LIBRARIES =
            "libgtk-3.so.0()(64bit), libXtst.so.6()(64bit), libXxf86vm.so.1()(64bit),"
                    + " libfreetype.so.6()(64bit), libfontconfig.so.1()(64bit)";

    /// The program as a folder that runs from anywhere.
    ///
    /// @param commandLine properties of the second launcher
    List<String> image(Path runtime, Payload payload, Path commandLine, Path destination) {
        List<String> arguments = new ArrayList<>(common("app-image", destination));
        arguments.addAll(List.of(
                "--runtime-image", runtime.toString(),
                "--input", payload.folder().toString(),
                "--module", Launchers.WINDOW,
                "--icon", icon.toString(),
                "--add-launcher", "polymath-engine=" + commandLine));
        List<String> options = new ArrayList<>(List.of("-XX:AOTCache=" + Launchers.APP + "/ui.aot"));
        options.addAll(Launchers.window(Launchers.APP, payload.sqliteLibrary()));
        for (String option : options) arguments.addAll(List.of("--java-options", option));
        if (target == Target.MACOS) {
            arguments.addAll(List.of("--mac-package-identifier", IDENTIFIER));
            arguments.addAll(signing());
            if (signer.isPresent())
                arguments.addAll(List.of(
                        "--mac-entitlements",
                        resources.resolve("Polymath.entitlements").toString()));
        }
        return arguments;
    }

    /// A package of the system's own kind from such a folder.
    ///
    /// @param association properties of the file type that is opened with Polymath
    List<String> installer(String type, Path image, Path association, Path licence, Path destination) {
        List<String> arguments = new ArrayList<>(common(type, destination));
        arguments.addAll(List.of(
                "--app-image", image.toString(),
                "--file-associations", association.toString(),
                "--license-file", licence.toString(),
                "--resource-dir", resources.toString()));
        switch (target) {
            case LINUX -> {
                arguments.addAll(List.of(
                        "--linux-package-name",
                        "polymath",
                        "--linux-app-category",
                        type.equals("deb") ? "utils" : "Applications/Productivity",
                        "--linux-menu-group",
                        "Office;Utility;",
                        "--linux-shortcut"));
                // what a .deb needs is in our template; packages of these libraries have other names in each system
                if (type.equals("rpm"))
                    arguments.addAll(List.of("--linux-rpm-license-type", "MIT", "--linux-package-deps", RPM_LIBRARIES));
            }
            case WINDOWS ->
                arguments.addAll(List.of(
                        "--win-per-user-install",
                        "--win-menu",
                        "--win-shortcut-prompt",
                        "--win-dir-chooser",
                        "--win-upgrade-uuid",
                        UPGRADE_CODE));
            case MACOS -> {
                arguments.addAll(List.of("--mac-package-identifier", IDENTIFIER));
                arguments.addAll(signing());
            }
        }
        return arguments;
    }

    private List<String> signing() {
        return signer.map(name -> List.of("--mac-sign", "--mac-signing-key-user-name", name))
                .orElse(List.of());
    }

    private List<String> common(String type, Path destination) {
        return List.of(
                "--type", type,
                "--name", target == Target.LINUX ? "polymath" : NAME,
                "--app-version", version,
                "--vendor", NAME,
                "--copyright", "Polymath's authors, MIT licence",
                "--description", SUMMARY,
                "--dest", destination.toString());
    }
}
