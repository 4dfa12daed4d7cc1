package polymath.app.platform;

import java.nio.file.Path;
import java.util.Objects;

/// Where this user's files go. The folders may not exist yet.
///
/// @param data history and models
/// @param config settings
/// @param cache what may be deleted at any time
/// @param logs log files and crash reports
public record UserFolders(Path data, Path config, Path cache, Path logs) {
    public UserFolders {
        Objects.requireNonNull(data);
        Objects.requireNonNull(config);
        Objects.requireNonNull(cache);
        Objects.requireNonNull(logs);
    }

    /// Of the user who runs this JVM; all under one folder if the system property `polymath.home` names it.
    @SuppressWarnings("DoNotCallSuggester")
    public static UserFolders ofThisUser() {
        throw new UnsupportedOperationException();
    }

    public Path history() {
        return data.resolve("history.sqlite");
    }

    public Path settings() {
        return config.resolve("settings.json");
    }
}
