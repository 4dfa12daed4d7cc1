package polymath.engine.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static polymath.engine.prefix.Reader.ANY_LENGTH;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.engine.Fixtures;
import polymath.engine.TinyModel;
import polymath.engine.generation.Sequence;
import polymath.engine.kernel.Kernels;
import polymath.engine.tensor.GgmlType;

/// What was read before a restart gives the same numbers after it, to the last bit.
class RestartTest {
    private static final long SEED = 20261125;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private PrefixStore store() {
        return new PrefixStore(folder.resolve("cache"), ANY_LENGTH);
    }

    static Stream<Arguments> everyModelTypeAndFactorSet() {
        return Stream.of(GgmlType.F32, GgmlType.F16, GgmlType.Q8_0)
                .flatMap(type -> Stream.of(
                        Arguments.of("tiny", type, false),
                        Arguments.of("tiny", type, true),
                        Arguments.of("longrope-f32", type, true),
                        Arguments.of("mix-f16", type, false),
                        Arguments.of("kquants", type, false),
                        Arguments.of("legacy-quants", type, false)));
    }

    private Path model(String name) {
        return name.equals("tiny") ? TinyModel.writeWithContext(folder, 2048) : Fixtures.resource(name + ".gguf");
    }

    @ParameterizedTest
    @MethodSource("everyModelTypeAndFactorSet")
    void theLogitsAreTheSameBitForBitWhereverThePromptLeavesTheText(String name, GgmlType type, boolean longer)
            throws Exception {
        Path model = model(name);
        Random random = new Random(SEED);
        for (int round = 0; round < 4; round++) {
            PrefixStore store = new PrefixStore(folder.resolve("cache" + round), ANY_LENGTH);
            try (Reader before = new Reader(model, type, store)) {
                int switching = before.config.originalContextLength();
                int most = longer ? before.sequence.capacity() : switching;
                int others = Math.min(20, most / 4);
                int length = Math.min(longer ? 2 * switching + 300 : 600, most) - others;
                int least = longer ? switching : Math.min(32, length);
                int[] text = before.tokens(1, length);
                before.read(text);
                assertThat(before.save("chat")).isTrue();
                int common = round == 0 ? length : least + random.nextInt(length - least + 1);
                int[] prompt = before.branch(text, common, others, round);
                try (Reader restarted = new Reader(model, type, store)) {
                    assertThat(restarted.read(prompt))
                            .as("seed %s, round %s", SEED, round)
                            .isEqualTo(before.read(prompt))
                            .isEqualTo(common);
                    assertThat(restarted.logits()).isEqualTo(before.logits());
                }
            }
        }
    }

    @Test
    void anAnswerGoesOnTheSameToo() throws Exception {
        Path model = model("tiny");
        int[] text;
        float[] expected;
        try (Reader before = new Reader(model, GgmlType.F16, store())) {
            text = before.tokens(1, 700);
            before.read(text);
            before.save("chat");
            for (int token : before.tokens(3, 40)) before.sequence.append(token, Sequence.Progress.NONE);
            before.save("chat");
            expected = before.logits();
        }
        try (Reader after = new Reader(model, GgmlType.F16, store())) {
            int[] all = Arrays.copyOf(text, 740);
            System.arraycopy(after.tokens(3, 40), 0, all, 700, 40);
            assertThat(after.read(all)).isEqualTo(739);
            assertThat(after.logits()).isEqualTo(expected);
        }
    }

    @Test
    void whatWasComputedForTheShortFactorsIsNotTakenForTheLongOnes() throws Exception {
        Path model = model("tiny");
        try (Reader before = new Reader(model, GgmlType.F32, store())) {
            before.read(before.tokens(1, 120));
            before.save("short");
            before.read(before.tokens(2, 600));
            before.save("long");
        }
        try (Reader after = new Reader(model, GgmlType.F32, store())) {
            assertThat(after.read(after.tokens(1, 200))).isZero();
        }
        try (Reader after = new Reader(model, GgmlType.F32, store())) {
            assertThat(after.read(after.tokens(2, 100))).isZero();
            assertThat(after.read(after.tokens(1, 100))).isEqualTo(99);
            assertThat(after.read(after.tokens(2, 500))).isEqualTo(499);
        }
    }

    @Test
    void readingThatWasStoppedGoesOnWhereItWas() throws Exception {
        Path model = model("tiny");
        int[] text;
        int read;
        try (Reader before = new Reader(model, GgmlType.Q8_0, store())) {
            text = before.tokens(1, 900);
            assertThat(stopped(before, text, 500)).isTrue();
            read = before.sequence.length();
            assertThat(read).isBetween(400, 600);
            before.save("document");
        }
        try (Reader after = new Reader(model, GgmlType.Q8_0, store())) {
            assertThat(after.read(text)).isEqualTo(read);
        }
    }

    private static boolean stopped(Reader reader, int[] text, int at) {
        try {
            reader.sequence.become(text, new Sequence.Progress() {
                @Override
                public void processed(int processed, int total, int cached) {
                    if (processed > at) reader.stop.raise();
                }
            });
            return false;
        } catch (CancellationException e) {
            reader.stop.lower();
            return true;
        }
    }

    @Test
    void loadingTellsHowFarItIsAndCanBeStopped() throws Exception {
        Path model = model("tiny");
        int[] text;
        try (Reader before = new Reader(model, GgmlType.F32, store())) {
            text = before.tokens(1, 1000);
            before.read(text);
            before.save("document");
        }
        try (Reader after = new Reader(model, GgmlType.F32, store())) {
            List<Integer> told = new java.util.ArrayList<>();
            after.sequence.become(text, new Sequence.Progress() {
                @Override
                public void processed(int processed, int total, int cached) {
                    told.add(processed);
                }
            });
            assertThat(told).startsWith(256, 512, 768, 999).isSorted().endsWith(1000);
        }
        try (Reader after = new Reader(model, GgmlType.F32, store())) {
            assertThat(stopped(after, text, 300)).isTrue();
            assertThat(after.sequence.length()).isEqualTo(512);
            assertThat(after.read(text)).isEqualTo(999);
        }
    }

    @Test
    void otherModelsNumberFormatsAndArithmeticFindNothing() throws Exception {
        Path model = model("tiny");
        Path other = TinyModel.writeChanged(folder, "other.gguf", bytes -> {
            bytes[bytes.length - 100] ^= 1; // one weight
            return bytes;
        });
        try (Reader before = new Reader(model, GgmlType.F16, store())) {
            before.read(before.tokens(1, 500));
            before.save("document");
        }
        assertThat(found(model, GgmlType.F32, Kernels.Choice.VECTOR)).isZero();
        assertThat(found(model, GgmlType.F16, Kernels.Choice.SCALAR)).isZero();
        assertThat(found(other, GgmlType.F16, Kernels.Choice.VECTOR)).isZero();
        assertThat(found(model, GgmlType.F16, Kernels.Choice.VECTOR)).isEqualTo(499);
    }

    private int found(Path model, GgmlType type, Kernels.Choice choice) throws Exception {
        try (Reader after = new Reader(model, type, store(), choice)) {
            return after.read(after.tokens(1, 500));
        }
    }
}
