package polymath.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.TinyModel;
import polymath.engine.cuda.FakeLibraries;

/// The command line as a shell meets it: a process with an exit status.
@Timeout(120)
class CommandLineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private record Result(int status, String out, String err) {}

    private Result run(String input, String... arguments) throws IOException, InterruptedException {
        return run(input, Map.of(), arguments);
    }

    private Result run(String input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=polymath.engine",
                "-XX:TieredStopAtLevel=1",
                "-p",
                System.getProperty("jdk.module.path"), // as modules, so that what is not opened shows
                "-m",
                "polymath.engine/" + Main.class.getName()));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err).replaceFirst("WARNING: Using incub.*\\R", ""));
    }

    @Test
    void anAnswerIsPrintedAndDescribedAsJson() throws Exception {
        String model = TinyModel.write(folder).toString();
        Result text = run("", "generate", "--model", model, "--prompt", "hello", "--max-tokens", "8");
        assertThat(text.status).isZero();
        assertThat(text.err).isEmpty();
        Result json = run("", "generate", "--model", model, "--prompt", "hello", "--max-tokens", "8", "--json");
        JsonObject result = new Gson().fromJson(json.out, JsonObject.class);
        assertThat(result.get("text").getAsString() + System.lineSeparator()).isEqualTo(text.out);
        assertThat(result.getAsJsonArray("tokens").size()).isBetween(0, 8);
        assertThat(result.getAsJsonObject("usage").get("promptTokens").getAsInt())
                .isEqualTo(9);
    }

    @Test
    void aConversationIsReadFromAFile() throws Exception {
        Path messages = Files.writeString(folder.resolve("messages.json"), """
                [{"role": "system", "content": "be helpful"}, {"role": "user", "content": "a"},
                 {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]""");
        Result result = run(
                "",
                "generate",
                "--model",
                TinyModel.write(folder).toString(),
                "--messages",
                messages.toString(),
                "--max-tokens",
                "4");
        assertThat(result.status).isZero();
        assertThat(result.out).doesNotContain("be helpful");
    }

    @Test
    void aTextIsSummarizedInSectionsThatCoverIt() throws Exception {
        Path text = Files.writeString(
                folder.resolve("report.txt"), "One sentence.\f" + "Two sentences. ".repeat(60) + "\fThree.");
        Result result = run(
                "",
                "summarize",
                "--model",
                TinyModel.writeWithContext(folder, 2048).toString(),
                "--depth",
                "sections",
                "--whole",
                "600",
                "--temperature",
                "0",
                "--json",
                text.toString());
        assertThat(result.status).as(result.err).isZero();
        JsonObject json = new Gson().fromJson(result.out, JsonObject.class);
        assertThat(json.get("pages").getAsInt()).isEqualTo(3);
        var steps = json.getAsJsonArray("steps");
        assertThat(steps.get(0).getAsJsonObject().get("from").getAsString()).isEqualTo("p. 1");
        assertThat(steps.get(steps.size() - 1).getAsJsonObject().get("to").getAsString())
                .isEqualTo("p. 3");
        assertThat(json.getAsJsonArray("texts").size()).isEqualTo(steps.size()).isGreaterThan(1);
        assertThat(run("", "summarize", "--model", TinyModel.write(folder).toString(), text.toString()))
                .satisfies(short1 -> assertThat(short1.status).isEqualTo(2))
                .satisfies(short1 -> assertThat(short1.err).contains("1024").contains("512"));
    }

    @Test
    void pagesFromStandardInputKeepTheirLabels() throws Exception {
        String model = TinyModel.writeWithContext(folder, 2048).toString();
        String pages = """
                {"page": 3, "label": "slide 3", "heading": null, "text": "One sentence."}
                {"page": 4, "label": "slide 4", "text": "Another."}
                """;
        Result result =
                run(pages, "summarize", "--model", model, "--temperature", "0", "--json", "--name", "a.pptx", "-");
        assertThat(result.status).as(result.err).isZero();
        JsonObject step = new Gson()
                .fromJson(result.out, JsonObject.class)
                .getAsJsonArray("steps")
                .get(0)
                .getAsJsonObject();
        assertThat(step.get("from").getAsString()).isEqualTo("slide 3");
        assertThat(step.get("to").getAsString()).isEqualTo("slide 4");
        assertThat(run("{\"page\": 3}\n", "summarize", "--model", model, "-"))
                .satisfies(wrong -> assertThat(wrong.status).isEqualTo(2))
                .satisfies(wrong -> assertThat(wrong.err).contains("line 1").hasLineCount(1));
        assertThat(run("", "summarize", "--model", model, "-").err).contains("no page");
    }

    @Test
    void chatAnswersEachLineUntilItsInputEnds() throws Exception {
        Result result = run(
                "hello\n\nagain\n", "chat", "--model", TinyModel.write(folder).toString(), "--context", "100");
        assertThat(result.status).isZero();
        assertThat(result.err).contains("Loading tiny.gguf").contains("an AI, which can be wrong");
        // one report each, or a refusal if the first answer filled the context
        assertThat(result.err.lines().filter(line -> line.startsWith("[") || line.startsWith("The conversation has")))
                .hasSize(2);
    }

    @Test
    void textGoesToTokensAndBack() throws Exception {
        String model = TinyModel.write(folder).toString();
        Result ids = run("grüße <|end|>", "tokenize", "--model", model);
        assertThat(run(ids.out, "detokenize", "--model", model).out.strip()).isEqualTo("grüße <|end|>");
        Result lines = run("\"a\"\n\"<|end|>\"\n", "tokenize", "--model", model, "--lines", "--special");
        assertThat(lines.out.lines()).hasSize(2);
    }

    @Test
    void benchTraceInspectAndVerifyPrintWhatTheyPromise() throws Exception {
        String model = TinyModel.write(folder).toString();
        Result bench = run(
                "",
                "bench",
                "--model",
                model,
                "--prompt",
                "16",
                "--generate",
                "4",
                "--depth",
                "8",
                "--kv",
                "q8",
                "--json");
        assertThat(new Gson().fromJson(bench.out, JsonObject.class).keySet())
                .contains(
                        "loadSeconds",
                        "prefillTokensPerSecond",
                        "decodeTokensPerSecond",
                        "timeToFirstTokenSeconds",
                        "peakResidentBytes",
                        "threads");
        Result trace =
                run("", "trace", "--model", model, "--tokens", "5,6,7", "--generate", "2", "--kernels", "scalar");
        assertThat(new Gson().fromJson(trace.out, JsonObject.class).getAsJsonArray("greedy"))
                .hasSize(2);
        assertThat(run("", "inspect", "--model", model).out)
                .contains("phimoe")
                .contains("no chat markers".substring(3));
        JsonObject inspected =
                new Gson().fromJson(run("", "inspect", "--model", model, "--json").out, JsonObject.class);
        assertThat(inspected.getAsJsonObject("config").get("blockCount").getAsInt())
                .isEqualTo(TinyModel.LAYERS);
        assertThat(run("", "verify", "--model", model).out)
                .contains("different")
                .contains("can be used");
    }

    @Test
    void withoutADriverNoGraphicsCardIsFoundAndItIsToldWhereOneWasLookedFor() throws Exception {
        Map<String, String> nowhere = Map.of("POLYMATH_CUDA", folder.toString(), "POLYMATH_CUBLAS", folder.toString());
        Result info = run("", nowhere, "gpu-info");
        assertThat(info.status).isZero();
        assertThat(info.err).isEmpty();
        assertThat(info.out)
                .startsWith("driver   none found" + System.lineSeparator())
                .contains(folder.toString())
                .contains("no graphics card can be used: no NVIDIA driver works here");
        JsonObject json = new Gson().fromJson(run("", nowhere, "gpu-info", "--json").out, JsonObject.class);
        assertThat(json.getAsJsonObject("driver").get("found").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonObject("driver").getAsJsonArray("rejected")).isNotEmpty();
        assertThat(json.getAsJsonArray("usable")).isEmpty();
        Result selftest = run("", nowhere, "gpu-selftest");
        assertThat(selftest.status).isEqualTo(2);
        assertThat(selftest.out).isEmpty();
        assertThat(selftest.err.lines())
                .singleElement()
                .asString()
                .startsWith("polymath: no graphics card can be used: NVIDIA's driver: ")
                .contains(folder.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"generate --prompt hi --max-tokens 2", "trace --tokens 5,6", "bench --prompt 4 --generate 1"})
    void whatComputesTakesTheOptionsOfAGraphicsCard(String command) throws Exception {
        Map<String, String> nowhere = Map.of("POLYMATH_CUDA", folder.toString(), "POLYMATH_CUBLAS", folder.toString());
        String model = TinyModel.write(folder).toString();
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--model", model, "--gpu-layers", "1", "--gpu-mem", "4000", "--gpu-device", "0"));
        assertThat(run("", nowhere, words.toArray(String[]::new)).status).isZero();
        words.addAll(List.of("--gpu", "require"));
        Result refused = run("", nowhere, words.toArray(String[]::new));
        assertThat(refused.status).isEqualTo(2);
        assertThat(refused.err)
                .containsIgnoringCase("no graphics card can be used")
                .contains(folder.toString());
        assertThat(refused.out).isEmpty();
    }

    @Test
    void theMemoryPlanOfACardIsShownWithoutOne() throws Exception {
        Map<String, String> nowhere = Map.of("POLYMATH_CUDA", folder.toString(), "POLYMATH_CUBLAS", folder.toString());
        String model = TinyModel.write(folder).toString();
        Result info = run("", nowhere, "gpu-info", "--model", model, "--gpu-mem", "3000");
        assertThat(info.status).isZero();
        assertThat(info.out).contains("with 3.15 GB free", "experts of 2 of 2 layers");
        assertThat(run("", nowhere, "gpu-info", "--model", model).out).contains("there is no card");
    }

    @Test
    void graphicsCardsAreListedWithThoseThatCannotBeUsed() throws Exception {
        FakeLibraries.driver(folder);
        FakeLibraries.cublas(folder, folder, 12);
        Map<String, String> here = Map.of("POLYMATH_CUDA", folder.toString(), "POLYMATH_CUBLAS", folder.toString());
        Result info = run("", here, "gpu-info");
        assertThat(info.status).as(info.err).isZero();
        assertThat(info.err).isEmpty();
        assertThat(info.out)
                .contains("libcuda.so.1, CUDA 13.0")
                .contains("card 0   Fake GeForce 4090, compute capability 8.9")
                .contains("25.77 GB of memory, 24.70 GB free")
                .contains("up to 1008 GB/s")
                .contains("card 1   Fake GeForce 1080 cannot be used: compute capability 6.1")
                .contains("libcublas.so.12, version 12")
                .contains("libcublas.so.13 is not there")
                .contains("1 graphics card can be used");
        JsonObject json = new Gson().fromJson(run("", here, "gpu-info", "--json").out, JsonObject.class);
        JsonObject card = json.getAsJsonArray("usable").get(0).getAsJsonObject();
        assertThat(card.get("capability").getAsString()).isEqualTo("8.9");
        assertThat(card.get("freeBytes").getAsLong()).isEqualTo(23L << 30);
        assertThat(json.getAsJsonArray("refused")
                        .get(0)
                        .getAsJsonObject()
                        .get("index")
                        .getAsInt())
                .isOne();
        assertThat(json.getAsJsonObject("cublas").get("version").getAsInt()).isEqualTo(12);
        Map<String, String> driverAlone = Map.of(
                "POLYMATH_CUDA",
                folder.toString(),
                "POLYMATH_CUBLAS",
                folder.resolve("nowhere").toString());
        // the driver that is built here copies, but has no kernels
        Result selftest = run("", driverAlone, "gpu-selftest", "--small", "--megabytes", "1");
        assertThat(selftest.status).as(selftest.out).isEqualTo(2);
        assertThat(selftest.err).contains("products of cuBLAS").contains("polymath: the graphics card fails: cuModule");
        Result refused = run("", driverAlone, "gpu-selftest", "--gpu-device", "1");
        assertThat(refused.status).isEqualTo(2);
        assertThat(refused.err).contains("no graphics card can be used: Fake GeForce 1080: compute capability 6.1");
    }

    @Test
    void aBadFileGivesOneSentenceAndStatusTwo() throws Exception {
        Path empty = Files.write(folder.resolve("empty.gguf"), new byte[0]);
        Path foreign = TinyModel.writeForeign(folder, "llama");
        for (Path file : List.of(empty, foreign, folder.resolve("missing.gguf"))) {
            for (String command : List.of("inspect", "verify", "chat")) {
                Result result = run("", command, "--model", file.toString());
                assertThat(result.status).as("%s %s", command, file).isEqualTo(2);
                assertThat(result.err.lines().filter(line -> line.startsWith("polymath: ")))
                        .as("%s %s: %s", command, file, result.err)
                        .hasSize(1)
                        .allMatch(line -> line.contains(file.getFileName().toString()));
                assertThat(result.out).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generate",
                "generate --model x",
                "generate --model x --prompt y --temperature -1",
                "generate --model x --prompt y --max-tokens 0",
                "generate --model x --prompt y --gpu-layers some",
                "generate --model x --messages nowhere.json",
                "trace --model x",
                "nonsense"
            })
    void wrongUsageGivesOneLineAndStatusTwo(String arguments) throws Exception {
        Result result = run("", arguments.split(" "));
        assertThat(result.status).isEqualTo(2);
        assertThat(result.err.lines()).hasSize(1).allMatch(line -> line.startsWith("polymath: "));
    }
}
