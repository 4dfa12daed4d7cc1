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
}
