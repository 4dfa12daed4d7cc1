package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.engine.cuda.LibraryCandidates.Candidate;
import polymath.engine.cuda.LibraryCandidates.Os;

/// Where is looked, on systems that this test does not run on, too.
class LibraryCandidatesTest {
    private static LibraryCandidates linux(Map<String, String> environment) {
        return new LibraryCandidates(Os.LINUX, environment, Map.of(), folder -> List.of());
    }

    private static LibraryCandidates windows(Map<String, String> environment) {
        return new LibraryCandidates(Os.WINDOWS, environment, Map.of(), folder -> List.of());
    }

    private static List<String> paths(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::path).toList();
    }

    @Test
    void theDriverIsWhereItsInstallerPutsIt() {
        assertThat(paths(linux(Map.of()).driver()))
                .containsExactly(
                        "libcuda.so.1", "/usr/lib/wsl/lib/libcuda.so.1", "/usr/local/nvidia/lib64/libcuda.so.1");
        assertThat(paths(windows(Map.of("SystemRoot", "C:\\Windows")).driver()))
                .containsExactly("C:\\Windows\\System32\\nvcuda.dll");
        assertThat(paths(windows(Map.of()).driver())).containsExactly("nvcuda.dll");
    }

    @Test
    void otherSystemsHaveNone() {
        LibraryCandidates mac =
                new LibraryCandidates(Os.OTHER, Map.of("CUDA_PATH", "/x"), Map.of(), folder -> List.of("cuda"));
        assertThat(mac.driver()).isEmpty();
        assertThat(mac.cublas(13_000)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Linux,LINUX", "Windows 11,WINDOWS", "Windows Server 2022,WINDOWS", "Mac OS X,OTHER", "FreeBSD,OTHER"})
    void systemsAreKnownByName(String name, Os os) {
        assertThat(Os.of(name)).isEqualTo(os);
    }

    @Test
    void anOldDriverIsOfferedAnOldCublasOnly() {
        assertThat(paths(linux(Map.of()).cublas(13_000))).containsExactly("libcublas.so.13", "libcublas.so.12");
        assertThat(paths(linux(Map.of()).cublas(12_090))).containsExactly("libcublas.so.12");
        assertThat(paths(windows(Map.of()).cublas(13_010))).containsExactly("cublas64_13.dll", "cublas64_12.dll");
    }

    @Test
    void toolkitsOnLinuxComeFromTheEnvironmentThenFromTheUsualPlacesNewestFirst() {
        LibraryCandidates computer = new LibraryCandidates(
                Os.LINUX, Map.of("CUDA_PATH", "/a", "CUDA_HOME", "/b/"), Map.of(), folder -> switch (folder) {
                    case "/usr/local" -> List.of("bin", "cuda-12.4", "cuda-13.1", "cuda", "cuda-11.8", "cudasomething");
                    case "/opt" -> List.of("cuda-13");
                    default -> List.of();
                });
        assertThat(computer.cublas(12_000).stream()
                        .map(Candidate::path)
                        .filter(path -> path.contains("lib64"))
                        .toList())
                .containsExactly(
                        "/a/lib64/libcublas.so.12",
                        "/b/lib64/libcublas.so.12",
                        "/usr/local/cuda/lib64/libcublas.so.12",
                        "/usr/local/cuda-13.1/lib64/libcublas.so.12",
                        "/usr/local/cuda-12.4/lib64/libcublas.so.12",
                        "/opt/cuda-13/lib64/libcublas.so.12");
    }

    @Test
    void toolkitsOnWindowsComeFromTheEnvironmentNewestFirst() {
        LibraryCandidates computer = windows(Map.of(
                "CUDA_PATH",
                "C:\\CUDA\\v13.0",
                "CUDA_PATH_V12_4",
                "C:\\CUDA\\v12.4",
                "CUDA_PATH_V13_0",
                "C:\\CUDA\\v13.0"));
        assertThat(computer.cublas(13_000))
                .contains(new Candidate(
                        "C:\\CUDA\\v13.0\\bin\\x64\\cublas64_13.dll",
                        List.of("C:\\CUDA\\v13.0\\bin\\x64\\cublasLt64_13.dll")))
                .doesNotHaveDuplicates();
        assertThat(paths(computer.cublas(13_000)))
                .containsSubsequence(
                        "cublas64_13.dll",
                        "C:\\CUDA\\v13.0\\bin\\x64\\cublas64_13.dll",
                        "C:\\CUDA\\v13.0\\bin\\cublas64_12.dll",
                        "C:\\CUDA\\v12.4\\bin\\x64\\cublas64_13.dll",
                        "C:\\CUDA\\v12.4\\bin\\cublas64_12.dll");
    }

    @Test
    void packagesOfAnActivePythonAreLookedInto() {
        LibraryCandidates linux = new LibraryCandidates(
                Os.LINUX,
                Map.of("VIRTUAL_ENV", "/home/me/venv"),
                Map.of(),
                folder -> folder.equals("/home/me/venv/lib") ? List.of("python3.12", "site") : List.of());
        assertThat(linux.cublas(13_000))
                .contains(new Candidate(
                        "/home/me/venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublas.so.13",
                        List.of("/home/me/venv/lib/python3.12/site-packages/nvidia/cu13/lib/libcublasLt.so.13")));
        assertThat(paths(linux.cublas(12_000)))
                .contains("/home/me/venv/lib/python3.12/site-packages/nvidia/cublas/lib/libcublas.so.12");
        assertThat(paths(windows(Map.of("VIRTUAL_ENV", "D:\\venv")).cublas(13_000)))
                .contains(
                        "D:\\venv\\Lib\\site-packages\\nvidia\\cu13\\bin\\x86_64\\cublas64_13.dll",
                        "D:\\venv\\Lib\\site-packages\\nvidia\\cublas\\bin\\cublas64_12.dll",
                        "D:\\venv\\Lib\\site-packages\\torch\\lib\\cublas64_12.dll");
        assertThat(paths(windows(Map.of("CONDA_PREFIX", "D:\\conda")).cublas(13_000)))
                .contains("D:\\conda\\Library\\bin\\cublas64_13.dll");
    }

    @Test
    void whatTheUserNamesIsTheOnlyPlace() {
        Map<String, String> environment = Map.of(
                "POLYMATH_CUDA", "/env/driver", "POLYMATH_CUBLAS", "/env/blas", "CUDA_PATH", "/a", "VIRTUAL_ENV", " ");
        assertThat(paths(linux(environment).driver())).containsExactly("/env/driver/libcuda.so.1");
        assertThat(linux(environment).cublas(13_000))
                .containsExactly(
                        new Candidate("/env/blas/libcublas.so.13", List.of("/env/blas/libcublasLt.so.13")),
                        new Candidate("/env/blas/libcublas.so.12", List.of("/env/blas/libcublasLt.so.12")));
        LibraryCandidates named = new LibraryCandidates(
                Os.LINUX,
                environment,
                Map.of("polymath.cuda", "/my/libcuda.so.1", "polymath.cublas", "/my/libcublas.so.13.1.0"),
                folder -> List.of());
        assertThat(paths(named.driver())).containsExactly("/my/libcuda.so.1");
        assertThat(named.cublas(12_000))
                .containsExactly(new Candidate("/my/libcublas.so.13.1.0", List.of("/my/libcublasLt.so.13.1.0")));
        LibraryCandidates onWindows =
                windows(Map.of("POLYMATH_CUDA", "D:\\drivers\\", "POLYMATH_CUBLAS", "D:\\blas\\cublas64_12.dll"));
        assertThat(paths(onWindows.driver())).containsExactly("D:\\drivers\\nvcuda.dll");
        assertThat(onWindows.cublas(13_000))
                .containsExactly(new Candidate("D:\\blas\\cublas64_12.dll", List.of("D:\\blas\\cublasLt64_12.dll")));
    }
}
