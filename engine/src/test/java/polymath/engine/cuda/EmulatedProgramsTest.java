package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import polymath.engine.cuda.ptx.DeviceMemory;
import polymath.engine.cuda.ptx.PtxProgram;

/// The programs that are shipped, as the emulator sees them.
class EmulatedProgramsTest {

    @ParameterizedTest
    @FieldSource("polymath.engine.cuda.PtxBuild#PROGRAMS")
    void everyInstructionIsUnderstood(String name) throws IOException {
        String ptx = PtxBuild.committed(Path.of(""), name);
        DeviceMemory memory = new DeviceMemory(1 << 20);
        PtxProgram program = new PtxProgram(ptx, memory);
        assertThat(program.kernelNames()).hasSize(ptx.split("\\.entry ").length - 1);
        program.unload();
        assertThat(memory.leaks()).isEmpty();
    }
}
