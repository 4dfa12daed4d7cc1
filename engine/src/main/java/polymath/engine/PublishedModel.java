package polymath.engine;

/// What is published of Phi-3.5-MoE-instruct, for telling whether a file is that model.
///
/// Sources: Microsoft's config.json and generation_config.json; the rotary factors as far as they were published.
final class PublishedModel {
    static final int BLOCKS = 32;
    static final int EMBEDDING = 4096;
    static final int FEED_FORWARD = 6400;
    static final int HEADS = 32;
    static final int HEADS_KV = 8;
    static final int EXPERTS = 16;
    static final int CONTEXT = 131_072;
    static final int ORIGINAL_CONTEXT = 4096;
    static final int VOCABULARY = 32_064;
    static final int TENSORS = 519;

    static final int ENDOFTEXT = 32_000;
    static final int ASSISTANT = 32_001;
    static final int SYSTEM = 32_006;
    static final int END = 32_007;
    static final int USER = 32_010;

    private PublishedModel() {}

    /// The first 36 of the 64 long factors.
    static float[] longFactors() {
        return new float[] {
            1.02f, 1.03f, 1.04f, 1.05f, 1.05f, 1.05f, 1.06f, 1.06f, 1.06f, 1.06f, 1.06f, 1.06f, 1.1f, 1.18f, 1.18f,
            1.37f, 1.49f, 2.11f, 2.89f, 3.95f, 4.3f, 6.43f, 8.09f, 10.69f, 12.05f, 18.23f, 18.84f, 19.9f, 21.42f, 26.2f,
            34.28f, 34.59f, 38.73f, 40.22f, 42.54f, 44f
        };
    }

    /// The first 30 of the 64 short factors.
    static float[] shortFactors() {
        return new float[] {
            1f, 1.04f, 1.04f, 1.04f, 1.05f, 1.05f, 1.05f, 1.05f, 1.05f, 1.05f, 1.05f, 1.05f, 1.05f, 1.05f, 1.06f,
            1.06f, 1.07f, 1.07f, 1.07f, 1.07f, 1.14f, 1.16f, 1.16f, 1.16f, 1.16f, 1.18f, 1.2f, 1.32f, 1.34f, 1.35f
        };
    }
}
