package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufException.Kind;
import polymath.engine.gguf.GgufWriter;

class VocabularyTest {
    @Test
    void aVocabularyIsReadAsWritten() throws Exception {
        Vocabulary vocabulary = new SmallVocabulary().read();
        assertThat(vocabulary.size()).isEqualTo(259 + 11 + 5 + 1);
        assertThat(vocabulary.id("<0x0A>")).contains(13);
        assertThat(vocabulary.id("ab")).contains(261);
        assertThat(vocabulary.id("nothing")).isEmpty();
        assertThat(vocabulary.piece(260)).isEqualTo("▁a".getBytes(UTF_8));
        assertThat(vocabulary.type(2)).isEqualTo(TokenType.USER_DEFINED);
        assertThat(vocabulary.bos()).isEqualTo(1);
        assertThat(vocabulary.eos()).isEqualTo(2);
        assertThat(vocabulary.addBos()).isFalse();
        assertThat(vocabulary.hasChatMarkers()).isTrue();
    }

    @Test
    void aVocabularyWithoutAllMarkersIsNoChatVocabulary() throws Exception {
        SmallVocabulary small = new SmallVocabulary();
        int user = small.tokens.size() - 2;
        small.tokens.set(user, "<|human|>".getBytes(UTF_8));
        assertThat(small.read().hasChatMarkers()).isFalse();
        SmallVocabulary plain = new SmallVocabulary();
        plain.types.set(user, 1);
        assertThat(plain.read().hasChatMarkers()).isFalse();
    }

    @Test
    void paddingIsUnusedOrUnknown() throws Exception {
        SmallVocabulary small = new SmallVocabulary();
        small.add("[PAD1]", 0, 2);
        small.types.set(0, 2);
        Vocabulary vocabulary = small.read();
        int last = vocabulary.size() - 1;
        assertThat(vocabulary.isPadding(last)).isTrue();
        assertThat(vocabulary.isPadding(last - 1)).isTrue();
        assertThat(vocabulary.isPadding(last - 2)).isFalse();
        assertThat(vocabulary.isPadding(0)).isFalse();
        assertThat(vocabulary.isPadding(SmallVocabulary.FIRST_WORD)).isFalse();
    }

    @Test
    void theChangeOfAPieceDoesNotReachTheVocabulary() throws Exception {
        Vocabulary vocabulary = new SmallVocabulary().read();
        vocabulary.piece(260)[0] = 0;
        assertThat(vocabulary.piece(260)).isEqualTo("▁a".getBytes(UTF_8));
    }

    static Stream<Arguments> hostileVocabularies() {
        return Stream.of(
                hostile("276 tokens, 275 scores, 276 types", small -> small.scores.removeLast()),
                hostile("276 tokens, 276 scores, 277 types", small -> small.types.add(1)),
                hostile("token 260 of type 7", small -> small.types.set(260, 7)),
                hostile("token 260 of type -1", small -> small.types.set(260, -1)),
                hostile("token 260 of score NaN", small -> small.scores.set(260, Float.NaN)),
                hostile("token 260 of score -Infinity", small -> small.scores.set(260, Float.NEGATIVE_INFINITY)),
                hostile("token 260 of 0 bytes", small -> small.tokens.set(260, new byte[0])),
                hostile("token 260 of 1025 bytes", small -> small.tokens.set(260, new byte[1025])),
                hostile("byte token 4 '<0x-1>'", small -> small.tokens.set(4, "<0x-1>".getBytes(UTF_8))),
                hostile("byte token 4 '<0x0a>'", small -> small.tokens.set(4, "<0x0a>".getBytes(UTF_8))),
                hostile("byte token 4 '<0x100>'", small -> small.tokens.set(4, "<0x100>".getBytes(UTF_8))),
                hostile("byte token '<0x00>' twice", small -> small.tokens.set(4, "<0x00>".getBytes(UTF_8))),
                hostile("255 byte tokens, not 256", small -> small.types.set(4, 1)),
                hostile("eos_token_id is 276, of 276 tokens", small -> small.eos = 276),
                hostile("eos_token_id is 4294967295", small -> small.eos = 0xFFFFFFFFL),
                hostile("'gpt2' rules", small -> small.model = "gpt2"));
    }

    private static Arguments hostile(String what, Consumer<SmallVocabulary> change) {
        return Arguments.of(what, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileVocabularies")
    void hostileVocabulariesAreRefused(String what, Consumer<SmallVocabulary> change) {
        SmallVocabulary small = new SmallVocabulary();
        change.accept(small);
        GgufException refusal = catchThrowableOfType(GgufException.class, small::read);
        assertThat(refusal.kind()).isEqualTo(Kind.BAD_VOCABULARY);
        assertThat(refusal.arguments().get(1)).contains(what);
    }

    @Test
    void missingOrMistypedListsAreRefused() {
        assertRefused(new GgufWriter(), "no tokenizer.ggml.model");
        GgufWriter llama = new GgufWriter().string("tokenizer.ggml.model", "llama");
        assertRefused(llama, "no tokenizer.ggml.tokens");
        llama.int32s("tokenizer.ggml.tokens", 1);
        assertRefused(llama, "tokenizer.ggml.tokens: a list of 1 x whole number, not a list of texts");
    }

    @Test
    void aVocabularyWithoutByteTokensSaysUnknown() throws Exception {
        SmallVocabulary small = new SmallVocabulary();
        for (int i = 0; i < 256; i++) small.types.set(3 + i, 1);
        assertThat(new Tokenizer(small.read()).encode("ax", false)).containsExactly(260, 0);
    }

    private static void assertRefused(GgufWriter writer, String what) {
        GgufException refusal = catchThrowableOfType(GgufException.class, () -> SmallVocabulary.read(writer));
        assertThat(refusal.kind()).isEqualTo(Kind.BAD_VOCABULARY);
        assertThat(refusal.arguments().get(1)).isEqualTo(what);
    }
}
