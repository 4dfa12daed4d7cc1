package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The checks find a device good that is, and one bad that is not.
@SuppressWarnings({"NullAway.Init", "restricted"})
class DeviceCheckTest {
    @TempDir
    private static Path folder;

    private static FakeDriver fake;
    private static SymbolLookup cublas;

    private NativeCudaDriver driver;

    @BeforeAll
    static void build() throws Exception {
        fake = new FakeDriver(FakeLibraries.driver(folder));
        Path file = FakeLibraries.cublas(folder, folder, 13);
        SymbolLookup.libraryLookup(folder.resolve("libcublasLt.so.13"), Arena.global());
        cublas = SymbolLookup.libraryLookup(file, Arena.global());
    }

    @BeforeEach
    void open() {
        fake.reset();
        driver = new NativeCudaDriver(fake.library());
        driver.use(0);
    }

    @AfterEach
    void close() {
        int stillOpen = fake.open();
        driver.close();
        assertThat(stillOpen).as("handles besides the context").isOne();
    }

    @Test
    void bytesThatComeBackAreRight() {
        DeviceCheck.Copies copies = new DeviceCheck(driver).copies(4096);
        assertThat(copies.right()).isTrue();
        assertThat(copies.toDevice()).isEqualTo(4096 / 1.5e-3); // the fake's clock
        assertThat(copies.onDevice()).isEqualTo(2 * copies.toHost());
    }

    @Test
    void aByteThatChangesOnTheWayIsFound() {
        CudaDriver bad = (CudaDriver) Proxy.newProxyInstance(
                CudaDriver.class.getClassLoader(), new Class<?>[] {CudaDriver.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(driver, arguments);
                    if (method.getName().equals("copyToHost"))
                        ((MemorySegment) arguments[0]).set(JAVA_BYTE, 77, (byte) 3);
                    return result;
                });
        assertThat(new DeviceCheck(bad).copies(4096).right()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Cublas.Half.class)
    void productsAreRightAndWrongOnesAreFound(Cublas.Half half) {
        try (Cublas good = new NativeCublas(cublas)) {
            DeviceCheck check = new DeviceCheck(driver);
            DeviceCheck.Products products = check.products(good, half, 3, 40, 16);
            assertThat(products.right()).isTrue();
            assertThat(products.operations()).isEqualTo(2.0 * 3 * 40 * 16 / 1.5e-3);
            Cublas transposed = (Cublas) Proxy.newProxyInstance(
                    Cublas.class.getClassLoader(), new Class<?>[] {Cublas.class}, (proxy, method, arguments) -> {
                        // as if x and w had been mistaken for each other
                        if (method.getName().equals("multiply"))
                            return method.invoke(
                                    good,
                                    arguments[0],
                                    arguments[2],
                                    arguments[1],
                                    arguments[3],
                                    arguments[5],
                                    arguments[4],
                                    arguments[6],
                                    arguments[7]);
                        return method.invoke(good, arguments);
                    });
            assertThat(check.products(transposed, half, 3, 40, 16).right()).isFalse();
        }
    }
}
