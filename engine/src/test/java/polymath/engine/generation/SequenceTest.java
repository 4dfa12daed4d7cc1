package polymath.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.ModelFile;
import polymath.engine.TinyModel;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.PhiMoe;
import polymath.engine.tensor.GgmlType;

class SequenceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private ModelFile file;

    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    private final int[] tokens = new Random(3).ints(300, 3, 280).toArray();

    @BeforeEach
    void open() throws Exception {
        file = ModelFile.open(TinyModel.write(folder));
        kernels = Kernels.select(Kernels.Choice.VECTOR, 2, new StopSignal());
    }

    @AfterEach
    void close() {
        kernels.close();
        file.close();
    }

    private Sequence sequence(int block) {
        return new Sequence(new PhiMoe(file.config(), file.weights(), kernels, block), GgmlType.F32, 400);
    }

    private float[] fresh(int... prompt) {
        try (Sequence sequence = sequence(32)) {
            sequence.become(prompt, Sequence.Progress.NONE);
            return sequence.logits().clone();
        }
    }

    /// One token over and over, so that one expert gets more of a step than its buffers take at once.
    @Test
    void theLengthOfAStepChangesNothing() {
        int[] same = new int[700];
        Arrays.fill(same, 20);
        float[][] logits = new float[2][];
        for (int i = 0; i < 2; i++) {
            PhiMoe model = new PhiMoe(file.config(), file.weights(), kernels, i == 0 ? 700 : 100);
            try (Sequence sequence = new Sequence(model, GgmlType.F32, 700)) {
                sequence.become(same, Sequence.Progress.NONE);
                logits[i] = sequence.logits().clone();
            }
        }
        assertClose(logits[0], logits[1]);
    }

    @Test
    void aSharedBeginningIsReadOnceAndChangesNothing() {
        int[] first = Arrays.copyOf(tokens, 90);
        int[] second = Arrays.copyOf(tokens, 70);
        second[60] = first[60] + 1;
        try (Sequence sequence = sequence(32)) {
            assertThat(sequence.become(first, Sequence.Progress.NONE)).isZero();
            assertThat(sequence.become(second, Sequence.Progress.NONE)).isEqualTo(60);
            assertClose(sequence.logits(), fresh(second));
            assertThat(sequence.become(second, Sequence.Progress.NONE)).isEqualTo(69);
            assertClose(sequence.logits(), fresh(second));
        }
    }

    @Test
    void aSequenceThatChangesItsRotaryFactorsFindsNothingInTheCache() {
        try (Sequence sequence = sequence(32)) {
            sequence.become(Arrays.copyOf(tokens, 200), Sequence.Progress.NONE);
            int[] shorter = Arrays.copyOf(tokens, 100);
            assertThat(sequence.become(shorter, Sequence.Progress.NONE)).isZero();
            assertClose(sequence.logits(), fresh(shorter));
            int[] longer = Arrays.copyOf(tokens, 150);
            assertThat(sequence.become(longer, Sequence.Progress.NONE)).isZero();
            assertClose(sequence.logits(), fresh(longer));
        }
    }

    @Test
    void writingPastTheSwitchReadsEverythingAgainOnceAndSaysSo() {
        List<Integer> restarts = new ArrayList<>();
        Sequence.Progress progress = new Sequence.Progress() {
            @Override
            public void restarted(int total) {
                restarts.add(total);
            }
        };
        try (Sequence sequence = sequence(32)) {
            sequence.become(Arrays.copyOf(tokens, 120), progress);
            for (int i = 120; i < 140; i++) sequence.append(tokens[i], progress);
            assertThat(restarts).containsExactly(129);
            assertClose(sequence.logits(), fresh(Arrays.copyOf(tokens, 140)));
        }
    }

    @Test
    void progressRisesToTheTotal() {
        List<Integer> processed = new ArrayList<>();
        try (Sequence sequence = sequence(32)) {
            sequence.become(Arrays.copyOf(tokens, 100), new Sequence.Progress() {
                @Override
                public void processed(int done, int total, int cached) {
                    processed.add(done);
                    assertThat(total).isEqualTo(100);
                }
            });
        }
        assertThat(processed).isSorted().startsWith(0).endsWith(100).hasSizeGreaterThan(4);
    }

    @Test
    void halfAndByteCachesStayNearTheFullOne() {
        int[] prompt = Arrays.copyOf(tokens, 100);
        float[] exact = fresh(prompt);
        for (GgmlType type : List.of(GgmlType.F16, GgmlType.Q8_0)) {
            PhiMoe model = new PhiMoe(file.config(), file.weights(), kernels, 32);
            try (Sequence sequence = new Sequence(model, type, 400)) {
                sequence.become(prompt, Sequence.Progress.NONE);
                double worst = 0;
                for (int i = 0; i < exact.length; i++)
                    worst = Math.max(worst, Math.abs(exact[i] - sequence.logits()[i]));
                assertThat(worst).as(type.name()).isPositive().isLessThan(type == GgmlType.F16 ? 0.01 : 0.2);
            }
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++)
            assertThat(Math.abs(actual[i] - expected[i])).as("logit %d", i).isLessThan(1e-4f);
    }
}
