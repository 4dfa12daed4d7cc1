package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.gguf.GgufWriter;

/// A vocabulary of a few words in the shape of Phi's, right by default and wrong wherever a test wants.
///
/// Ids: 0 to 2 `<unk> <s> </s>`, 3 to 258 the bytes, from 259 the words, then the markers, then one padding entry.
final class SmallVocabulary {
    static final int FIRST_BYTE = 3;
    static final int FIRST_WORD = 259;
    static final List<String> WORDS = List.of("▁▁", "▁a", "ab", "▁ab", "aa", "▁", "a", "b", "c", "é", "😀");
    static final List<String> MARKERS = List.of("<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>");

    final List<byte[]> tokens = new ArrayList<>();
    final List<Float> scores = new ArrayList<>();
    final List<Integer> types = new ArrayList<>();
    String model = "llama";
    long eos = 2;

    SmallVocabulary() {
        add("<unk>", -1000, 3);
        add("<s>", -1000, 3);
        add("</s>", -1000, 4);
        for (int i = 0; i < 256; i++) add("<0x%02X>".formatted(i), 0, 6);
        for (String word : WORDS) add(word, word.equals("▁▁") ? -1e9f : FIRST_WORD - tokens.size(), 1);
        for (String marker : MARKERS) add(marker, -1000, 3);
        add("[PAD]", -10_000, 5);
    }

    void add(String text, float score, int type) {
        tokens.add(text.getBytes(UTF_8));
        scores.add(score);
        types.add(type);
    }

    GgufWriter writer() {
        float[] numbers = new float[scores.size()];
        for (int i = 0; i < numbers.length; i++) numbers[i] = scores.get(i);
        return new GgufWriter()
                .string("tokenizer.ggml.model", model)
                .byteStrings("tokenizer.ggml.tokens", tokens)
                .floats("tokenizer.ggml.scores", numbers)
                .int32s(
                        "tokenizer.ggml.token_type",
                        types.stream().mapToInt(type -> type).toArray())
                .uint32("tokenizer.ggml.bos_token_id", 1)
                .uint32("tokenizer.ggml.eos_token_id", eos)
                .bool("tokenizer.ggml.add_bos_token", false);
    }

    Vocabulary read() throws IOException, GgufException {
        return read(writer());
    }

    static Vocabulary read(GgufWriter writer) throws IOException, GgufException {
        Path path = Files.createTempFile("vocabulary", ".gguf");
        try (GgufFile file = GgufFile.open(writer.write(path))) {
            return Vocabulary.read(file.metadata());
        } finally {
            Files.delete(path);
        }
    }
}
