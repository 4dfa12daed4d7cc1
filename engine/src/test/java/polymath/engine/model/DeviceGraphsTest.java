package polymath.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import polymath.engine.Fixtures;
import polymath.engine.cuda.CudaFaults;
import polymath.engine.cuda.Element;
import polymath.engine.tensor.GgmlType;

class DeviceGraphsTest {
    private static final int CAPACITY = 160;

    /// Looks at the numbers, so that nothing is recorded.
    private static final ForwardObserver LOOKING = new ForwardObserver() {};

    @Test
    void recordedStepsGiveTheSameNumbersBitForBit() throws Exception {
        CudaFaults calls = new CudaFaults();
        EmulatedCard.Use use =
                EmulatedCard.Use.exact(GgmlType.F16, 16, CAPACITY).fast(Element.BF16, false);
        try (EmulatedCard card = new EmulatedCard(Fixtures.resource("legacy-quants.gguf"));
                OffloadedPhiMoe phi = card.offloaded(use, calls)) {
            int[] tokens = new int[CAPACITY];
            for (int i = 0; i < CAPACITY; i++) tokens[i] = (i * 31 + 7) % phi.vocabularySize();
            float[] recorded = written(phi, tokens, ForwardObserver.NONE);
            assertThat(calls.count("launchGraph"))
                    .as("one for each token written")
                    .isEqualTo(32);
            assertThat(written(phi, tokens, LOOKING)).isEqualTo(recorded);
            assertThat(calls.count("launchGraph")).isEqualTo(32);
            assertThat(calls.count("launch")).isPositive();
            assertThat(card.lost).isEmpty();
            assertThat(phi.usesCard()).isTrue();
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
