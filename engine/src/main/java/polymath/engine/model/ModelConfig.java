package polymath.engine.model;

import java.util.Optional;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufMetadata;

/// The shape and constants of a `phimoe` model, named as in GGUF and checked against what can be computed.
///
/// @param originalContextLength longest sequence that takes the short rotary factors
/// @param shortScale what rotated queries and keys are multiplied with under the short factors
/// @param longScale the same under the long factors
/// @param routerJitterNoise epsilon of the router's threshold
public record ModelConfig(
        int blockCount,
        int embeddingLength,
        int feedForwardLength,
        int headCount,
        int headCountKv,
        int expertCount,
        int contextLength,
        int originalContextLength,
        float layerNormEpsilon,
        float ropeFreqBase,
        float shortScale,
        float longScale,
        float routerJitterNoise) {

    /// The only architecture that is read.
    public static final String ARCHITECTURE = "phimoe";

    /// Experts that each token is sent to; the router knows no other number.
    public static final int EXPERTS_USED = 2;

    /// `sqrt(1 + ln 64 / ln 2048)`: short_mscale and long_mscale in Microsoft's configuration.
    public static final float ROTARY_SCALE = 1.2431631f;

    /// `sqrt(1 + ln 32 / ln 4096)`: what converters write as `attn_factor`. The reference does not use it.
    private static final float CONVERTED_ATTN_FACTOR = 1.190238f;

    /// The same with so many blocks.
    public ModelConfig withBlockCount(int count) {
        return new ModelConfig(
                count,
                embeddingLength,
                feedForwardLength,
                headCount,
                headCountKv,
                expertCount,
                contextLength,
                originalContextLength,
                layerNormEpsilon,
                ropeFreqBase,
                shortScale,
                longScale,
                routerJitterNoise);
    }

    /// Floats of one head.
    public int headSize() {
        return embeddingLength / headCount;
    }

    /// Floats of one token's keys, or values, in one layer.
    public int kvLength() {
        return headCountKv * headSize();
    }

    /// @throws GgufException if a setting is missing, out of range or at odds with another
    public static ModelConfig read(GgufMetadata metadata) throws GgufException {
        return new Reader(metadata).read();
    }

    private record Reader(GgufMetadata metadata) {
        ModelConfig read() throws GgufException {
            int embeddingLength = integer("embedding_length", 1, 1 << 16);
            int headCount = integer("attention.head_count", 1, 1024);
            int headCountKv = integer("attention.head_count_kv", 1, headCount);
            int contextLength = integer("context_length", 1, 1 << 20);
            require(
                    embeddingLength % headCount == 0 && embeddingLength / headCount % 2 == 0,
                    "attention.head_count",
                    headCount);
            require(headCount % headCountKv == 0, "attention.head_count_kv", headCountKv);
            int headSize = embeddingLength / headCount;
            if (metadata.integer(key("rope.dimension_count")).isPresent())
                integer("rope.dimension_count", headSize, headSize);
            integer("expert_used_count", EXPERTS_USED, EXPERTS_USED);
            float scale = rotaryScale();
            return new ModelConfig(
                    integer("block_count", 1, 512),
                    embeddingLength,
                    integer("feed_forward_length", 1, 1 << 18),
                    headCount,
                    headCountKv,
                    integer("expert_count", EXPERTS_USED, 256),
                    contextLength,
                    metadata.integer(key("rope.scaling.original_context_length"))
                                    .isPresent()
                            ? integer("rope.scaling.original_context_length", 1, contextLength)
                            : contextLength,
                    number("attention.layer_norm_rms_epsilon", Optional.empty(), 0, 1),
                    number("rope.freq_base", Optional.of(10_000f), 1, 1e9f),
                    number("rope.scaling.short_mscale", Optional.of(scale), 0.01f, 100),
                    number("rope.scaling.long_mscale", Optional.of(scale), 0.01f, 100),
                    number("router_jitter_noise", Optional.of(0.01f), 0, 1));
        }

        private float rotaryScale() throws GgufException {
            float factor = number("rope.scaling.attn_factor", Optional.of(1f), 0.01f, 100);
            return Math.abs(factor - CONVERTED_ATTN_FACTOR) < 1e-3f ? ROTARY_SCALE : factor;
        }

        private int integer(String name, int least, int most) throws GgufException {
            Optional<Long> value = metadata.integer(key(name));
            require(value.isPresent(), name, "missing");
            require(value.get() >= least && value.get() <= most, name, value.get());
            return Math.toIntExact(value.get());
        }

        private float number(String name, Optional<Float> otherwise, float least, float most) throws GgufException {
            Optional<Float> value = metadata.number(key(name)).or(() -> otherwise);
            require(value.isPresent(), name, "missing");
            require(value.get() >= least && value.get() <= most, name, value.get()); // refuses NaN too
            return value.get();
        }

        private void require(boolean holds, String name, Object value) throws GgufException {
            if (!holds) throw GgufException.badSetting(metadata.path(), key(name), String.valueOf(value));
        }

        private static String key(String name) {
            return ARCHITECTURE + "." + name;
        }
    }
}
