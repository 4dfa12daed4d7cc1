package polymath.engine.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.gguf.GgufException.Kind;

class SplitModelTest {
    @TempDir
    Path folder;

    private final Path[] parts = new Path[3];

    @BeforeEach
    void writeParts() throws Exception {
        for (int i = 0; i < 3; i++) {
            parts[i] = folder.resolve("model-0000%d-of-00003.gguf".formatted(i + 1));
            part(i, 3, 3, "tensor" + i).write(parts[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anyPartOpensAllOfThem(int given) throws Exception {
        try (GgufFile file = GgufFile.open(parts[given], "phimoe")) {
            assertThat(file.paths()).containsExactly(parts);
            assertThat(file.tensors()).extracting(GgufTensor::name).containsExactly("tensor0", "tensor1", "tensor2");
            assertThat(file.metadata().string("general.architecture")).contains("phimoe");
            assertThat(file.metadata().path()).isEqualTo(parts[0]);
            assertThat(file.fileBytes()).isEqualTo(Files.size(parts[0]) + Files.size(parts[1]) + Files.size(parts[2]));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aMissingPartIsNamed(int missing) throws Exception {
        Files.delete(parts[missing]);
        assertMissing(parts[(missing + 1) % 3], missing);
    }

    @Test
    void aPartOfAnotherModelIsNamed() throws Exception {
        part(1, 2, 3, "tensor1").write(parts[1]);
        assertMissing(parts[0], 1);
        part(2, 3, 3, "tensor1").write(parts[1]);
        assertMissing(parts[0], 1);
        part(1, 3, 4, "tensor1").write(parts[1]);
        assertMissing(parts[0], 1);
        part(1, 3, 3, "tensor0").write(parts[1]);
        assertMissing(parts[0], 1);
        new GgufWriter().tensor("whole", 5).write(parts[1]);
        assertMissing(parts[0], 1);
    }

    @Test
    void aCutPartIsReportedAsSuch() throws Exception {
        byte[] whole = Files.readAllBytes(parts[2]);
        Files.write(parts[2], Arrays.copyOf(whole, whole.length - 32));
        GgufException refusal = refusal(parts[0]);
        assertThat(refusal.kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(refusal.path()).isEqualTo(parts[2]);
    }

    @Test
    void aRenamedPartLooksForTheOthersByItsNewName() throws Exception {
        Path renamed = folder.resolve("mine.gguf");
        Files.move(parts[0], renamed, StandardCopyOption.ATOMIC_MOVE);
        assertThat(refusal(renamed).arguments())
                .containsExactly(folder.resolve("mine-00002-of-00003.gguf").toString(), "2", "3");
    }

    @Test
    void aTensorTooFewIsNoticed() throws Exception {
        for (int i = 0; i < 3; i++) part(i, 3, 4, "tensor" + i).write(parts[i]);
        assertThat(refusal(parts[0]).arguments()).contains("split.tensors.count", "4, but there are 3");
    }

    @Test
    void impossibleNumbersAreBadSettings() throws Exception {
        assertThat(refusal(part(3, 3, 3, "t").write(parts[0])).arguments()).contains("split.no", "3");
        Path many = new GgufWriter().uint32("split.count", 0xFFFFFFFFL).write(parts[0]);
        assertThat(refusal(many).arguments()).contains("split.count", "4294967295");
    }

    @Test
    void aSplitOfOneIsAModelInOnePiece() throws Exception {
        Path path = part(0, 1, 1, "t").write(folder.resolve("one.gguf"));
        GgufFile.open(path).close();
        part(0, 0, 0, "t").write(path);
        GgufFile.open(path).close();
    }

    private static GgufWriter part(int number, int count, int tensors, String tensor) {
        GgufWriter writer = new GgufWriter();
        if (number == 0) writer.string("general.architecture", "phimoe");
        return writer.uint16("split.no", number)
                .uint16("split.count", count)
                .setting("split.tensors.count", GgufWriter.INT32, GgufWriter.number(Integer.BYTES, tensors))
                .tensor(tensor, 8);
    }

    private void assertMissing(Path given, int number) {
        GgufException refusal = refusal(given);
        assertThat(refusal.kind()).isEqualTo(Kind.PART_MISSING);
        assertThat(refusal.arguments()).containsExactly(parts[number].toString(), "" + (number + 1), "3");
    }

    private static GgufException refusal(Path path) {
        return catchThrowableOfType(
                GgufException.class, () -> GgufFile.open(path).close());
    }
}
