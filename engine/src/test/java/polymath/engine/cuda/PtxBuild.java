package polymath.engine.cuda;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Translates `src/main/cuda/NAME.cu` to `NAME.ptx` among the resources, and records the hash of what it was made from
/// and the registers of its kernels.
///
/// Run it after a change to a kernel, in the folder of the engine, with CUDA 13.0 (`NVCC`, `CUDA_HOME` or `PATH` says
/// where; other versions write other programs, which is what the test then says):
///
///     java src/test/java/polymath/engine/cuda/PtxBuild.java
///
/// The programs are for compute capability 7.5 and up. They are stamped version 7.0 of the language, which drivers
/// since CUDA 11.0 read; ptxas refuses what that version does not have.
public final class PtxBuild {
    public static final List<String> PROGRAMS = List.of(
            "attention_floats",
            "attention_halves",
            "attention_write",
            "dequantize",
            "experts",
            "matvec",
            "norm_rope",
            "products");
    /// Compute capabilities of the cards that people have: Turing, Ampere (two), Ada, Hopper, Blackwell (two).
    static final List<String> TARGETS = List.of("75", "80", "86", "89", "90", "100", "120");

    private static final Path SOURCES = Path.of("src/main/cuda");
    private static final Path RESOURCES = Path.of("src/main/resources/polymath/engine/cuda");
    private static final Path REGISTERS = Path.of("src/test/resources/polymath/engine/cuda/registers.txt");

    private PtxBuild() {}

    static void main(String[] args) throws IOException, InterruptedException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Path.of("");
        Path nvcc = nvcc().orElseThrow(() -> new IllegalStateException("no nvcc: set NVCC or CUDA_HOME"));
        Map<String, Integer> registers = new TreeMap<>();
        for (String program : PROGRAMS) {
            String ptx = translate(nvcc, folder, program);
            Files.writeString(folder.resolve(RESOURCES).resolve(program + ".ptx"), ptx);
            Files.writeString(folder.resolve(RESOURCES).resolve(program + ".sha256"), hashes(folder, program, ptx));
            for (Kernel kernel : assemble(nvcc, program, ptx))
                registers.merge(kernel.name(), kernel.registers(), Math::max);
        }
        String lines = registers.entrySet().stream()
                .map(kernel -> "%s %d%n".formatted(kernel.getKey(), kernel.getValue()))
                .collect(Collectors.joining());
        Files.createDirectories(folder.resolve(REGISTERS).getParent());
        Files.writeString(folder.resolve(REGISTERS), lines.replace("\r", ""));
    }

    /// What a kernel takes of one target.
    record Kernel(String name, String target, int registers, int spilledBytes) {}

    static String committed(Path folder, String program) throws IOException {
        return text(folder.resolve(RESOURCES).resolve(program + ".ptx"));
    }

    static String committedHashes(Path folder, String program) throws IOException {
        return text(folder.resolve(RESOURCES).resolve(program + ".sha256"));
    }

    /// By kernel, the most registers that it took of any target when it was last looked at.
    static Map<String, Integer> committedRegisters(Path folder) throws IOException {
        return text(folder.resolve(REGISTERS))
                .lines()
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(parts -> parts[0], parts -> Integer.valueOf(parts[1])));
    }

    /// One line for the sources, all headers included, and one for what was made of them.
    static String hashes(Path folder, String program, String ptx) throws IOException {
        StringBuilder sources = new StringBuilder();
        try (Stream<Path> files = Files.list(folder.resolve(SOURCES))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".cuh") || name.equals(program + ".cu")) sources.append(text(file));
            }
        }
        return "%s  sources%n%s  %s.ptx%n"
                .formatted(sha256(sources.toString()), sha256(ptx), program)
                .replace("\r", "");
    }

    static String translate(Path nvcc, Path folder, String program) throws IOException, InterruptedException {
        Path out = Files.createTempFile(program, ".ptx");
        try {
            String said = run(
                    nvcc.toString(),
                    "-ptx",
                    "-arch=compute_75",
                    "-O3",
                    "-std=c++17",
                    "-o",
                    out.toString(),
                    folder.resolve(SOURCES).resolve(program + ".cu").toString());
            if (!said.isBlank()) throw new IllegalStateException(said);
            return text(out)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.strip().startsWith("//"))
                    .map(line -> line.startsWith(".version ") ? ".version 7.0" : line)
                    .collect(Collectors.joining("\n", "", "\n"));
        } finally {
            Files.delete(out);
        }
    }

    private static final Pattern KERNEL = Pattern.compile("Compiling entry function '(\\w+)' for 'sm_(\\d+)'"
            + ".*?(\\d+) bytes spill stores, (\\d+) bytes spill loads.*?Used (\\d+) registers");

    /// The program as machine code of every target.
    static List<Kernel> assemble(Path nvcc, String program, String ptx) throws IOException, InterruptedException {
        Path in = Files.createTempFile(program, ".ptx");
        try {
            Files.writeString(in, ptx);
            List<Kernel> kernels = new ArrayList<>();
            for (String target : TARGETS) {
                String said = run(
                        nvcc.resolveSibling(named("ptxas")).toString(),
                        "-v",
                        "-arch=sm_" + target,
                        "-o",
                        in + ".cubin",
                        in.toString());
                Matcher kernel = KERNEL.matcher(said.replace('\n', ' '));
                while (kernel.find())
                    kernels.add(new Kernel(
                            kernel.group(1),
                            kernel.group(2),
                            Integer.parseInt(kernel.group(5)),
                            Integer.parseInt(kernel.group(3)) + Integer.parseInt(kernel.group(4))));
            }
            return kernels;
        } finally {
            Files.deleteIfExists(Path.of(in + ".cubin"));
            Files.delete(in);
        }
    }

    /// NVIDIA's compiler, if this machine has it with ptxas beside it.
    static Optional<Path> nvcc() {
        Stream<Path> named = Stream.ofNullable(System.getenv("NVCC")).map(Path::of);
        Stream<Path> home = Stream.ofNullable(System.getenv("CUDA_HOME"))
                .map(folder -> Path.of(folder, "bin").resolve(named("nvcc")));
        Stream<Path> path = Stream.ofNullable(System.getenv("PATH"))
                .flatMap(folders -> Stream.of(folders.split(File.pathSeparator)))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(named("nvcc")));
        return Stream.concat(named, Stream.concat(home, path))
                .filter(file -> Files.isExecutable(file) && Files.isExecutable(file.resolveSibling(named("ptxas"))))
                .findFirst();
    }

    private static String named(String program) {
        return File.separatorChar == '\\' ? program + ".exe" : program;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) throw new IllegalStateException(String.join(" ", command) + "\n" + said);
        return said;
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }
}
