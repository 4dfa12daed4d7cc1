package polymath.app.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks the user for files.
public interface FilePicker {
    /// A model file; empty if the user thought better of it.
    Optional<Path> model();

    /// Documents or a model; empty if the user thought better of it.
    List<Path> documents();

    /// Where to write an export; its extension says as what. Empty if the user thought better of it.
    ///
    /// @param name proposed, without extension
    Optional<Path> exportTo(String name);

    /// A file with chats; empty if the user thought better of it.
    Optional<Path> importFrom();
}
