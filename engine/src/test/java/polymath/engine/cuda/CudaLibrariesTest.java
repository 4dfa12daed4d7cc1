package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening libraries: what is wrong with a place is told, and the next one is tried.
@SuppressWarnings("NullAway.Init")
class CudaLibrariesTest {
    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of();

    private CudaLibraries libraries() {
        return new CudaLibraries(new LibraryCandidates(
                LibraryCandidates.Os.of(System.getProperty("os.name")), environment, Map.of(), place -> List.of()));
    }

    private Opening<CudaDriver> driverAt(Path place) {
        environment = Map.of("POLYMATH_CUDA", place.toString());
        return libraries().openDriver();
    }

    @BeforeEach
    void onlyWhereThereAreDrivers() {
        assumeTrue(
                LibraryCandidates.Os.of(System.getProperty("os.name")) != LibraryCandidates.Os.OTHER,
                "there is no NVIDIA driver for this system");
    }

    @Test
    void noLibraryIsAnAnswer() {
        Opening<CudaDriver> opening = driverAt(folder);
        assertThat(opening.library()).isEmpty();
        assertThat(opening.rejected())
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.path()).startsWith(folder.toString()))
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo("is not there"));
        assertThat(opening.summary()).contains(folder.toString()).endsWith("is not there");
    }

    @Test
    void aTextFileInItsPlaceIsAnAnswer() throws Exception {
        Opening<CudaDriver> opening = driverAt(Files.writeString(folder.resolve("libcuda.so.1"), "hello"));
        assertThat(opening.library()).isEmpty();
        assertThat(opening.summary()).contains("libcuda.so.1 cannot be loaded");
    }

    @Test
    void aPathThatIsNoneIsAnAnswer() {
        environment = Map.of("POLYMATH_CUDA", "a\0b");
        assertThat(libraries().openDriver().rejected()).hasSize(1);
    }

    @Test
    void anotherLibraryIsAnAnswerThatNamesWhatItLacks() throws Exception {
        Opening<CudaDriver> opening = driverAt(FakeLibraries.stranger(folder));
        assertThat(opening.library()).isEmpty();
        assertThat(opening.summary()).contains("has no function cuGetErrorName, cuInit, cuDriverGetVersion");
    }

    @Test
    void aDriverThatDoesNotStartIsAnAnswerWithItsReason() throws Exception {
        Path file = FakeLibraries.driver(folder);
        FakeDriver fake = new FakeDriver(file);
        fake.refuse("cuInit", 1, 100);
        assertThat(driverAt(file).rejected())
                .containsExactly(new Opening.Rejection(file.toString(), "cuInit: CUDA_ERROR_NO_DEVICE (100)"));
        Opening<CudaDriver> opening = driverAt(folder);
        assertThat(opening.path()).isEqualTo(file.toString());
        assertThat(opening.rejected()).isEmpty();
        assertThat(opening.summary()).isEqualTo(file.toString());
        opening.library().orElseThrow().close();
    }

    @Test
    void cublasIsLoadedAfterItsOtherHalf() throws Exception {
        FakeLibraries.cublas(folder, folder, 13);
        environment = Map.of("POLYMATH_CUBLAS", folder.toString());
        try (Cublas cublas = libraries().openCublas(13_000).library().orElseThrow()) {
            assertThat(cublas.version()).isEqualTo(13);
        }
    }

    @Test
    void cublasWithoutItsOtherHalfIsRejectedAndTheNextIsTaken() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        // a version that no other test loads: a half that is loaded would be found
        FakeLibraries.cublas(folder, elsewhere, 12);
        environment = Map.of("POLYMATH_CUBLAS", folder.toString());
        Opening<Cublas> without = libraries().openCublas(12_000);
        assertThat(without.library()).isEmpty();
        assertThat(without.summary())
                .contains("libcublas.so.12 cannot be loaded")
                .contains("one that it needs is missing");
        Files.copy(elsewhere.resolve("libcublasLt.so.12"), folder.resolve("libcublasLt.so.12"));
        Opening<Cublas> with = libraries().openCublas(13_000);
        assertThat(with.rejected()).extracting(Opening.Rejection::reason).containsExactly("is not there");
        try (Cublas cublas = with.library().orElseThrow()) {
            assertThat(cublas.version()).isEqualTo(12);
        }
    }

    @Test
    void cublasWithoutAFunctionIsRejected() throws Exception {
        FakeLibraries.cublas(folder, folder, 13, "-DWITHOUT_PRODUCT");
        environment = Map.of("POLYMATH_CUBLAS", folder.toString());
        assertThat(libraries().openCublas(13_000).rejected())
                .first()
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo("has no function cublasGemmEx"));
    }
}
