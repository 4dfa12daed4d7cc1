package polymath.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import polymath.engine.api.SamplingParams;

class SamplerTest {
    private static final float[] LOGITS = {1, 4, 3, 2, -5};

    private static SamplingParams params(float temperature, int topK, float topP, float minP, float penalty) {
        return new SamplingParams(temperature, topK, topP, minP, penalty, 42);
    }

    private static List<Integer> draw(SamplingParams params, int count) throws BadNumbersException {
        Sampler sampler = new Sampler(params, LOGITS.length, id -> false);
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) drawn.add(sampler.next(LOGITS, new int[0], 0));
        return drawn;
    }

    @Test
    void greedyTakesTheLargestAndTheFirstOfEquals() throws BadNumbersException {
        assertThat(draw(SamplingParams.GREEDY, 3)).containsOnly(1);
        Sampler sampler = new Sampler(SamplingParams.GREEDY, 3, id -> false);
        assertThat(sampler.next(new float[] {0, 7, 7}, new int[0], 0)).isEqualTo(1);
    }

    @Test
    void paddingIsNeverChosen() throws BadNumbersException {
        Sampler greedy = new Sampler(SamplingParams.GREEDY, LOGITS.length, id -> id == 1);
        assertThat(greedy.next(LOGITS, new int[0], 0)).isEqualTo(2);
        Sampler wild = new Sampler(params(100, 0, 1, 0, 1), LOGITS.length, id -> id == 1);
        for (int i = 0; i < 500; i++)
            assertThat(wild.next(LOGITS, new int[0], 0)).isNotEqualTo(1);
    }

    @Test
    void theSameSeedDrawsTheSameTokens() throws BadNumbersException {
        SamplingParams params = params(2, 0, 1, 0, 1);
        assertThat(draw(params, 200)).isEqualTo(draw(params, 200));
    }

    @Test
    void frequenciesFollowTheSoftmaxOfTheLogits() throws BadNumbersException {
        double[] counts = new double[LOGITS.length];
        for (int id : draw(params(1.5f, 0, 1, 0, 1), 40_000)) counts[id]++;
        double sum = 0;
        for (float logit : LOGITS) sum += Math.exp(logit / 1.5);
        for (int id = 0; id < LOGITS.length; id++)
            assertThat(counts[id] / 40_000)
                    .isCloseTo(Math.exp(LOGITS[id] / 1.5) / sum, org.assertj.core.api.Assertions.within(0.01));
    }

    @Test
    void filtersKeepWhatTheyPromise() throws BadNumbersException {
        assertThat(seen(params(50, 2, 1, 0, 1))).containsExactly(1, 2);
        assertThat(seen(params(1, 0, 0.5f, 0, 1))).containsExactly(1);
        assertThat(seen(params(1, 0, 0.8f, 0, 1))).containsExactly(1, 2);
        assertThat(seen(params(1, 0, 1, 0.3f, 1))).containsExactly(1, 2);
        assertThat(seen(params(50, 1000, 1, 0, 1))).containsExactly(0, 1, 2, 3, 4);
    }

    private static Set<Integer> seen(SamplingParams params) throws BadNumbersException {
        return new TreeSet<>(draw(params, 2000));
    }

    @Test
    void theRepeatPenaltyCountsEachTokenOnceAndForgetsOldOnes() throws BadNumbersException {
        Sampler sampler = new Sampler(params(0, 0, 1, 0, 1.5f), LOGITS.length, id -> false);
        assertThat(sampler.next(LOGITS, new int[] {1}, 1)).isEqualTo(2);
        Sampler mild = new Sampler(params(0, 0, 1, 0, 1.2f), LOGITS.length, id -> false);
        assertThat(mild.next(LOGITS, new int[] {1, 1, 1, 1}, 4)).isEqualTo(1);
        int[] old = new int[65];
        java.util.Arrays.fill(old, 4);
        old[0] = 1;
        assertThat(sampler.next(LOGITS, old, 65)).isEqualTo(1);
    }

    @Test
    void numbersThatAreNotFiniteAreReported() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
            assertThatThrownBy(() -> new Sampler(SamplingParams.GREEDY, 2, id -> false)
                            .next(new float[] {0, bad}, new int[0], 0))
                    .isInstanceOf(BadNumbersException.class)
                    .hasMessageContaining("token 1");
    }

    @Test
    void parametersOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> params(-1, 0, 1, 0, 1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> params(Float.NaN, 0, 1, 0, 1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> params(1, -1, 1, 0, 1)).hasMessageContaining("top-k");
        assertThatThrownBy(() -> params(1, 0, 0, 0, 1)).hasMessageContaining("top-p");
        assertThatThrownBy(() -> params(1, 0, 1, 2, 1)).hasMessageContaining("min-p");
        assertThatThrownBy(() -> params(1, 0, 1, 0, 0)).hasMessageContaining("repeat-penalty");
    }
}
