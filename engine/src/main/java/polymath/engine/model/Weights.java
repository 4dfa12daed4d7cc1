package polymath.engine.model;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.gguf.GgufTensor;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// A model's tensors, each of the shape its role asks for. Matrices lie in the mapped file and end with it; the short
/// float vectors are copied out.
///
/// @param tokenEmbedding [vocabulary, embeddingLength]
/// @param output logits, [vocabulary, embeddingLength] and its bias
/// @param longFactors divisors of the rotary frequencies, [headSize / 2]
@SuppressWarnings("ArrayRecordComponent") // plain data: never compared, never changed
public record Weights(
        Matrix tokenEmbedding,
        List<Layer> layers,
        Norm outputNorm,
        Linear output,
        float[] longFactors,
        float[] shortFactors) {

    /// A matrix [outputs, inputs] with a bias [outputs].
    public record Linear(Matrix weight, float[] bias) {}

    /// Weight and bias of a layer normalisation, [embeddingLength] each.
    public record Norm(float[] weight, float[] bias) {}

    /// One block.
    ///
    /// @param router [expertCount, embeddingLength] in F32
    /// @param gate each expert's W1, [feedForwardLength, embeddingLength]
    /// @param up each expert's W3, the same shape
    /// @param down each expert's W2, [embeddingLength, feedForwardLength]
    public record Layer(
            Norm attentionNorm,
            Linear query,
            Linear key,
            Linear value,
            Linear attentionOutput,
            Norm feedForwardNorm,
            Matrix router,
            List<Matrix> gate,
            List<Matrix> up,
            List<Matrix> down) {}

    public int vocabularySize() {
        return Math.toIntExact(tokenEmbedding.rows());
    }

    /// @throws GgufException if a tensor is missing, or has another shape or type than its role allows
    public static Weights read(GgufFile file, ModelConfig config) throws GgufException {
        return new Reader(file, config).read();
    }

    private static final ValueLayout.OfFloat LITTLE_ENDIAN_FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private record Reader(GgufFile file, ModelConfig config) {
        Weights read() throws GgufException {
            int dim = config.embeddingLength();
            GgufTensor embedding = tensor("token_embd.weight");
            int vocabulary = embedding.shape().size() == 2 && embedding.shape().get(1) <= 1 << 20
                    ? Math.toIntExact(embedding.shape().get(1))
                    : 0;
            List<Layer> layers = new ArrayList<>();
            for (int i = 0; i < config.blockCount(); i++) layers.add(layer("blk." + i + "."));
            return new Weights(
                    matrix("token_embd.weight", dim, vocabulary),
                    List.copyOf(layers),
                    norm("output_norm"),
                    linear("output", dim, vocabulary),
                    vector("rope_factors_long.weight", config.headSize() / 2),
                    vector("rope_factors_short.weight", config.headSize() / 2));
        }

        private Layer layer(String block) throws GgufException {
            int dim = config.embeddingLength();
            int ffn = config.feedForwardLength();
            int kv = config.kvLength();
            Matrix router = matrix(block + "ffn_gate_inp.weight", dim, config.expertCount());
            if (router.type() != GgmlType.F32)
                throw wrong(router.name(), "the router must be F32 and is " + router.type());
            return new Layer(
                    norm(block + "attn_norm"),
                    linear(block + "attn_q", dim, dim),
                    linear(block + "attn_k", dim, kv),
                    linear(block + "attn_v", dim, kv),
                    linear(block + "attn_output", dim, dim),
                    norm(block + "ffn_norm"),
                    router,
                    experts(block + "ffn_gate_exps.weight", dim, ffn),
                    experts(block + "ffn_up_exps.weight", dim, ffn),
                    experts(block + "ffn_down_exps.weight", ffn, dim));
        }

        private Norm norm(String name) throws GgufException {
            int dim = config.embeddingLength();
            return new Norm(vector(name + ".weight", dim), vector(name + ".bias", dim));
        }

        private Linear linear(String name, int inputs, int outputs) throws GgufException {
            return new Linear(matrix(name + ".weight", inputs, outputs), vector(name + ".bias", outputs));
        }

        private Matrix matrix(String name, long inputs, long outputs) throws GgufException {
            return shaped(name, inputs, outputs).matrix();
        }

        private List<Matrix> experts(String name, long inputs, long outputs) throws GgufException {
            Matrix all =
                    shaped(name, inputs, outputs, (long) config.expertCount()).matrix();
            List<Matrix> experts = new ArrayList<>();
            for (int e = 0; e < config.expertCount(); e++) experts.add(all.slice(e * outputs, outputs));
            return List.copyOf(experts);
        }

        private float[] vector(String name, long length) throws GgufException {
            GgufTensor tensor = shaped(name, length);
            if (tensor.type() != GgmlType.F32) throw wrong(name, "must be F32 and is " + tensor.type());
            float[] values = tensor.data().toArray(LITTLE_ENDIAN_FLOAT);
            for (int i = 0; i < values.length; i++)
                if (!Float.isFinite(values[i])) throw wrong(name, "value %d is not finite".formatted(i));
            return values;
        }

        private GgufTensor shaped(String name, Long... shape) throws GgufException {
            GgufTensor tensor = tensor(name);
            if (!tensor.shape().equals(List.of(shape)))
                throw wrong(name, "shape %s instead of %s".formatted(tensor.shape(), List.of(shape)));
            return tensor;
        }

        private GgufTensor tensor(String name) throws GgufException {
            return file.tensor(name)
                    .orElseThrow(
                            () -> GgufException.tensorMissing(file.metadata().path(), name));
        }

        private GgufException wrong(String name, String what) {
            return GgufException.tensorWrong(file.metadata().path(), name, what);
        }
    }
}
