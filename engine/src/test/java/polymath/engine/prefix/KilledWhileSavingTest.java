package polymath.engine.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.TinyModel;
import polymath.engine.kernel.Kernels;
import polymath.engine.tensor.GgmlType;

/// Kills a process that saves, at random moments, and looks what is left. `-Dpolymath.kills=200` is the long run.
@Timeout(600)
class KilledWhileSavingTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatIsLeftIsWholeAndUsed() throws Exception {
        int kills = Integer.getInteger("polymath.kills", 20);
        long seed = Long.getLong("polymath.seed", 20261125);
        Random random = new Random(seed);
        Path model = TinyModel.writeWithContext(folder, 2048);
        Path cache = folder.resolve("cache");
        float[][] expected = new float[5][];
        try (Reader fresh = reader(model, folder.resolve("none"))) {
            for (int text = 0; text < 5; text++) {
                fresh.read(fresh.tokens(text, 700));
                expected[text] = fresh.logits();
            }
        }
        int half = 0;
        int found = 0;
        for (int run = 0; run < kills; run++) {
            kill(model, cache, run, random.nextInt(150));
            try (Stream<Path> files = Files.list(cache)) {
                half += (int)
                        files.filter(file -> file.toString().endsWith(".new")).count();
            }
            int text = run % 5; // the one that was being saved first
            try (Reader after = reader(model, cache)) {
                found += after.read(after.tokens(text, 700));
                for (int i = 0; i < expected[text].length; i++)
                    assertThat(Math.abs(after.logits()[i] - expected[text][i]))
                            .as("seed %s, run %s", seed, run)
                            .isLessThan(1e-4f);
            }
            try (Stream<Path> files = Files.list(cache)) {
                assertThat(files).noneMatch(file -> file.toString().endsWith(".new"));
            }
        }
        assertThat(found).as("tokens found in all runs").isGreaterThan(700);
        System.getLogger("polymath.kills")
                .log(
                        System.Logger.Level.INFO,
                        "%d kills, seed %d: %d files half written and deleted, %d tokens found again"
                                .formatted(kills, seed, half, found));
    }

    private static Reader reader(Path model, Path cache) throws Exception {
        return new Reader(model, GgmlType.F32, new PrefixStore(cache, Reader.ANY_LENGTH), Kernels.Choice.SCALAR);
    }

    private static void kill(Path model, Path cache, int first, int millis) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classPath(),
                        SavingProcess.class.getName(),
                        model.toString(),
                        cache.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("saving");
        Thread.sleep(millis);
        process.destroyForcibly().waitFor();
        Files.createDirectories(cache);
    }

    private static String classPath() {
        return String.join(
                System.getProperty("path.separator"),
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Path.of("target", "classes").toAbsolutePath().toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
    }
}
