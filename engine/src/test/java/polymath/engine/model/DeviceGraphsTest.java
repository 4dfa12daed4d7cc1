package polymath.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import polymath.engine.Fixtures;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.EmulatedCudaDriver;
import polymath.engine.cuda.Placement;
import polymath.engine.gguf.GgufFile;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.tensor.GgmlType;

class DeviceGraphsTest {
    private static final long CARD_BYTES = 4L << 30;
    private static final int CAPACITY = 160;

    /// Looks at the numbers, so that nothing is recorded.
    private static final ForwardObserver LOOKING = new ForwardObserver() {};

    @Test
    void recordedStepsGiveTheSameNumbersBitForBit() throws Exception {
        try (GgufFile file = GgufFile.open(Fixtures.resource("legacy-quants.gguf"));
                Kernels kernels = Kernels.select(Kernels.Choice.AUTO, 2, new StopSignal())) {
            ModelConfig config = ModelConfig.read(file.metadata());
            Weights weights = Weights.read(file, config);
            PhiMoe here = new PhiMoe(config, weights, kernels, 16);
            Placement placement = Placement.of(
                    OffloadedPhiMoe.sizes(config, weights, GgmlType.F16, CAPACITY, 16, 2),
                    CARD_BYTES,
                    Placement.Wish.AUTO);
            EmulatedCudaDriver driver = new EmulatedCudaDriver(CARD_BYTES);
            driver.use(0);
            OffloadedPhiMoe.Plan plan =
                    new OffloadedPhiMoe.Plan(placement, kernels, 16, CAPACITY, GgmlType.F16, 1, Element.BF16);
            try (OffloadedPhiMoe phi = OffloadedPhiMoe.of(
                    here,
                    weights,
                    plan,
                    driver,
                    Optional.empty(),
                    e -> assertThat(e).isNull())) {
                int[] tokens = new int[CAPACITY];
                for (int i = 0; i < CAPACITY; i++) tokens[i] = (i * 31 + 7) % phi.vocabularySize();
                float[] recorded = written(phi, tokens, ForwardObserver.NONE);
                int launches = driver.launches().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                assertThat(written(phi, tokens, LOOKING)).isEqualTo(recorded);
                assertThat(launches).isPositive();
                assertThat(phi.usesCard()).isTrue();
            }
        }
    }

    /// The last logits of a sequence that is read up to 48 tokens and then written over two numbers of pieces.
    private static float[] written(OffloadedPhiMoe phi, int[] tokens, ForwardObserver observer) {
        float[] logits = new float[phi.vocabularySize()];
        try (KvCache cache = new KvCache(phi.config(), GgmlType.F16, CAPACITY)) {
            for (int at = 0; at < 48; at += 16) phi.forward(cache, tokens, at, 16, 80, logits, observer);
            for (int at = 48; at < 80; at++) phi.forward(cache, tokens, at, 1, 80, logits, observer);
        }
        return logits;
    }
}
