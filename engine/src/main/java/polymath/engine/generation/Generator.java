package polymath.engine.generation;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;
import polymath.engine.tokenizer.TokenDecoder;
import polymath.engine.tokenizer.Tokenizer;
import polymath.engine.tokenizer.Vocabulary;

/// Writes answers: reads the prompt, then samples, decodes and appends tokens until there is a reason to stop.
///
/// Used by one thread.
public final class Generator {
    /// Tokens that end the model's turn, by their text.
    private static final List<String> STOP_TOKENS = List.of("<|endoftext|>", "<|assistant|>", "<|end|>");

    /// Is told what comes, on the computing thread.
    public interface Listener extends Sequence.Progress {
        /// New text, whole characters only.
        ///
        /// @param generatedTokens tokens written so far
        void text(String text, int generatedTokens);
    }

    /// @param maxTokens most tokens to write
    /// @param stopStrings texts before which the answer ends
    public record Limits(int maxTokens, List<String> stopStrings) {}

    /// A finished answer.
    ///
    /// @param tokenIds tokens written, the stop token not among them
    /// @param usage all but the memory, which is 0
    public record Answer(FinishReason reason, Usage usage, List<Integer> tokenIds) {}

    private final Sequence sequence;
    private final Tokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final Set<Integer> stopIds;

    public Generator(Sequence sequence, Tokenizer tokenizer) {
        this.sequence = sequence;
        this.tokenizer = tokenizer;
        vocabulary = tokenizer.vocabulary();
        stopIds = STOP_TOKENS.stream()
                .map(vocabulary::id)
                .flatMap(id -> Stream.ofNullable(id.orElse(null)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Writes the answer to a prompt of at least one and at most [Sequence#capacity] tokens.
    ///
    /// @throws BadNumbersException if the model computes a number that is not finite
    public Answer generate(int[] prompt, SamplingParams sampling, Limits limits, Listener listener)
            throws BadNumbersException {
        return new Run(prompt, sampling, limits, listener, tokenizer.decoder(false)).run();
    }

    /// The same for a prompt that ends within the answer: its first word keeps the space before it.
    public Answer goOn(int[] prompt, SamplingParams sampling, Limits limits, Listener listener)
            throws BadNumbersException {
        return new Run(prompt, sampling, limits, listener, tokenizer.decoderWithin()).run();
    }

    /// One answer in the making.
    private final class Run {
        private final long start = System.nanoTime();
        private final int[] prompt;
        private final Limits limits;
        private final Listener listener;
        private final Sampler sampler;
        private final TokenDecoder decoder;
        private final StopStrings stopStrings;
        private int[] history; // prompt and answer
        private int generated;
        private int cached;
        private long promptRead;
        private long firstToken;
        private long lastToken;

        Run(int[] prompt, SamplingParams sampling, Limits limits, Listener listener, TokenDecoder decoder) {
            this.decoder = decoder;
            this.prompt = prompt;
            this.limits = limits;
            this.listener = listener;
            sampler = new Sampler(sampling, vocabulary.size(), vocabulary::isPadding);
            stopStrings = new StopStrings(limits.stopStrings());
            history = Arrays.copyOf(prompt, prompt.length + 256);
        }

        Answer run() throws BadNumbersException {
            FinishReason reason;
            try {
                cached = sequence.become(prompt, listener);
                promptRead = System.nanoTime();
                reason = write();
            } catch (CancellationException e) {
                reason = FinishReason.CANCELLED;
            }
            if (reason != FinishReason.STOP_STRING) say(stopStrings.accept(decoder.finish()) + stopStrings.finish());
            return new Answer(reason, usage(), tokenIds());
        }

        private FinishReason write() throws BadNumbersException {
            while (true) {
                int token = sampler.next(sequence.logits(), history, prompt.length + generated);
                if (stopIds.contains(token)) return FinishReason.END_OF_TURN;
                take(token);
                say(stopStrings.accept(decoder.accept(token)));
                if (stopStrings.reached()) return FinishReason.STOP_STRING;
                if (generated == limits.maxTokens()) return FinishReason.MAX_TOKENS;
                if (sequence.length() == sequence.capacity()) return FinishReason.CONTEXT_FULL;
                sequence.append(token, listener);
            }
        }

        private void take(int token) {
            if (prompt.length + generated == history.length) history = Arrays.copyOf(history, 2 * history.length);
            history[prompt.length + generated++] = token;
            lastToken = System.nanoTime();
            if (generated == 1) firstToken = lastToken;
        }

        private void say(String text) {
            if (!text.isEmpty()) listener.text(text, generated);
        }

        private Usage usage() {
            return new Usage(
                    prompt.length,
                    cached,
                    generated,
                    generated == 0 ? 0 : seconds(firstToken - start),
                    speed(prompt.length - cached, promptRead - start),
                    speed(generated - 1, lastToken - firstToken),
                    Math.min(prompt.length + generated, sequence.capacity()),
                    sequence.capacity(),
                    0);
        }

        private List<Integer> tokenIds() {
            return Arrays.stream(history, prompt.length, prompt.length + generated)
                    .boxed()
                    .toList();
        }

        private static double seconds(long nanos) {
            return nanos / 1e9;
        }

        private static double speed(int tokens, long nanos) {
            return tokens <= 0 || nanos <= 0 ? 0 : tokens / seconds(nanos);
        }
    }
}
