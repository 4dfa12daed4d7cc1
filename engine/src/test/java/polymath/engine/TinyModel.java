package polymath.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import polymath.engine.gguf.GgufWriter;

/// A phimoe model of a few kilobytes with random weights, the byte tokens and the chat markers: it writes noise, but
/// everything around the noise is real.
public final class TinyModel {
    public static final int DIM = 64;
    public static final int FFN = 32;
    public static final int LAYERS = 2;
    public static final int EXPERTS = 4;
    public static final int CONTEXT = 512;

    private static final List<String> MARKERS =
            List.of("<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>");

    private final Random random = new Random(5);
    private final GgufWriter writer = new GgufWriter();
    private final int vocabulary;

    private TinyModel(boolean markers, String architecture, int context) {
        List<byte[]> tokens = tokens(markers);
        vocabulary = tokens.size();
        writer.string("general.architecture", architecture)
                .string("general.name", "Tiny")
                .uint32("general.file_type", 0);
        config("context_length", context)
                .config("rope.scaling.original_context_length", 128)
                .config("embedding_length", DIM)
                .config("feed_forward_length", FFN)
                .config("block_count", LAYERS)
                .config("attention.head_count", 2)
                .config("attention.head_count_kv", 1)
                .config("rope.dimension_count", 32)
                .config("expert_used_count", 2)
                .config("expert_count", EXPERTS);
        writer.float32("phimoe.attention.layer_norm_rms_epsilon", 1e-5f)
                .float32("phimoe.rope.scaling.attn_factor", 1.190238f);
        int[] types = new int[vocabulary];
        float[] scores = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) {
            types[i] = i == 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : i < vocabulary - MARKERS.size() || !markers ? 1 : 3;
            scores[i] = -i;
        }
        writer.string("tokenizer.ggml.model", "llama")
                .byteStrings("tokenizer.ggml.tokens", tokens)
                .floats("tokenizer.ggml.scores", scores)
                .int32s("tokenizer.ggml.token_type", types)
                .uint32("tokenizer.ggml.bos_token_id", 1)
                .uint32("tokenizer.ggml.eos_token_id", 2)
                .bool("tokenizer.ggml.add_bos_token", false);
        tensors();
    }

    private TinyModel config(String key, long value) {
        writer.uint32("phimoe." + key, value);
        return this;
    }

    private static List<byte[]> tokens(boolean markers) {
        List<String> texts = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int b = 0; b < 256; b++) texts.add("<0x%02X>".formatted(b));
        for (char c = 'a'; c <= 'z'; c++) texts.add(String.valueOf(c));
        texts.add("\u2581");
        if (markers) texts.addAll(MARKERS);
        return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    private void tensors() {
        matrix("token_embd.weight", 1, DIM, vocabulary);
        for (int i = 0; i < LAYERS; i++) {
            String block = "blk." + i + ".";
            norm(block + "attn_norm");
            linear(block + "attn_q", DIM, DIM);
            linear(block + "attn_k", DIM, DIM / 2);
            linear(block + "attn_v", DIM, DIM / 2);
            linear(block + "attn_output", DIM, DIM);
            norm(block + "ffn_norm");
            matrix(block + "ffn_gate_inp.weight", 0.3, DIM, EXPERTS);
            matrix(block + "ffn_gate_exps.weight", 0.15, DIM, FFN, EXPERTS);
            matrix(block + "ffn_up_exps.weight", 0.15, DIM, FFN, EXPERTS);
            matrix(block + "ffn_down_exps.weight", 0.15, FFN, DIM, EXPERTS);
        }
        norm("output_norm");
        linear("output", DIM, vocabulary);
        writer.tensor("rope_factors_long.weight", 0, new long[] {16}, floats(16, 3, 0));
        writer.tensor("rope_factors_short.weight", 0, new long[] {16}, floats(16, 1, 0));
    }

    private void norm(String name) {
        writer.tensor(name + ".weight", 0, new long[] {DIM}, floats(DIM, 1, 0));
        writer.tensor(name + ".bias", 0, new long[] {DIM}, floats(DIM, 0, 0.02));
    }

    private void linear(String name, int inputs, int outputs) {
        matrix(name + ".weight", 0.15, inputs, outputs);
        writer.tensor(name + ".bias", 0, new long[] {outputs}, floats(outputs, 0, 0.02));
    }

    private void matrix(String name, double spread, long... shape) {
        long values = 1;
        for (long size : shape) values *= size;
        writer.tensor(name, 0, shape, floats(Math.toIntExact(values), 0, spread));
    }

    private byte[] floats(int count, double mean, double spread) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) bytes.putFloat((float) (mean + spread * random.nextGaussian()));
        return bytes.array();
    }

    /// Writes a sound chat model.
    public static Path write(Path folder) {
        return write(folder, "tiny.gguf", true, "phimoe", bytes -> bytes);
    }

    /// Writes a sound chat model with a longer context.
    public static Path writeWithContext(Path folder, int context) {
        return write(folder, "tiny-" + context + ".gguf", new TinyModel(true, "phimoe", context), bytes -> bytes);
    }

    /// Writes a model without chat markers.
    public static Path writeWithoutMarkers(Path folder) {
        return write(folder, "no-markers.gguf", false, "phimoe", bytes -> bytes);
    }

    /// Writes a model of another architecture.
    public static Path writeForeign(Path folder, String architecture) {
        return write(folder, architecture + ".gguf", true, architecture, bytes -> bytes);
    }

    /// Writes a model after its bytes were changed.
    public static Path writeChanged(Path folder, String name, UnaryOperator<byte[]> change) {
        return write(folder, name, true, "phimoe", change);
    }

    private static Path write(
            Path folder, String name, boolean markers, String architecture, UnaryOperator<byte[]> change) {
        return write(folder, name, new TinyModel(markers, architecture, CONTEXT), change);
    }

    private static Path write(Path folder, String name, TinyModel model, UnaryOperator<byte[]> change) {
        try {
            return Files.write(folder.resolve(name), change.apply(model.writer.bytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
