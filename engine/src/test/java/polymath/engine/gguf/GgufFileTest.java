package polymath.engine.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.api.FailureCode;
import polymath.engine.gguf.GgufException.Kind;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

class GgufFileTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aFileGivesBackWhatWasWritten(int version) throws Exception {
        Path path = new GgufWriter()
                .version(version)
                .string("general.architecture", "phimoe")
                .uint32("phimoe.block_count", 32)
                .float32("phimoe.rope.freq_base", 10000)
                .bool("tokenizer.ggml.add_bos_token", true)
                .tensor("a.weight", 3, 2)
                .tensor("b.weight", 4, 2, 2)
                .write(folder.resolve("model.gguf"));
        try (GgufFile file = GgufFile.open(path, "phimoe")) {
            assertThat(file.paths()).containsExactly(path);
            assertThat(file.fileBytes()).isEqualTo(Files.size(path));
            assertThat(file.metadata().keys()).hasSize(4).first().isEqualTo("general.architecture");
            assertThat(file.metadata().integer("phimoe.block_count")).contains(32L);
            assertThat(file.metadata().number("phimoe.rope.freq_base")).contains(10000f);
            assertThat(file.metadata().bool("tokenizer.ggml.add_bos_token")).contains(true);
            assertThat(file.tensors()).extracting(GgufTensor::name).containsExactly("a.weight", "b.weight");
            assertThat(file.tensor("c.weight")).isEmpty();
            GgufTensor b = file.tensor("b.weight").orElseThrow();
            assertThat(b.shape()).containsExactly(4L, 2L, 2L);
            Matrix matrix = b.matrix();
            assertThat(matrix.rows()).isEqualTo(4);
            assertThat(matrix.cols()).isEqualTo(4);
            assertThat(matrix.data().getAtIndex(ValueLayout.JAVA_FLOAT, 15)).isEqualTo(15f);
        }
    }

    @Test
    void alignmentMovesTheData() throws Exception {
        Path path = new GgufWriter()
                .alignment(4096)
                .uint32("general.alignment", 4096)
                .tensor("a", 5)
                .tensor("b", 5)
                .write(folder.resolve("model.gguf"));
        try (GgufFile file = GgufFile.open(path)) {
            var b = file.tensor("b").orElseThrow().data();
            assertThat(b.getAtIndex(ValueLayout.JAVA_FLOAT, 4)).isEqualTo(4f);
            assertThat(b.address() % 4096).isZero();
        }
    }

    @Test
    void aClosedFileIsRefusedRatherThanRead() throws Exception {
        Path path = new GgufWriter().string("k", "v").tensor("a", 5).write(folder.resolve("model.gguf"));
        GgufFile file = GgufFile.open(path);
        GgufTensor tensor = file.tensor("a").orElseThrow();
        file.close();
        file.close();
        assertThatThrownBy(() -> tensor.data().get(ValueLayout.JAVA_FLOAT, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> file.metadata().string("k")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherArchitectureIsNamedBeforeItsTensorTypesAre() throws Exception {
        Path path = new GgufWriter()
                .string("general.architecture", "gpt-oss")
                .tensor("a", 39, new long[] {32}, new byte[17])
                .write(folder.resolve("model.gguf"));
        assertThat(refusal(path, "phimoe").kind()).isEqualTo(Kind.WRONG_ARCHITECTURE);
        assertThat(refusal(path, "phimoe").arguments()).containsExactly(path.toString(), "gpt-oss");
        assertThat(refusal(path).arguments()).contains("MXFP4");
        Path nameless = new GgufWriter().tensor("a", 5).write(folder.resolve("nameless.gguf"));
        assertThat(refusal(nameless, "phimoe").arguments())
                .containsExactly(nameless.toString(), "general.architecture", "missing");
    }

    @Test
    void whatIsNoFileIsRefusedUnopened() throws Exception {
        assertThat(refusal(folder).arguments()).containsExactly(folder.toString(), "directory");
        assertThat(refusal(folder.resolve("nothing.gguf")).kind()).isEqualTo(Kind.NOT_FOUND);
        Path empty = Files.createFile(folder.resolve("empty.gguf"));
        assertThat(refusal(empty).kind()).isEqualTo(Kind.EMPTY);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void pipesDevicesAndLinkLoopsAreRefused() throws Exception {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "this system has no /dev/zero");
        assertThat(refusal(device).arguments()).containsExactly("/dev/zero", "device or pipe");
        Path pipe = folder.resolve("pipe.gguf");
        int status = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        assumeTrue(status == 0, "mkfifo does not work here");
        assertThat(refusal(pipe).kind()).isEqualTo(Kind.NOT_A_FILE);
        Path loop = Files.createSymbolicLink(folder.resolve("loop.gguf"), Path.of("loop.gguf"));
        assertThat(refusal(loop).kind()).isEqualTo(Kind.UNREADABLE);
        Path linkToPipe = Files.createSymbolicLink(folder.resolve("link.gguf"), pipe);
        assertThat(refusal(linkToPipe).kind()).isEqualTo(Kind.NOT_A_FILE);
        Path model = new GgufWriter().tensor("a", 5).write(folder.resolve("model.gguf"));
        Path linkToModel = Files.createSymbolicLink(folder.resolve("good.gguf"), model);
        GgufFile.open(linkToModel).close();
    }

    @Test
    void aRefusalNamesTheSystemsReasonAndKeepsTheCause() {
        Path path = Path.of("model.gguf");
        GgufException exception =
                GgufException.unreadable(path, new FileSystemException("model.gguf", null, "disk on fire"));
        assertThat(exception.arguments()).containsExactly("model.gguf", "disk on fire");
        assertThat(exception.getCause()).isNotNull();
        assertThat(exception).hasMessage("model.gguf cannot be read: disk on fire");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindIsAFailureCodeOfTheSameName(Kind kind) {
        assertThat(FailureCode.values()).extracting(Enum::name).contains("MODEL_" + kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-f32", "longrope-f32", "mix-f16", "legacy-quants", "kquants"})
    void theReferenceModelsOpenWithTheirTensors(String name) throws Exception {
        Path path = fixture(name + ".gguf");
        JsonObject expected;
        try (InputStream json = resource(name + ".json")) {
            expected = JsonParser.parseReader(new InputStreamReader(json, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        }
        JsonObject config = expected.getAsJsonObject("config");
        long layers = config.get("n_layer").getAsLong();
        try (GgufFile file = GgufFile.open(path, "phimoe")) {
            assertThat(file.metadata().integer("phimoe.block_count")).contains(layers);
            // Outside the layers: embedding, output and its norm (weight and bias each), two sets of rope factors.
            assertThat(file.tensors()).hasSize((int) (16 * layers + 7));
            assertThat(file.tensors().stream().map(GgufTensor::type).distinct().map(GgmlType::name))
                    .containsAll(expected.getAsJsonArray("tensor_types").asList().stream()
                            .map(type -> type.getAsString())
                            .toList());
            Matrix experts =
                    file.tensor("blk.0.ffn_down_exps.weight").orElseThrow().matrix();
            assertThat(experts.cols()).isEqualTo(config.get("n_ff").getAsInt());
            assertThat(experts.rows())
                    .isEqualTo(config.get("n_expert").getAsLong()
                            * config.get("n_embd").getAsLong());
            List<byte[]> tokens =
                    file.metadata().byteStrings("tokenizer.ggml.tokens").orElseThrow();
            assertThat(file.tensor("token_embd.weight").orElseThrow().shape().getLast())
                    .isEqualTo(tokens.size());
            assertThat(tokens.get(1)).isEqualTo("<s>".getBytes(StandardCharsets.UTF_8));
            assertThat(file.tensors().stream()
                            .map(GgufTensor::matrix)
                            .map(Matrix::name)
                            .collect(Collectors.toSet()))
                    .hasSize(file.tensors().size());
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void openingDoesNotReadTheWeights() throws Exception {
        Path path = folder.resolve("sparse.gguf");
        long values = 8L << 30;
        Files.write(
                path,
                new GgufWriter()
                        .entry(new byte[] {'a'}, 0, 0, 4096, values / 4096)
                        .bytes());
        try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
            channel.position(Files.size(path) + values * Float.BYTES - 1);
            channel.write(ByteBuffer.wrap(new byte[1]));
        }
        try (GgufFile file = GgufFile.open(path)) {
            assertThat(file.fileBytes()).isGreaterThan(values * Float.BYTES);
            Matrix matrix = file.tensor("a").orElseThrow().matrix();
            assertThat(matrix.slice(matrix.rows() - 1, 1).data().get(ValueLayout.JAVA_FLOAT, 0))
                    .isZero();
        }
    }

    private Path fixture(String name) throws Exception {
        Path copy = folder.resolve(name);
        try (InputStream stream = resource(name)) {
            Files.copy(stream, copy);
        }
        return copy;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(
                GgufFileTest.class.getResourceAsStream("/polymath/engine/fixtures/" + name), name);
    }

    private static GgufException refusal(Path path, String... architectures) {
        return catchThrowableOfType(
                GgufException.class, () -> GgufFile.open(path, architectures).close());
    }
}
