package polymath.app.models;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The files in which Phi-3.5-MoE-instruct is published, and which of them a computer can hold.
public final class RealModel {
    /// Where the files are found: a search, since publishers come and go.
    public static final URI PAGE = URI.create("https://huggingface.co/models?search=Phi-3.5-MoE-instruct%20GGUF");

    /// A quantisation and the size of its file, computed from the published shapes.
    public record Variant(String quantization, long bytes) {}

    /// From small to large, each a step in what the model can do.
    static final List<Variant> VARIANTS = List.of(
            new Variant("Q2_K", 15_260_000_000L),
            new Variant("Q3_K_M", 20_030_000_000L),
            new Variant("Q4_K_M", 25_350_000_000L),
            new Variant("Q5_K_M", 29_720_000_000L),
            new Variant("Q6_K", 34_360_000_000L),
            new Variant("Q8_0", 44_500_000_000L));

    /// What a conversation of 16,000 tokens, the engine and the rest of the computer need beside the file.
    private static final long BESIDE_BYTES = 5_000_000_000L;

    private RealModel() {}

    /// The largest file that leaves room for a conversation; empty if none does.
    ///
    /// @param physicalBytes memory of the computer
    public static Optional<Variant> largestFor(long physicalBytes) {
        return VARIANTS.reversed().stream()
                .filter(v -> v.bytes() + BESIDE_BYTES <= physicalBytes)
                .findFirst();
    }

    /// Memory that the smallest file wants.
    public static long leastBytes() {
        return VARIANTS.getFirst().bytes() + BESIDE_BYTES;
    }
}
