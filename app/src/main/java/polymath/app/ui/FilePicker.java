package polymath.app.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Asks the user for files. Every answer is empty if the user thought better of it.
public interface FilePicker {
    /// A model file.
    Optional<Path> model();

    /// Documents or a model.
    List<Path> documents();

    /// Where to write an export; its extension says as what. Empty if the user thought better of it.
    ///
    /// @param name proposed, without extension
    /// @param extensions to choose from, without dots; the first unless another one is chosen
    Optional<Path> exportTo(String name, List<String> extensions);

    /// A file with chats; empty if the user thought better of it.
    Optional<Path> importFrom();

    /// A folder.
    ///
    /// @param now where to begin
    default Optional<Path> folder(Path now) {
        return Optional.empty();
    }

    /// A JSON file to read.
    default Optional<Path> json() {
        return Optional.empty();
    }

    /// A place for a file that is to be written.
    ///
    /// @param name suggested for it
    default Optional<Path> save(String name) {
        return Optional.empty();
    }
}
