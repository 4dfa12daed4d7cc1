package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our functions beside those of NVIDIA's own headers, where they are installed.
@SuppressWarnings("NullAway.Init")
class CudaHeaderTest {
    private Path includes;
    private String header;

    @BeforeEach
    void read() throws Exception {
        Optional<Path> found = FakeLibraries.includes();
        assumeTrue(found.isPresent(), "there is no cuda.h here (-Dpolymath.cuda.include=FOLDER names one)");
        includes = found.get();
        header = Files.readString(includes.resolve("cuda.h"));
    }

    @Test
    void everyFunctionHasTheParametersOfTheHeader() {
        NativeFunctions functions = new NativeFunctions(name -> Optional.of(MemorySegment.ofAddress(1)));
        new NativeCudaDriver(functions);
        assertThat(functions.shapes()).hasSizeGreaterThan(40);
        functions
                .shapes()
                .forEach((name, shape) -> assertThat(sizes(shape)).as(name).isEqualTo(declared(name)));
    }

    @Test
    void everyFunctionOfCublasHasTheParametersOfItsHeader() throws Exception {
        Path cublas = includes.resolve("cublas_api.h");
        assumeTrue(Files.exists(cublas), "there is no cublas_api.h beside cuda.h");
        header = Files.readString(cublas);
        NativeFunctions functions = new NativeFunctions(name -> Optional.of(MemorySegment.ofAddress(1)));
        NativeCublas.Functions.of(functions);
        functions
                .shapes()
                .forEach((name, shape) -> assertThat(sizes(shape)).as(name).isEqualTo(declared(name)));
    }

    private static List<Long> sizes(FunctionDescriptor shape) {
        return shape.argumentLayouts().stream().map(MemoryLayout::byteSize).toList();
    }

    /// The bytes of each parameter of what the header declares under the exported name, or under the name that its
    /// macros replace by that one.
    private List<Long> declared(String exported) {
        Matcher macro = Pattern.compile("#define (cu\\w+)\\s+(?:__CUDA_API_PT\\w+\\()?" + exported + "\\b")
                .matcher(header);
        String name = macro.find() ? macro.group(1) : exported;
        Matcher declaration = Pattern.compile("(?:CUresult CUDAAPI|CUBLASWINAPI) " + name + "\\(([^)]*)\\)")
                .matcher(header);
        assertThat(declaration.find()).as("%s in cuda.h", name).isTrue();
        List<Long> sizes = new ArrayList<>();
        for (String parameter : Arrays.asList(declaration.group(1).split(","))) sizes.add(bytes(parameter.strip()));
        return sizes;
    }

    private static long bytes(String parameter) {
        if (parameter.contains("*")) return 8;
        String type = parameter.replaceFirst("\\s*\\w+$", "").replaceFirst("^const ", "");
        return switch (type) {
            case "size_t", "unsigned long long", "CUdeviceptr" -> 8;
            case "CUcontext", "CUmodule", "CUfunction", "CUstream", "CUevent", "CUgraph", "CUgraphExec" -> 8;
            case "int", "unsigned int", "CUdevice", "CUresult" -> 4;
            case "CUdevice_attribute", "CUfunction_attribute", "CUstreamCaptureMode" -> 4;
            case "cublasHandle_t", "cudaStream_t" -> 8;
            case "cublasStatus_t", "cublasOperation_t", "cudaDataType", "libraryPropertyType" -> 4;
            case "cublasComputeType_t", "cublasGemmAlgo_t" -> 4;
            case "unsigned char" -> 1;
            default -> throw new AssertionError("what is a " + type + "?");
        };
    }

    @ParameterizedTest
    @EnumSource(DeviceAttribute.class)
    void everyAttributeIsOneOfTheHeader(DeviceAttribute attribute) {
        String name = switch (attribute) {
            case MULTIPROCESSORS -> "MULTIPROCESSOR_COUNT";
            case CLOCK_KILOHERTZ -> "CLOCK_RATE";
            case MEMORY_CLOCK_KILOHERTZ -> "MEMORY_CLOCK_RATE";
            case MEMORY_BUS_BITS -> "GLOBAL_MEMORY_BUS_WIDTH";
            case L2_BYTES -> "L2_CACHE_SIZE";
            case CAPABILITY_MAJOR -> "COMPUTE_CAPABILITY_MAJOR";
            case CAPABILITY_MINOR -> "COMPUTE_CAPABILITY_MINOR";
            case SHARED_BYTES -> "MAX_SHARED_MEMORY_PER_BLOCK_OPTIN";
        };
        assertThat(header).containsPattern("CU_DEVICE_ATTRIBUTE_" + name + " = " + attribute.id() + ",");
    }

    @Test
    void theFakeDriverHasTheFunctionsOfTheHeader(@TempDir Path folder) throws Exception {
        assertThat(FakeLibraries.driver(folder, includes)).exists();
    }
}
