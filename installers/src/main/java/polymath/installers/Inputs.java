package polymath.installers;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What packages are made of, all from the build.
///
/// @param modules the window's module path
/// @param reader libraries of the document reader
/// @param assets icons, licences and the demo model
/// @param out where packages go
/// @param version Maven's
record Inputs(Path modules, Path reader, Path assets, Path out, String version) {
    Inputs {
        for (Path folder : List.of(modules, reader, assets))
            if (!Files.isDirectory(folder))
                throw new PackagingException(folder + " is not there: run `mvn package` first");
    }

    /// Scratch space beside the packages, kept for a look after a failure.
    Path work() {
        return out.resolve("work");
    }

    Path demoModel() {
        return assets.resolve("demo-model").resolve("polymath-demo.gguf");
    }
}
