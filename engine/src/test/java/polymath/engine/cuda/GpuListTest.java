package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which cards are taken, by what the fake driver tells: one of compute capability 8.9, and one of 6.1.
@SuppressWarnings("NullAway.Init")
class GpuListTest {
    @TempDir
    private static Path folder;

    private static FakeDriver fake;

    @BeforeAll
    static void build() throws Exception {
        fake = new FakeDriver(FakeLibraries.driver(folder));
    }

    @BeforeEach
    void reset() {
        fake.reset();
    }

    private static GpuList list() {
        try (NativeCudaDriver driver = new NativeCudaDriver(fake.library())) {
            return GpuList.of(driver);
        }
    }

    private static GpuSurvey survey() {
        return GpuSurvey.of(new CudaLibraries(new LibraryCandidates(
                LibraryCandidates.Os.LINUX,
                Map.of("POLYMATH_CUDA", folder.toString(), "POLYMATH_CUBLAS", folder.toString()),
                Map.of(),
                place -> List.of())));
    }

    @Test
    void aCardIsDescribedAndAnOldOneRefused() {
        GpuList cards = list();
        assertThat(cards.usable())
                .containsExactly(new GpuDevice(
                        0, "Fake GeForce 4090", 8, 9, 128, 72 << 20, 24L << 30, 23L << 30, 1_008_096_000_000.0));
        assertThat(cards.refused()).singleElement().satisfies(card -> {
            assertThat(card.index()).isEqualTo(1);
            assertThat(card.name()).isEqualTo("Fake GeForce 1080");
            assertThat(card.reason()).contains("6.1").contains("7.5 is needed");
        });
        assertThat(fake.open()).isZero();
    }

    @Test
    void anOldDriverIsNotUsed() {
        fake.version(11_080);
        GpuList cards = list();
        assertThat(cards.usable()).isEmpty();
        assertThat(cards.refused().getFirst().reason()).contains("11.8").contains("install driver 525");
    }

    @Test
    void aCardThatIsTakenByAnotherProgramIsRefusedWithTheDriversReason() {
        fake.refuse("cuDevicePrimaryCtxRetain", 1, 2);
        assertThat(list().refused().getFirst().reason()).contains("CUDA_ERROR_OUT_OF_MEMORY");
    }

    @ParameterizedTest
    @CsvSource({"12000,12.0", "12040,12.4", "13010,13.1"})
    void versionsAreWrittenAsPeopleKnowThem(int version, String written) {
        assertThat(GpuList.version(version)).isEqualTo(written);
    }

    @Test
    void aSurveyAsksForCublasWithTheFirstUsableCard() throws Exception {
        assertThat(survey().cublas().rejected()).hasSize(2);
        FakeLibraries.cublas(folder, folder, 13);
        GpuSurvey survey = survey();
        assertThat(survey.usable()).hasSize(1);
        assertThat(survey.cublas().version()).isEqualTo(13);
        assertThat(survey.obstacle()).isEmpty();
        assertThat(fake.open()).isZero();
    }

    @Test
    void aSurveySaysInOneSentenceWhatStandsInTheWay() {
        fake.version(11_080);
        assertThat(survey().obstacle()).contains("Fake GeForce 4090: its driver knows CUDA 11.8");
        assertThat(survey().cublas().rejected()).isEmpty();
        fake.reset();
        fake.refuse("cuDeviceGetCount", 1, 700);
        assertThat(survey().obstacle())
                .isEqualTo("the NVIDIA driver does not work: cuDeviceGetCount: CUDA_ERROR_ILLEGAL_ADDRESS (700)");
        fake.refuse("cuInit", 1, 100);
        assertThat(survey().obstacle())
                .startsWith("no NVIDIA driver works here (")
                .contains("CUDA_ERROR_NO_DEVICE");
        assertThat(fake.open()).isZero();
    }
}
