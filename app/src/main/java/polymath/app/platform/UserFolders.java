package polymath.app.platform;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Where this user's files go. The folders may not exist yet.
///
/// @param data history and models
/// @param config settings
/// @param cache what may be deleted at any time
/// @param logs log files and crash reports
public record UserFolders(Path data, Path config, Path cache, Path logs) {
    private static final String NAME = "polymath";

    public UserFolders {
        Objects.requireNonNull(data);
        Objects.requireNonNull(config);
        Objects.requireNonNull(cache);
        Objects.requireNonNull(logs);
    }

    /// Of the user who runs this JVM; all under one folder if the system property `polymath.home` names it.
    public static UserFolders ofThisUser() {
        String override = System.getProperty("polymath.home", "");
        if (!override.isBlank()) return under(Path.of(override).toAbsolutePath());
        return of(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv());
    }

    /// All in one place: portable use, and tests.
    static UserFolders under(Path home) {
        return new UserFolders(
                home.resolve("data"), home.resolve("config"), home.resolve("cache"), home.resolve("logs"));
    }

    static UserFolders of(String system, Path home, Map<String, String> environment) {
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("windows")) {
            Path roaming = absolute(environment, "APPDATA").orElse(home.resolve("AppData/Roaming"));
            Path local = absolute(environment, "LOCALAPPDATA").orElse(home.resolve("AppData/Local"));
            // Models are large: they must not roam between computers.
            Path data = local.resolve("Polymath");
            return new UserFolders(data, roaming.resolve("Polymath"), data.resolve("cache"), data.resolve("logs"));
        }
        if (lower.startsWith("mac")) {
            Path library = home.resolve("Library");
            Path support = library.resolve("Application Support/Polymath");
            return new UserFolders(
                    support, support, library.resolve("Caches/Polymath"), library.resolve("Logs/Polymath"));
        }
        return new UserFolders(
                xdg(environment, "XDG_DATA_HOME", home.resolve(".local/share")),
                xdg(environment, "XDG_CONFIG_HOME", home.resolve(".config")),
                xdg(environment, "XDG_CACHE_HOME", home.resolve(".cache")),
                xdg(environment, "XDG_STATE_HOME", home.resolve(".local/state")).resolve("logs"));
    }

    private static Path xdg(Map<String, String> environment, String variable, Path otherwise) {
        return absolute(environment, variable).orElse(otherwise).resolve(NAME);
    }

    /// The XDG specification has relative paths ignored.
    private static Optional<Path> absolute(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .filter(Path::isAbsolute);
    }

    public Path history() {
        return data.resolve("history.sqlite");
    }

    /// What the engine keeps of what it read.
    public Path prefixes() {
        return cache.resolve("prefixes");
    }

    public Path presets() {
        return config.resolve("presets.json");
    }

    public Path settings() {
        return config.resolve("settings.json");
    }
}
