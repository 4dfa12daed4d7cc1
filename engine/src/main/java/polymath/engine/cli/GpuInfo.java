package polymath.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What is known of graphics cards.
@Command(name = "gpu-info", aliases = "gpu-selftest", description = "Show graphics cards and how they would be used.")
final class GpuInfo implements Callable<Integer> {
    static final String NONE = "no GPU support in this build yet";

    @Override
    public Integer call() {
        Main.out(NONE);
        return 0;
    }
}
