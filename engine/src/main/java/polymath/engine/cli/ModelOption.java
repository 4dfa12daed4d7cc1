package polymath.engine.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// `--model`, which nearly every command takes.
final class ModelOption {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "FILE",
            description = "A GGUF file of Phi-3.5-MoE, or the first part of a split one.")
    private Path path = Path.of("");

    Path path() {
        return path;
    }
}
