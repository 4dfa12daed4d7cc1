package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CudaFaultsTest {
    private static final int OUT_OF_MEMORY = 2;
    private static final int ILLEGAL_ADDRESS = 700;

    private final EmulatedCudaDriver inner = new EmulatedCudaDriver(1 << 20);
    private final CudaFaults faults = new CudaFaults();
    private final CudaDriver driver = faults.in(inner);

    @Test
    void callsGoThroughAndAreCounted() {
        driver.use(0);
        driver.free(driver.allocate(64));
        assertThat(faults.calls()).containsExactly("use", "allocate", "free");
        assertThat(faults.count("allocate")).isEqualTo(1);
        assertThat(inner.leaks()).isEmpty();
    }

    @Test
    void oneCallFailsAndTheNextDoesNot() {
        faults.failAt("allocate", 2, OUT_OF_MEMORY).failAt(1, 100);
        assertThatThrownBy(driver::deviceCount)
                .isInstanceOfSatisfying(
                        CudaException.class, e -> assertThat(e.kind()).isEqualTo(CudaException.Kind.DEVICE));
        driver.use(0);
        long address = driver.allocate(64);
        assertThatThrownBy(() -> driver.allocate(64))
                .isInstanceOfSatisfying(
                        CudaException.class, e -> assertThat(e.kind()).isEqualTo(CudaException.Kind.MEMORY))
                .hasMessage("allocate: planted error (2)");
        driver.free(address);
        driver.allocate(64);
        assertThat(inner.leaks()).hasSize(1);
    }

    @Test
    void aLostDeviceStaysLostForTheDriverAndForCublas() {
        Cublas cublas = faults.in(new EmulatedCublas(inner));
        driver.use(0);
        faults.failAt("synchronize", 1, ILLEGAL_ADDRESS);
        assertThat(cublas.version()).isEqualTo(13);
        assertThatThrownBy(() -> driver.synchronize(0)).isInstanceOf(CudaException.class);
        assertThatThrownBy(driver::freeBytes).hasMessage("freeBytes: planted error (700)");
        assertThatThrownBy(cublas::version).hasMessage("version: planted error (700)");
        cublas.close();
        driver.close();
    }

    @Test
    void mistakesOfTheCallerComeThroughAsTheyAre() {
        assertThatThrownBy(driver::freeBytes)
                .isInstanceOf(AssertionError.class)
                .hasMessage("not the thread that called use");
    }
}
