package polymath.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import polymath.engine.Cards;
import polymath.engine.TinyModel;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.DeviceAttribute;
import polymath.engine.cuda.EmulatedCublas;
import polymath.engine.cuda.EmulatedCudaDriver;
import polymath.engine.cuda.GpuList;
import polymath.engine.cuda.PtxBuild;

class GpuSelftestTest {
    private static final long CARD_BYTES = 4L << 30;
    /// Copies to this computer before the first one of a kernel's result: four of memory, one of a product.
    private static final int EARLIER_COPIES = 5;

    @TempDir
    private Path folder;

    private final List<EmulatedCudaDriver> drivers = new ArrayList<>();
    private int spoiledCopy; // which copy to this computer is spoiled, of the first card that is opened; 0 for none

    private int run(int capability, String... arguments) {
        Cards cards = index -> card(capability);
        return new CommandLine(new GpuSelftest(cards)).execute(arguments);
    }

    private Cards.Card card(int capability) {
        EmulatedCudaDriver driver = new EmulatedCudaDriver(CARD_BYTES);
        driver.set(DeviceAttribute.CAPABILITY_MAJOR, capability / 10);
        driver.set(DeviceAttribute.CAPABILITY_MINOR, capability % 10);
        CudaDriver seen = drivers.isEmpty() && spoiledCopy > 0 ? spoiling(driver) : driver;
        drivers.add(driver);
        return new Cards.Card(GpuList.of(driver).usable().getFirst(), seen, Optional.of(new EmulatedCublas(driver)));
    }

    /// Changes one number on its way to this computer.
    private CudaDriver spoiling(CudaDriver driver) {
        int[] copies = {0};
        Object proxy = Proxy.newProxyInstance(
                CudaDriver.class.getClassLoader(), new Class<?>[] {CudaDriver.class}, (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(driver, arguments);
                        if (method.getName().equals("copyToHost") && ++copies[0] == spoiledCopy) {
                            MemorySegment to = (MemorySegment) arguments[0];
                            byte top = to.get(ValueLayout.JAVA_BYTE, 3);
                            to.set(ValueLayout.JAVA_BYTE, 3, (byte) (top ^ 0x40)); // a power of ten and more
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return (CudaDriver) proxy;
    }

    private JsonObject findings() throws IOException {
        return JsonParser.parseString(Files.readString(folder.resolve("gpu-selftest.json")))
                .getAsJsonObject();
    }

    private static Set<String> wrong(JsonArray findings) {
        Set<String> wrong = new TreeSet<>();
        for (JsonElement element : findings) {
            JsonObject finding = element.getAsJsonObject();
            if (!finding.get("right").getAsBoolean()) wrong.add(finding.toString());
        }
        return wrong;
    }

    @Test
    void everyKernelAndEveryModelAreRightOnTheEmulatedCard() throws IOException {
        Path model = TinyModel.write(folder);
        int status = run(
                86,
                "--small",
                "--megabytes",
                "1",
                "--gpu-mem",
                "1024",
                "--model",
                model.toString(),
                "--out",
                folder.toString());
        JsonObject findings = findings();
        assertThat(wrong(findings.getAsJsonArray("kernels"))).isEmpty();
        JsonArray models = findings.getAsJsonArray("models");
        assertThat(wrong(models)).isEmpty();
        assertThat(status).isZero();
        assertThat(findings.getAsJsonArray("products")).hasSize(1);
        assertThat(models).hasSize(4);
        JsonObject streamed = models.get(3).getAsJsonObject();
        assertThat(streamed.get("model").getAsString()).isEqualTo(model.toString());
        assertThat(streamed.get("placement").getAsString()).startsWith("experts of 0 of 2");
        assertThat(streamed.getAsJsonObject("tokensPerSecond").keySet())
                .containsExactly("reading 12", "writing 3 behind 12", "the processor, reading 12");
        List<String> table = Files.readAllLines(folder.resolve("gpu-selftest.txt"));
        assertThat(table.getLast()).isEqualTo("all is right");
        assertThat(table).noneMatch(line -> line.contains("WRONG"));
        assertThat(table).anyMatch(line -> line.contains("on the card, products in BF16: right"));
        assertThat(drivers.getFirst().leaks()).isEmpty();
        assertThat(drivers.getFirst().launches().keySet()).containsExactlyInAnyOrderElementsOf(kernelsInPrograms());
    }

    /// Names of all kernels that the programs have.
    private static Set<String> kernelsInPrograms() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String program : PtxBuild.PROGRAMS) {
            try (var in = CudaDriver.class.getResourceAsStream(program + ".ptx")) {
                assertThat(in).as(program).isNotNull();
                new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                        .lines()
                        .filter(line -> line.contains(".entry "))
                        .forEach(line -> names.add(line.replaceAll(".*\\.entry (\\w+).*", "$1")));
            }
        }
        assertThat(names).hasSizeGreaterThan(60);
        return names;
    }

    @Test
    void oneWrongNumberOfOneKernelIsToldAndTheStatusIsTwo() throws IOException {
        spoiledCopy = EARLIER_COPIES + 1;
        assertThat(run(75, "--small", "--megabytes", "1", "--out", folder.toString()))
                .isEqualTo(2);
        JsonObject findings = findings();
        assertThat(wrong(findings.getAsJsonArray("kernels")))
                .singleElement()
                .asString()
                .contains("\"matvec\"")
                .contains("\"F32\"");
        assertThat(wrong(findings.getAsJsonArray("models"))).isEmpty();
        assertThat(Files.readAllLines(folder.resolve("gpu-selftest.txt")))
                .last()
                .asString()
                .startsWith("WRONG");
    }
}
