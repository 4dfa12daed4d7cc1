package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The programs that are shipped are those of the sources beside them, and go on every card.
class PtxTest {
    private static final Path ENGINE = Path.of("");

    static Iterable<String> programs() {
        return PtxBuild.PROGRAMS;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void programsAreMadeFromTheirSources(String program) throws IOException {
        assertThat(PtxBuild.committedHashes(ENGINE, program))
                .as("hashes of %s; run PtxBuild after a change", program)
                .isEqualTo(PtxBuild.hashes(ENGINE, program, PtxBuild.committed(ENGINE, program)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theCompilerMakesTheSameProgramAgain(String program) throws IOException, InterruptedException {
        assertThat(PtxBuild.translate(compiler(), ENGINE, program)).isEqualTo(PtxBuild.committed(ENGINE, program));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void everyTargetTakesItWithoutSpillsOrMoreRegisters(String program) throws IOException, InterruptedException {
        Map<String, Integer> recorded = PtxBuild.committedRegisters(ENGINE);
        String ptx = PtxBuild.committed(ENGINE, program);
        var kernels = PtxBuild.assemble(compiler(), program, ptx);
        assertThat(kernels).hasSize(PtxBuild.TARGETS.size() * (ptx.split("\\.visible \\.entry ").length - 1));
        for (PtxBuild.Kernel kernel : kernels) {
            assertThat(kernel.spilledBytes()).as("spills of %s", kernel).isZero();
            assertThat(kernel.registers())
                    .as("registers of %s", kernel)
                    .isLessThanOrEqualTo(recorded.getOrDefault(kernel.name(), 0));
        }
    }

    private static Path compiler() {
        Optional<Path> nvcc = PtxBuild.nvcc();
        assumeTrue(nvcc.isPresent(), "no nvcc here: neither NVCC nor CUDA_HOME nor PATH leads to it");
        return nvcc.orElseThrow();
    }
}
