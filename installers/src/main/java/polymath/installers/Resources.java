package polymath.installers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What takes the place of `jpackage`'s own templates.
final class Resources {
    private static final Map<Target, List<String>> NAMES = Map.of(
            Target.LINUX,
                    List.of(
                            "control",
                            "postinst",
                            "prerm",
                            "postrm",
                            "copyright",
                            "polymath.desktop",
                            "polymath-engine.desktop"),
            Target.WINDOWS, List.of(),
            Target.MACOS, List.of("Polymath.entitlements"));

    private Resources() {}

    static Path unpack(Target target, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : NAMES.getOrDefault(target, List.of())) {
            String resource = target.name().toLowerCase(Locale.ROOT) + "/" + name;
            try (InputStream in = Resources.class.getResourceAsStream(resource)) {
                if (in == null)
                    throw new IllegalStateException("resource " + resource + " is missing from the program");
                Files.copy(in, folder.resolve(name));
            }
        }
        return folder;
    }
}
