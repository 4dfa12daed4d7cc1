package polymath.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polymath.engine.TinyModel;
import polymath.engine.cuda.CudaFaults;
import polymath.engine.cuda.Element;
import polymath.engine.generation.Sequence;
import polymath.engine.prefix.Fingerprint;
import polymath.engine.prefix.PrefixStore;
import polymath.engine.prefix.SavedPrefix;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Keys and values of a sequence that are on the card, in the computer's memory, or partly there.
class CardCacheTest {
    private static final float CLOSE = 1e-4f;
    private static final int BLOCK = 16;
    private static final int SWITCH = 128; // length at which the tiny model's rotary factors change

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EmulatedCard card;

    private final CudaFaults calls = new CudaFaults();
    private final int[] tokens = new Random(3).ints(300, 3, 280).toArray();

    @BeforeEach
    void start() throws Exception {
        card = new EmulatedCard(TinyModel.write(folder));
    }

    @AfterEach
    void end() {
        assertThat(card.lost).isEmpty();
        card.close();
    }

    private OffloadedPhiMoe there(GgmlType type, int capacity) {
        return card.offloaded(EmulatedCard.Use.exact(type, BLOCK, capacity), calls);
    }

    private float[] alone(int... prompt) {
        try (Sequence sequence = new Sequence(card.processor(BLOCK), GgmlType.F32, 300)) {
            sequence.become(prompt, Sequence.Progress.NONE);
            return sequence.logits().clone();
        }
    }

    private static void assertClose(float[] actual, float[] expected) {
        for (int i = 0; i < expected.length; i++)
            assertThat(actual[i]).as("%d", i).isCloseTo(expected[i], within(CLOSE));
    }

    @Test
    void whatIsStoppedWithinAStepLeavesTheCacheAsItWas() {
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 64);
                KvCache cache = new KvCache(card.config, GgmlType.F32, 64)) {
            float[] logits = new float[phi.vocabularySize()];
            phi.forward(cache, tokens, 0, 12, 24, logits, ForwardObserver.NONE);
            ForwardObserver stopping = new ForwardObserver() {
                @Override
                public void layerDone(int layer, int n, float[] x) {
                    card.stop.raise();
                }
            };
            assertThatThrownBy(() -> phi.forward(cache, tokens, 12, 12, 24, logits, stopping))
                    .isInstanceOf(CancellationException.class);
            assertThat(cache.length()).isEqualTo(12);
            card.stop.lower();
            int[] others = Arrays.copyOf(tokens, 24);
            others[15] = 100;
            phi.forward(cache, others, 12, 12, 24, logits, ForwardObserver.NONE);
            assertClose(logits, alone(others));
        }
    }

    @Test
    void stepsThatAreRecordedAreStoppedToo() {
        EmulatedCard.Use use = EmulatedCard.Use.exact(GgmlType.F32, BLOCK, 64).fast(Element.BF16, true);
        try (OffloadedPhiMoe phi = card.offloaded(use, calls);
                Sequence sequence = new Sequence(phi, GgmlType.F32, 64)) {
            sequence.become(Arrays.copyOf(tokens, 12), Sequence.Progress.NONE);
            sequence.append(20, Sequence.Progress.NONE);
            assertThat(calls.count("launchGraph")).isEqualTo(1);
            float[] before = sequence.logits().clone();
            card.stop.raise();
            assertThatThrownBy(() -> sequence.append(21, Sequence.Progress.NONE))
                    .isInstanceOf(CancellationException.class);
            assertThat(sequence.length()).isEqualTo(13);
            card.stop.lower();
            int[] same = Arrays.copyOf(tokens, 13);
            same[12] = 20;
            assertThat(sequence.become(same, Sequence.Progress.NONE)).isEqualTo(12);
            assertClose(sequence.logits(), before);
        }
    }

    @Test
    void aSharedBeginningStaysOnTheCard() {
        int[] first = Arrays.copyOf(tokens, 40);
        int[] second = Arrays.copyOf(tokens, 34);
        second[30] = first[30] + 1;
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 64);
                Sequence sequence = new Sequence(phi, GgmlType.F32, 64)) {
            sequence.become(first, Sequence.Progress.NONE);
            int before = calls.count("copyToDevice");
            sequence.append(7, Sequence.Progress.NONE);
            int ofStep = calls.count("copyToDevice") - before;
            assertThat(sequence.become(second, Sequence.Progress.NONE)).isEqualTo(30);
            assertThat(calls.count("copyToDevice") - before)
                    .as("nothing but two steps' numbers is sent")
                    .isEqualTo(2 * ofStep);
            assertClose(sequence.logits(), alone(second));
            assertThat(sequence.cache().lengthHere()).as("nothing was fetched").isZero();
        }
    }

    @Test
    void aSequenceThatPassesTheSwitchIsReadAgain() {
        int[] prompt = Arrays.copyOf(tokens, SWITCH + 1);
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 160);
                Sequence sequence = new Sequence(phi, GgmlType.F32, 160)) {
            sequence.become(Arrays.copyOf(prompt, SWITCH), Sequence.Progress.NONE);
            sequence.append(prompt[SWITCH], Sequence.Progress.NONE);
            assertThat(sequence.cache().longFactors()).isTrue();
            assertClose(sequence.logits(), alone(prompt));
        }
    }

    @Test
    void whatTheCardHasNoRoomForIsGoneOnWithHereAndMayComeBack() {
        int[] prompt = Arrays.copyOf(tokens, 40);
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 33);
                Sequence sequence = new Sequence(phi, GgmlType.F32, 64)) {
            sequence.become(prompt, Sequence.Progress.NONE);
            assertClose(sequence.logits(), alone(prompt));
            assertThat(sequence.cache().lengthHere()).isEqualTo(40);
            int[] shorter = Arrays.copyOf(prompt, 33);
            shorter[28] = 50;
            assertThat(sequence.become(shorter, Sequence.Progress.NONE)).isEqualTo(28);
            assertThat(sequence.cache().lengthHere())
                    .as("the card computed the rest")
                    .isEqualTo(28);
            assertClose(sequence.logits(), alone(shorter));
        }
    }

    @Test
    void theProcessorReadsAgainWhatCannotBeFetchedWhenTheCardIsFull() {
        int[] prompt = Arrays.copyOf(tokens, 34);
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 33);
                Sequence sequence = new Sequence(phi, GgmlType.F32, 64)) {
            sequence.become(Arrays.copyOf(prompt, 33), Sequence.Progress.NONE);
            calls.failAt(calls.calls().size() + 2, 1);
            sequence.append(prompt[33], Sequence.Progress.NONE);
            assertClose(sequence.logits(), alone(prompt));
        }
    }

    @Test
    void twoSequencesInTurnsKeepWhatIsTheirs() {
        int[] other = Arrays.copyOfRange(tokens, 100, 120);
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 64);
                Sequence one = new Sequence(phi, GgmlType.F32, 64);
                Sequence two = new Sequence(phi, GgmlType.F32, 64)) {
            one.become(Arrays.copyOf(tokens, 20), Sequence.Progress.NONE);
            two.become(other, Sequence.Progress.NONE);
            one.append(tokens[20], Sequence.Progress.NONE);
            assertClose(one.logits(), alone(Arrays.copyOf(tokens, 21)));
            two.append(9, Sequence.Progress.NONE);
            int[] longer = Arrays.copyOf(other, 21);
            longer[20] = 9;
            assertClose(two.logits(), alone(longer));
        }
    }

    @Test
    void aClosedCardGivesNothingAndBreaksNothing() {
        OffloadedPhiMoe phi = there(GgmlType.F32, 64);
        try (Sequence sequence = new Sequence(phi, GgmlType.F32, 64)) {
            sequence.become(Arrays.copyOf(tokens, 20), Sequence.Progress.NONE);
            phi.close();
            assertThat(sequence.cache().bringHere()).isFalse();
            sequence.append(tokens[20], Sequence.Progress.NONE);
            assertClose(sequence.logits(), alone(Arrays.copyOf(tokens, 21)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void whatIsFetchedIsWhatTheProcessorStores(GgmlType type) {
        int n = 20;
        try (OffloadedPhiMoe phi = there(type, 64);
                Sequence there = new Sequence(phi, type, 64);
                Sequence here = new Sequence(card.processor(BLOCK), type, 64)) {
            there.become(Arrays.copyOf(tokens, n), Sequence.Progress.NONE);
            here.become(Arrays.copyOf(tokens, n), Sequence.Progress.NONE);
            assertThat(there.cache().lengthHere()).isZero();
            assertThat(there.cache().bringHere()).isTrue();
            float[] fetched = numbers(there.cache(), n);
            float[] stored = numbers(here.cache(), n);
            for (int i = 0; i < stored.length; i++)
                assertThat(fetched[i]).as("number %d", i).isCloseTo(stored[i], within(rounding(type)));
        }
    }

    /// Of numbers up to 2: the card's are halves, and the layers behind the first see the others' rounding.
    private static float rounding(GgmlType type) {
        return switch (type) {
            case F32 -> 1e-5f;
            case F16 -> 4e-3f;
            default -> 5e-2f;
        };
    }

    private float[] numbers(KvCache cache, int n) {
        int size = card.config.headSize();
        List<Matrix> rows = cache.rows(0, n).stream()
                .map(data -> new Matrix("cached", cache.type(), n, size, data))
                .toList();
        float[] all = new float[rows.size() * n * size];
        for (int i = 0; i < rows.size(); i++)
            for (int r = 0; r < n; r++) card.kernels.dequantize(rows.get(i), r, all, (i * n + r) * size);
        return all;
    }

    @Test
    void whatACardReadIsFoundOnDiskByAProcessor() {
        PrefixStore store = new PrefixStore(folder.resolve("cache"), new PrefixStore.Limits(8L << 30, 0, 1));
        int[] prompt = Arrays.copyOf(tokens, 40);
        try (OffloadedPhiMoe phi = there(GgmlType.F32, 64);
                Sequence sequence = new Sequence(phi, GgmlType.F32, 64)) {
            sequence.findIn(saved(store, sequence));
            sequence.become(Arrays.copyOf(prompt, 38), Sequence.Progress.NONE);
            assertThat(sequence.save("chat", false, () -> false)).isTrue();
        }
        try (Sequence sequence = new Sequence(card.processor(BLOCK), GgmlType.F32, 64)) {
            sequence.findIn(saved(store, sequence));
            assertThat(sequence.become(prompt, Sequence.Progress.NONE)).isEqualTo(38);
            assertClose(sequence.logits(), alone(prompt));
        }
    }

    private SavedPrefix saved(PrefixStore store, Sequence sequence) {
        return new SavedPrefix(
                store,
                longFactors -> Fingerprint.of(
                        card.digest(), card.kernels.description(), card.config, sequence.cache(), longFactors),
                () -> false);
    }
}
