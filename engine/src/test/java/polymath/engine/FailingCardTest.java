package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.SamplingParams;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.CudaFaults;
import polymath.engine.cuda.Element;
import polymath.engine.generation.Generator;
import polymath.engine.generation.Sequence;
import polymath.engine.model.EmulatedCard;
import polymath.engine.model.ForwardPass;
import polymath.engine.model.OffloadedPhiMoe;
import polymath.engine.prefix.Fingerprint;
import polymath.engine.prefix.PrefixStore;
import polymath.engine.prefix.SavedPrefix;
import polymath.engine.tensor.GgmlType;

/// Whatever call of a card's driver fails, and however: the answer is the one of the processor alone.
///
/// A run brings the model to the card, finds part of its prompt on disk, reads the rest in blocks, writes an answer,
/// saves it all and gives the card back. All 500 faults: `mvn -pl engine -Dtest=FailingCardTest
/// -Dpolymath.gpuFaults=500 -Djacoco.skip test`
class FailingCardTest {
    private static final int FAULTS = Integer.getInteger("polymath.gpuFaults", 60);
    /// No memory, no device, lost in several ways, and what nobody expects.
    private static final List<Integer> CODES = List.of(2, 700, 1, 719, 100, 999, 214, 801);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int BLOCK = 10;
    private static final int SAVED = 36; // tokens on disk
    private static final int READ = 14; // behind them: a block that is read, and one that is written
    private static final int ANSWER = 4;
    private static final int CAPACITY = 80;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private EmulatedCard card;

    @SuppressWarnings("NullAway.Init")
    private ModelFile file;

    private final int[] prompt = new Random(3).ints(SAVED + READ, 3, 280).toArray();

    /// What came of a run.
    ///
    /// @param calls of the driver and of cuBLAS until the model was on the card, and until the answer was complete
    private record Run(List<Integer> tokens, String text, List<Integer> told, int loaded, int written) {}

    @BeforeEach
    void start() throws Exception {
        Path model = TinyModel.write(folder);
        card = new EmulatedCard(model);
        file = ModelFile.open(model);
        try (Sequence sequence = sequence(card.processor(BLOCK), folder.resolve("saved"))) {
            sequence.become(Arrays.copyOf(prompt, SAVED), Sequence.Progress.NONE);
            assertThat(sequence.save("chat", false, () -> false)).isTrue();
        }
    }

    @AfterEach
    void end() {
        file.close();
        card.close();
    }

    @Test
    void theAnswerIsTheProcessorsWhateverCallOfTheDriverFails() throws Exception {
        failEverywhere(EmulatedCard.Use.exact(GgmlType.F32, BLOCK, CAPACITY), FAULTS / 2);
    }

    /// With steps that are recorded, and products by cuBLAS: these round, but the answer is short.
    @Test
    void andSoItIsWhenStepsAreRecordedAndCublasMayFail() throws Exception {
        failEverywhere(new EmulatedCard.Use(Element.BF16, GgmlType.F32, BLOCK, CAPACITY, true, true, 1), FAULTS / 3);
    }

    @Test
    void andSoItIsWhenExpertsAreSent() throws Exception {
        failEverywhere(new EmulatedCard.Use(Element.BF16, GgmlType.F32, BLOCK, CAPACITY, true, false, 5), FAULTS / 6);
    }

    private void failEverywhere(EmulatedCard.Use use, int count) throws Exception {
        Run expected = answer(card.processor(BLOCK), copy("alone"), new CudaFaults(), 0);
        CudaFaults none = new CudaFaults();
        Run whole = run(use, none, "whole");
        assertThat(whole.tokens()).isEqualTo(expected.tokens());
        assertThat(card.lost).isEmpty();
        int calls = none.calls().size();
        for (int i = 0; i < count; i++) {
            int at = 1 + (int) ((long) i * calls / count);
            int code = CODES.get(i % CODES.size());
            String what = "call %d of %d (%s) fails with %d"
                    .formatted(at, calls, none.calls().get(at - 1), code);
            card.lost.clear();
            CudaFaults faults = new CudaFaults().failAt(at, code);
            Run run = assertTimeoutPreemptively(LIMIT, () -> run(use, faults, "run"), what);
            assertThat(run.tokens()).as(what).isEqualTo(expected.tokens());
            assertThat(run.text()).as(what).isEqualTo(expected.text());
            assertThat(run.told()).as(what).isEqualTo(expected.told());
            assertThat(card.lost).as(what).hasSize(at > whole.loaded() && at <= whole.written() ? 1 : 0);
            // the driver gives back what is on the card and pinned here when it is closed
            assertThat(faults.count("close")).as(what).isEqualTo(none.count("close"));
        }
    }

    /// The processor answers where the card does not even take the model.
    private Run run(EmulatedCard.Use use, CudaFaults faults, String name) throws Exception {
        Path saved = copy(name);
        Optional<OffloadedPhiMoe> there;
        try {
            there = Optional.of(card.offloaded(use, faults));
        } catch (CudaException e) {
            there = Optional.empty();
        }
        int loaded = faults.calls().size();
        ForwardPass model = there.isPresent() ? there.get() : card.processor(BLOCK);
        Run run = answer(model, saved, faults, loaded);
        there.ifPresent(OffloadedPhiMoe::close);
        return run;
    }

    private Run answer(ForwardPass model, Path saved, CudaFaults faults, int loaded) throws Exception {
        StringBuilder text = new StringBuilder();
        List<Integer> told = new ArrayList<>();
        try (Sequence sequence = sequence(model, saved)) {
            Generator.Answer answer = new Generator(sequence, file.tokenizer())
                    .generate(
                            prompt,
                            SamplingParams.GREEDY,
                            new Generator.Limits(ANSWER, List.of()),
                            (piece, generated) -> {
                                text.append(piece);
                                told.add(generated);
                            });
            int written = faults.calls().size();
            assertThat(sequence.save("chat", false, () -> false)).isTrue();
            return new Run(answer.tokenIds(), text.toString(), told, loaded, written);
        }
    }

    private Sequence sequence(ForwardPass model, Path saved) {
        Sequence sequence = new Sequence(model, GgmlType.F32, CAPACITY);
        sequence.findIn(new SavedPrefix(
                new PrefixStore(saved, new PrefixStore.Limits(8L << 30, 0, 1)),
                longFactors -> Fingerprint.of(
                        card.digest(), card.kernels.description(), card.config, sequence.cache(), longFactors),
                () -> false));
        return sequence;
    }

    /// What is saved, for a run of its own.
    private Path copy(String name) throws IOException {
        Path from = folder.resolve("saved");
        Path to = folder.resolve(name);
        if (Files.exists(to)) delete(to);
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) Files.copy(path, to.resolve(from.relativize(path)));
        }
        return to;
    }

    private static void delete(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            for (Path path : all.toList().reversed()) Files.delete(path);
        }
    }

    /// A fault while what was computed is fetched for the disk: nothing is saved, and the answer goes on.
    @Test
    void anAnswerGoesOnAfterItCouldNotBeSaved() throws Exception {
        for (int code : List.of(1, 700)) {
            CudaFaults faults = new CudaFaults();
            card.lost.clear();
            Path saved = copy("unsaved" + code);
            try (OffloadedPhiMoe there = card.offloaded(EmulatedCard.Use.exact(GgmlType.F32, BLOCK, CAPACITY), faults);
                    Sequence sequence = sequence(there, saved);
                    Sequence alone = sequence(card.processor(BLOCK), copy("alone" + code))) {
                alone.become(prompt, Sequence.Progress.NONE);
                sequence.become(prompt, Sequence.Progress.NONE);
                faults.failAt(faults.calls().size() + 3, code);
                assertThat(sequence.save("chat", false, () -> false)).isTrue();
                alone.append(20, Sequence.Progress.NONE);
                sequence.append(20, Sequence.Progress.NONE);
                IntStream.range(0, alone.logits().length)
                        .forEach(i -> assertThat(Math.abs(sequence.logits()[i] - alone.logits()[i]))
                                .isLessThan(1e-3f));
                boolean lost = CudaException.kindOf(code) == CudaException.Kind.LOST;
                assertThat(card.lost).hasSize(lost ? 1 : 0);
                assertThat(there.usesCard()).isEqualTo(!lost);
            }
        }
    }
}
