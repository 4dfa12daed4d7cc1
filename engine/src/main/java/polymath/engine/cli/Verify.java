package polymath.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import polymath.engine.ModelFile;
import polymath.engine.Verification;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;

/// Whether a model file is what it should be, in plain words.
@Command(name = "verify", description = "Check a model file against what is published of Phi-3.5-MoE-instruct.")
final class Verify implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private ComputeOptions compute = new ComputeOptions();

    @Override
    public Integer call() throws GgufException {
        try (ModelFile file = ModelFile.open(model.path());
                Kernels kernels = compute.kernels(new StopSignal())) {
            boolean usable = new Verification(file, kernels, Verify::print).run();
            Main.out(usable ? "This file can be used." : "This file should not be used.");
            return usable ? 0 : 2;
        }
    }

    private static void print(Verification.Finding finding) {
        String mark = switch (finding.verdict()) {
            case GOOD -> "good     ";
            case DIFFERENT -> "different";
            case BAD -> "bad      ";
        };
        Main.out(mark + "  " + finding.text());
    }
}
