package polymath.engine.chat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import polymath.engine.api.ChatMessage;
import polymath.engine.tokenizer.Tokenizer;
import polymath.engine.tokenizer.Vocabulary;

/// The model's chat format: `<|role|>\n content <|end|>\n` for each message, then `<|assistant|>\n` to ask for an
/// answer.
///
/// Markers are placed as ids and content is encoded as plain text, so that no content can forge one. White space
/// behind a marker belongs to the marker, as in the model's own tokenizer. A template inside a model file is never run.
public final class ChatTemplate {
    private final Tokenizer tokenizer;
    private final int system;
    private final int user;
    private final int assistant;
    private final int end;

    private ChatTemplate(Tokenizer tokenizer, int system, int user, int assistant, int end) {
        this.tokenizer = tokenizer;
        this.system = system;
        this.user = user;
        this.assistant = assistant;
        this.end = end;
    }

    /// The template in a vocabulary's markers; empty if they are missing.
    public static Optional<ChatTemplate> of(Tokenizer tokenizer) {
        Vocabulary vocabulary = tokenizer.vocabulary();
        if (!vocabulary.hasChatMarkers()) return Optional.empty();
        return Optional.of(new ChatTemplate(
                tokenizer,
                vocabulary.id("<|system|>").orElseThrow(),
                vocabulary.id("<|user|>").orElseThrow(),
                vocabulary.id("<|assistant|>").orElseThrow(),
                vocabulary.id("<|end|>").orElseThrow()));
    }

    /// The conversation's tokens, open for the assistant's answer. An empty system message is left out.
    public int[] encode(List<ChatMessage> messages) {
        IntStream tokens = messages.stream().map(this::encode).flatMapToInt(Arrays::stream);
        return IntStream.concat(tokens, IntStream.of(assistant)).toArray();
    }

    /// The conversation's tokens, open behind the beginning of the assistant's answer.
    public int[] encode(List<ChatMessage> messages, String beginning) {
        return IntStream.concat(
                        Arrays.stream(encode(messages)),
                        Arrays.stream(tokenizer.encode(Tokenizer.dropLeadingWhitespace(beginning), false)))
                .toArray();
    }

    /// One message's tokens, its two markers among them; none for an empty system message.
    public int[] encode(ChatMessage message) {
        String content = Tokenizer.dropLeadingWhitespace(DocumentPrompt.content(message));
        if (message.role() == ChatMessage.Role.SYSTEM && message.content().isEmpty()) return new int[0];
        int[] body = tokenizer.encode(content, false);
        return IntStream.concat(
                        IntStream.concat(IntStream.of(marker(message.role())), Arrays.stream(body)), IntStream.of(end))
                .toArray();
    }

    private int marker(ChatMessage.Role role) {
        return switch (role) {
            case SYSTEM -> system;
            case USER -> user;
            case ASSISTANT -> assistant;
        };
    }
}
