package polymath.engine.cuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Builds libraries with the names of NVIDIA's from C, so that calls go through the real interface where there is no
/// graphics card. A test that asks for one is skipped where there is no C compiler.
public final class FakeLibraries {
    private FakeLibraries() {}

    /// A driver, in a file of its own in `folder`.
    public static Path driver(Path folder) throws IOException, InterruptedException {
        return compiled(folder.resolve("libcuda.so.1"), List.of(source(folder, "fake_cuda.c")));
    }

    /// The same, compared with NVIDIA's own header by the compiler.
    static Path driver(Path folder, Path includes) throws IOException, InterruptedException {
        return compiled(
                folder.resolve("libcuda.so.1"),
                List.of("-DWITH_CUDA_H", "-I" + includes, "-w", source(folder, "fake_cuda.c")));
    }

    /// cuBLAS, which needs its other half in `light` to be loaded.
    public static Path cublas(Path folder, Path light, int version, String... options)
            throws IOException, InterruptedException {
        Path lt = light.resolve("libcublasLt.so." + version);
        // it calls itself otherwise than NVIDIA's, which the system would find where that is installed
        compiled(lt, List.of("-Wl,-soname,libfakeLt.so." + version, source(light, "fake_cublas_lt.c"), "-lm"));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-DMAJOR=" + version, source(folder, "fake_cublas.c"), lt.toString()));
        return compiled(folder.resolve("libcublas.so." + version), arguments);
    }

    /// A library with one function that nobody asks for.
    static Path stranger(Path folder) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("stranger.c"), "int stranger(void) { return 7; }\n");
        return compiled(folder.resolve("libstranger.so"), List.of(source.toString()));
    }

    /// Where NVIDIA's headers are, if they are installed or `-Dpolymath.cuda.include` names them.
    static Optional<Path> includes() {
        return Stream.of(
                        Optional.ofNullable(System.getProperty("polymath.cuda.include")),
                        Optional.ofNullable(System.getenv("CUDA_PATH")).map(path -> path + "/include"),
                        Optional.ofNullable(System.getenv("CUDA_HOME")).map(path -> path + "/include"),
                        Optional.of("/usr/local/cuda/include"))
                .flatMap(Optional::stream)
                .map(Path::of)
                .filter(folder -> Files.exists(folder.resolve("cuda.h")))
                .findFirst();
    }

    private static String source(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream source = FakeLibraries.class.getResourceAsStream(name)) {
            Files.write(file, Objects.requireNonNull(source, name).readAllBytes());
        }
        return file.toString();
    }

    private static Path compiled(Path library, List<String> arguments) throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the fake libraries are built on Linux only");
        List<String> command =
                new ArrayList<>(List.of("gcc", "-std=gnu11", "-O1", "-shared", "-fPIC", "-o", library.toString()));
        command.addAll(arguments);
        Path log = library.resolveSibling(library.getFileName() + ".log");
        Process compiler = start(command, log);
        assumeTrue(compiler.waitFor(60, TimeUnit.SECONDS), "the C compiler does not end");
        if (compiler.exitValue() != 0)
            throw new IOException("gcc does not compile %s: %s".formatted(library, Files.readString(log)));
        return library;
    }

    private static Process start(List<String> command, Path log) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "there is no C compiler: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }
}
