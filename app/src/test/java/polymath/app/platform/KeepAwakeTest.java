package polymath.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepAwakeTest {
    @Test
    void eachSystemIsAskedInItsOwnWay() {
        assertThat(KeepAwake.command("Linux", 7).orElseThrow())
                .startsWith("systemd-inhibit", "--what=sleep:idle")
                .endsWith("cat");
        assertThat(KeepAwake.command("Mac OS X", 7)).contains(List.of("caffeinate", "-i", "-w", "7"));
        assertThat(KeepAwake.command("Windows 11", 7)).isEmpty();
    }

    @Test
    void theHolderIsThereAsLongAsItIsWantedAndThereIsOne(@TempDir Path folder) {
        // what systemd-inhibit does: it runs another program and waits for it
        Path marks = folder.resolve("held");
        List<String> holder = List.of("sh", "-c", "echo x >> " + marks + "; cat; echo y >> " + marks);
        KeepAwake awake = new KeepAwake(Optional.of(holder), Optional.empty(), Runnable::run);
        awake.set(false);
        awake.set(true);
        awake.set(true);
        until(() -> marks.toFile().length() > 0); // it is made before it is written
        long held = children();
        assertThat(held).isPositive();
        awake.set(false);
        until(() -> children() == 0);
        assertThat(marks).content().containsOnlyOnce("x"); // one that saw its end coming may have said so
    }

    @Test
    void withoutTheProgramTheComputerSleepsAsItWould() {
        KeepAwake awake =
                new KeepAwake(Optional.of(List.of("/nowhere/systemd-inhibit")), Optional.empty(), Runnable::run);
        awake.set(true);
        awake.set(false);
        assertThat(children()).isZero();
    }

    private static long children() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(c -> c.endsWith("sh") || c.endsWith("cat"))
                        .isPresent())
                .count();
    }

    private static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (!condition.getAsBoolean())
            assertThat(Instant.now()).as("waited ten seconds").isBefore(end);
    }
}
