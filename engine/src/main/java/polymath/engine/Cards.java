package polymath.engine;

import java.util.Optional;
import polymath.engine.cuda.Cublas;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.CudaLibraries;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.GpuDevice;
import polymath.engine.cuda.GpuList;

/// Where graphics cards come from.
@FunctionalInterface
public interface Cards {
    /// What came of asking for a card.
    sealed interface Answer {}

    /// One that is in use by the calling thread; whoever gets it closes driver and cuBLAS.
    record Card(GpuDevice device, CudaDriver driver, Optional<Cublas> cublas) implements Answer, AutoCloseable {
        /// What weights become on it for products with many tokens: F16 can overflow between an expert's matrices, and
        /// older cards have no other.
        public Element half() {
            return device.major() >= 8 ? Element.BF16 : Element.F16;
        }

        /// Gives it back, if nobody took it over.
        @Override
        public void close() {
            cublas.ifPresent(Cublas::close);
            driver.close();
        }
    }

    /// @param reason in words
    record None(String reason) implements Answer {}

    /// @param index as [GpuDevice] counts; -1 for the first that can be used
    Answer open(int index);

    /// Those of this computer, through NVIDIA's driver; where there is none, asking takes a few milliseconds.
    static Cards ofThisComputer() {
        return index -> open(CudaLibraries.ofThisComputer(), index);
    }

    private static Answer open(CudaLibraries libraries, int index) {
        var opening = libraries.openDriver();
        if (opening.library().isEmpty()) return new None("NVIDIA's driver: " + opening.summary());
        CudaDriver driver = opening.library().get();
        try {
            GpuList cards = GpuList.of(driver);
            Optional<GpuDevice> chosen = cards.usable().stream()
                    .filter(card -> index < 0 || card.index() == index)
                    .findFirst();
            if (chosen.isEmpty()) {
                driver.close();
                return new None(reason(cards, index));
            }
            driver.use(chosen.get().index());
            return new Card(
                    chosen.get(),
                    driver,
                    libraries.openCublas(cards.driverVersion()).library());
        } catch (CudaException e) {
            driver.close();
            return new None(String.valueOf(e.getMessage()));
        }
    }

    private static String reason(GpuList cards, int index) {
        return cards.refused().stream()
                .filter(card -> index < 0 || card.index() == index)
                .map(card -> card.name() + ": " + card.reason())
                .findFirst()
                .orElse(index < 0 ? "the driver knows no card" : "there is no card " + index);
    }
}
