package polymath.engine.cuda;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Where NVIDIA's libraries may lie on a computer, the most wanted first. Opens nothing.
///
/// What the user names with the property `polymath.cuda` or `polymath.cublas`, or with the environment's
/// `POLYMATH_CUDA` or `POLYMATH_CUBLAS`, a file or a folder, is the only place that counts then. Folders of other
/// products are not searched.
///
/// @param environment of the process
/// @param properties of the JVM; only the two above count
/// @param names of what is in a folder; none if there is no such folder
record LibraryCandidates(
        Os os, Map<String, String> environment, Map<String, String> properties, Function<String, List<String>> names) {

    /// Systems with NVIDIA drivers, and the rest.
    enum Os {
        LINUX,
        WINDOWS,
        OTHER;

        static Os of(String osName) {
            return osName.startsWith("Windows") ? WINDOWS : osName.equals("Linux") ? LINUX : OTHER;
        }
    }

    /// A library that may be there.
    ///
    /// @param path a file, or a name that the system's own search may find
    /// @param before libraries that it needs and might not find by itself, to be loaded first if they are there
    record Candidate(String path, List<String> before) {
        static Candidate of(String path) {
            return new Candidate(path, List.of());
        }
    }

    /// The first version of CUDA's interface whose driver runs version 13 of cuBLAS.
    private static final int DRIVER_FOR_13 = 13_000;

    private static final String LINUX_DRIVER = "libcuda.so.1";
    private static final String WINDOWS_DRIVER = "nvcuda.dll";

    /// Asked for at every start, so it does without what a JVM is slow at when it is young.
    List<Candidate> driver() {
        String file = os == Os.WINDOWS ? WINDOWS_DRIVER : LINUX_DRIVER;
        Optional<String> wish = wish("polymath.cuda", "POLYMATH_CUDA");
        if (wish.isPresent()) return List.of(Candidate.of(isFile(wish.get()) ? wish.get() : join(wish.get(), file)));
        return switch (os) {
            case LINUX ->
                List.of(
                        Candidate.of(LINUX_DRIVER),
                        Candidate.of("/usr/lib/wsl/lib/" + LINUX_DRIVER), // of Windows, in its Linux subsystem
                        Candidate.of("/usr/local/nvidia/lib64/" + LINUX_DRIVER)); // of the host, in a container
            // by its full path: the plain name would also be looked for in the working folder
            case WINDOWS ->
                List.of(Candidate.of(variable("SystemRoot")
                        .map(root -> join(root, "System32", WINDOWS_DRIVER))
                        .orElse(WINDOWS_DRIVER)));
            case OTHER -> List.of();
        };
    }

    /// @param driverVersion see [CudaDriver#version]
    List<Candidate> cublas(int driverVersion) {
        List<Integer> versions = driverVersion >= DRIVER_FOR_13 ? List.of(13, 12) : List.of(12);
        Optional<String> wish = wish("polymath.cublas", "POLYMATH_CUBLAS");
        if (wish.isPresent() && isFile(wish.get())) return List.of(withLight(wish.get()));
        List<Candidate> candidates = new ArrayList<>();
        if (wish.isEmpty() && os != Os.OTHER)
            for (int version : versions) candidates.add(Candidate.of(cublasFile(version)));
        for (String folder : wish.map(List::of).orElseGet(this::folders))
            for (int version : versions) candidates.add(withLight(join(folder, cublasFile(version))));
        return List.copyOf(candidates);
    }

    private Optional<String> wish(String property, String variable) {
        String wish = properties.get(property);
        return wish == null || wish.isBlank() ? variable(variable) : Optional.of(wish);
    }

    private static boolean isFile(String wish) {
        String name = wish.substring(Math.max(wish.lastIndexOf('/'), wish.lastIndexOf('\\')) + 1);
        return name.endsWith(".dll") || name.endsWith(".so") || name.contains(".so.");
    }

    private String cublasFile(int version) {
        return os == Os.WINDOWS ? "cublas64_%d.dll".formatted(version) : "libcublas.so." + version;
    }

    /// cuBLAS needs its other half, and in a folder that the system does not search it would not find it.
    private static Candidate withLight(String cublas) {
        int name = cublas.lastIndexOf("cublas");
        if (name < 0) return Candidate.of(cublas);
        return new Candidate(cublas, List.of(cublas.substring(0, name) + "cublasLt" + cublas.substring(name + 6)));
    }

    private List<String> folders() {
        List<String> folders = new ArrayList<>();
        for (String toolkit : toolkits()) {
            switch (os) {
                case LINUX ->
                    folders.addAll(List.of(join(toolkit, "lib64"), join(toolkit, "targets/x86_64-linux/lib")));
                case WINDOWS -> folders.addAll(List.of(join(toolkit, "bin", "x64"), join(toolkit, "bin")));
                case OTHER -> {}
            }
        }
        for (String packages : pythonPackages()) {
            switch (os) {
                case LINUX ->
                    folders.addAll(List.of(join(packages, "nvidia/cu13/lib"), join(packages, "nvidia/cublas/lib")));
                case WINDOWS ->
                    folders.addAll(List.of(
                            join(packages, "nvidia\\cu13\\bin\\x86_64"),
                            join(packages, "nvidia\\cublas\\bin"),
                            join(packages, "torch\\lib")));
                case OTHER -> {}
            }
        }
        variable("CONDA_PREFIX")
                .ifPresent(conda -> folders.add(os == Os.WINDOWS ? join(conda, "Library", "bin") : join(conda, "lib")));
        return folders.stream().distinct().toList();
    }

    /// Installed toolkits: those that the environment names, then those in the usual places, the newest first.
    private List<String> toolkits() {
        List<String> roots = new ArrayList<>();
        variable("CUDA_PATH").ifPresent(roots::add);
        variable("CUDA_HOME").ifPresent(roots::add);
        environment.keySet().stream()
                .filter(name -> name.startsWith("CUDA_PATH_V"))
                .sorted(Comparator.reverseOrder())
                .forEach(name -> variable(name).ifPresent(roots::add));
        if (os == Os.LINUX)
            for (String prefix : List.of("/usr/local", "/opt"))
                names.apply(prefix).stream()
                        .filter(name -> name.matches("cuda(-1[23](\\.\\d+)?)?"))
                        .sorted(Comparator.comparing((String name) -> !name.equals("cuda"))
                                .thenComparing(Comparator.reverseOrder()))
                        .forEach(name -> roots.add(join(prefix, name)));
        return roots;
    }

    /// Folders of packages of the Python environments that are active.
    private List<String> pythonPackages() {
        List<String> packages = new ArrayList<>();
        for (String name : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            Optional<String> environmentFolder = variable(name);
            if (environmentFolder.isEmpty()) continue;
            String root = environmentFolder.get();
            if (os == Os.WINDOWS) packages.add(join(root, "Lib", "site-packages"));
            else
                names.apply(join(root, "lib")).stream()
                        .filter(folder -> folder.startsWith("python3."))
                        .sorted(Comparator.reverseOrder())
                        .forEach(folder -> packages.add(join(root, "lib", folder, "site-packages")));
        }
        return packages;
    }

    private Optional<String> variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    private String join(String folder, String... rest) {
        String separator = os == Os.WINDOWS ? "\\" : "/";
        String start =
                folder.endsWith("/") || folder.endsWith("\\") ? folder.substring(0, folder.length() - 1) : folder;
        return start + separator + String.join(separator, rest);
    }
}
