package polymath.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.SamplingParams;
import polymath.engine.chat.ChatTemplate;
import polymath.engine.generation.BadNumbersException;
import polymath.engine.generation.Generator;
import polymath.engine.generation.Sequence;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.PhiMoe;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;
import polymath.engine.tokenizer.Vocabulary;

/// Holds a model file against what is published of Phi-3.5-MoE-instruct, reads every weight once, and asks one
/// question. Findings are told one by one as they come.
public final class Verification {
    /// What one look found.
    public enum Verdict {
        /// As published.
        GOOD,
        /// Another model of this architecture, which Polymath runs nevertheless.
        DIFFERENT,
        /// The file cannot be trusted.
        BAD
    }

    /// @param text one plain sentence
    public record Finding(Verdict verdict, String text) {}

    private static final String QUESTION = "What is the capital of France? Answer in one word.";
    private static final int ANSWER_TOKENS = 16;
    /// Of one step; the question is shorter.
    private static final int BLOCK_TOKENS = 64;
    private static final List<String> MARKERS = List.of("<|system|>", "<|user|>", "<|assistant|>", "<|end|>");

    private final ModelFile file;
    private final Kernels kernels;
    private final Consumer<Finding> findings;
    private boolean published = true;
    private boolean bad;

    /// @param kernels decode and compute; closed by the caller
    public Verification(ModelFile file, Kernels kernels, Consumer<Finding> findings) {
        this.file = file;
        this.kernels = kernels;
        this.findings = findings;
    }

    /// Runs all checks.
    ///
    /// @return whether the file can be used; it need not be Phi-3.5-MoE-instruct for that
    public boolean run() throws GgufException {
        tell(
                Verdict.GOOD,
                "The file is whole: %d tensors, every size and shape fits.",
                file.file().tensors().size());
        shape();
        rotation();
        markers();
        template();
        weights();
        answer();
        return !bad;
    }

    private void tell(Verdict verdict, String format, @Nullable Object... arguments) {
        bad |= verdict == Verdict.BAD;
        published &= verdict == Verdict.GOOD;
        findings.accept(new Finding(verdict, String.format(Locale.ROOT, format, arguments)));
    }

    private void shape() {
        ModelConfig c = file.config();
        List<String> differences = new ArrayList<>();
        compare("layers", c.blockCount(), PublishedModel.BLOCKS, differences);
        compare("width", c.embeddingLength(), PublishedModel.EMBEDDING, differences);
        compare("expert width", c.feedForwardLength(), PublishedModel.FEED_FORWARD, differences);
        compare("query heads", c.headCount(), PublishedModel.HEADS, differences);
        compare("key and value heads", c.headCountKv(), PublishedModel.HEADS_KV, differences);
        compare("experts", c.expertCount(), PublishedModel.EXPERTS, differences);
        compare("context", c.contextLength(), PublishedModel.CONTEXT, differences);
        compare("short context", c.originalContextLength(), PublishedModel.ORIGINAL_CONTEXT, differences);
        compare("vocabulary", file.vocabulary().size(), PublishedModel.VOCABULARY, differences);
        compare("tensors", file.file().tensors().size(), PublishedModel.TENSORS, differences);
        if (differences.isEmpty()) tell(Verdict.GOOD, "Its shape is that of Phi-3.5-MoE-instruct.");
        else
            tell(
                    Verdict.DIFFERENT,
                    "Its shape is not that of Phi-3.5-MoE-instruct: %s.",
                    String.join(", ", differences));
    }

    private static void compare(String what, int actual, int expected, List<String> differences) {
        if (actual != expected) differences.add("%s %,d instead of %,d".formatted(what, actual, expected));
    }

    private void rotation() {
        boolean same = agree(file.weights().longFactors(), PublishedModel.longFactors())
                && agree(file.weights().shortFactors(), PublishedModel.shortFactors())
                && Math.abs(file.config().longScale() - ModelConfig.ROTARY_SCALE) < 1e-4
                && Math.abs(file.config().shortScale() - ModelConfig.ROTARY_SCALE) < 1e-4;
        if (same) tell(Verdict.GOOD, "Its rotary factors agree with the published ones, as far as those are known.");
        else tell(Verdict.DIFFERENT, "Its rotary factors are not those of Phi-3.5-MoE-instruct.");
    }

    private static boolean agree(float[] actual, float[] published) {
        if (actual.length < published.length) return false;
        for (int i = 0; i < published.length; i++) if (Math.abs(actual[i] - published[i]) > 1e-3) return false;
        return true;
    }

    private void markers() {
        Vocabulary v = file.vocabulary();
        boolean same = is(v, "<|endoftext|>", PublishedModel.ENDOFTEXT)
                && is(v, "<|assistant|>", PublishedModel.ASSISTANT)
                && is(v, "<|system|>", PublishedModel.SYSTEM)
                && is(v, "<|end|>", PublishedModel.END)
                && is(v, "<|user|>", PublishedModel.USER);
        if (same) tell(Verdict.GOOD, "Its chat markers have the published numbers.");
        else if (v.hasChatMarkers()) tell(Verdict.DIFFERENT, "Its chat markers are all there, under other numbers.");
        else tell(Verdict.DIFFERENT, "It has no chat markers: it can be traced and timed, but not chatted with.");
    }

    private static boolean is(Vocabulary vocabulary, String text, int id) {
        return vocabulary.id(text).equals(Optional.of(id));
    }

    private void template() throws GgufException {
        Optional<String> template = file.file().metadata().string("tokenizer.chat_template");
        if (template.isEmpty()) tell(Verdict.DIFFERENT, "It carries no chat template; the built-in one is used.");
        else if (MARKERS.stream().allMatch(template.get()::contains))
            tell(Verdict.GOOD, "Its chat template names the same markers as the built-in one, which is used.");
        else tell(Verdict.DIFFERENT, "Its chat template is another one; the built-in one is used.");
    }

    /// Turns every row of every matrix into numbers once.
    private void weights() {
        Set<String> damaged = ConcurrentHashMap.newKeySet();
        file.file().tensors().forEach(tensor -> scan(tensor.matrix(), damaged));
        if (damaged.isEmpty()) tell(Verdict.GOOD, "All its weights are finite numbers.");
        else tell(Verdict.BAD, "Its weights are damaged: numbers in %s are not finite. Download it again.", damaged);
    }

    private void scan(Matrix m, Set<String> damaged) {
        int threads = kernels.pool().threads();
        float[][] rows = new float[threads][m.cols()];
        int pieces = (int) Math.min(m.rows(), 4L * threads);
        kernels.pool()
                .run(
                        (piece, worker) -> {
                            float[] row = rows[worker];
                            for (long r = m.rows() * piece / pieces; r < m.rows() * (piece + 1) / pieces; r++) {
                                kernels.dequantize(m, r, row, 0);
                                float sum = 0; // not finite if any value is not; no sum of finite weights comes near
                                // overflow
                                for (float value : row) sum += value * 0;
                                if (sum != 0 || Float.isNaN(sum)) damaged.add(m.name());
                            }
                        },
                        pieces);
    }

    private void answer() {
        Optional<ChatTemplate> template = ChatTemplate.of(file.tokenizer());
        if (template.isEmpty() || bad) return;
        PhiMoe model = new PhiMoe(file.config(), file.weights(), kernels, BLOCK_TOKENS);
        int[] prompt = template.get().encode(List.of(new ChatMessage(ChatMessage.Role.USER, QUESTION)));
        StringBuilder text = new StringBuilder();
        try (Sequence sequence = new Sequence(model, GgmlType.F32, prompt.length + ANSWER_TOKENS)) {
            new Generator(sequence, file.tokenizer())
                    .generate(
                            prompt,
                            SamplingParams.GREEDY,
                            new Generator.Limits(ANSWER_TOKENS, List.of()),
                            (more, count) -> text.append(more));
            boolean right = text.toString().contains("Paris");
            if (published && !right) tell(Verdict.BAD, "Asked for the capital of France it says '%s'.", text);
            else tell(Verdict.GOOD, "Asked for the capital of France it says '%s'.", text);
        } catch (BadNumbersException e) {
            tell(Verdict.BAD, "It computes numbers that are not finite (%s). Download it again.", e.getMessage());
        }
    }
}
