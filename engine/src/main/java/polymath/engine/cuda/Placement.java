package polymath.engine.cuda;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What of a model goes to a card, decided from sizes alone: first all that every token needs, with keys and values,
/// then the experts of whole layers, from the first on. Experts that stay in the computer's memory are sent over for
/// long prompts, and computed by the processor for single tokens.
///
/// @param fits whether the card is used at all
/// @param budgetBytes that may be taken of the card
/// @param fixedBytes the driver's context and programs
/// @param denseBytes attention, routers, norms and the output matrix
/// @param cacheBytes keys and values
/// @param workspaceBytes buffers of a step
/// @param ringBytes room for experts on their way; 0 if all stay
/// @param expertLayers layers whose experts stay on the card
/// @param layers of the model
/// @param expertBytes of those layers
public record Placement(
        boolean fits,
        long budgetBytes,
        long fixedBytes,
        long denseBytes,
        long cacheBytes,
        long workspaceBytes,
        long ringBytes,
        int expertLayers,
        int layers,
        long expertBytes) {
    /// The driver's context, our programs and cuBLAS with its workspace.
    static final long FIXED_BYTES = 700L << 20;
    /// Windows lends a program more than there is and is then slow, so near the end nothing is taken.
    private static final long LEAST_MARGIN_BYTES = 512L << 20;

    private static final double MARGIN = 0.06;
    /// Experts that are on their way at once.
    public static final int RING_EXPERTS = 8;

    /// Sizes of a model, in bytes as they lie in its file.
    ///
    /// @param dense attention, routers, norms, output matrix
    /// @param experts of each layer, all of them
    /// @param largestExpert of all layers, its three matrices
    /// @param cache keys and values of the whole context, as the card holds them
    /// @param workspace buffers of the largest step
    public record Sizes(long dense, List<Long> experts, long largestExpert, long cache, long workspace) {
        public Sizes {
            experts = List.copyOf(experts);
        }
    }

    /// What the user asked for.
    ///
    /// @param layers whose experts go to the card; as many as fit if empty
    /// @param bytes of the card that may be taken; all that is free if empty
    public record Wish(OptionalInt layers, OptionalLong bytes) {
        /// As much as fits.
        public static final Wish AUTO = new Wish(OptionalInt.empty(), OptionalLong.empty());
    }

    /// @param freeBytes of the card
    public static Placement of(Sizes sizes, long freeBytes, Wish wish) {
        long margin = Math.max(LEAST_MARGIN_BYTES, (long) (MARGIN * freeBytes));
        long budget = Math.max(0, Math.min(freeBytes - margin, wish.bytes().orElse(Long.MAX_VALUE)));
        long always = FIXED_BYTES + sizes.dense() + sizes.cache() + sizes.workspace();
        int most = Math.min(
                wish.layers().orElse(Integer.MAX_VALUE), sizes.experts().size());
        long ring = RING_EXPERTS * sizes.largestExpert();
        long all = sizes.experts().stream().mapToLong(Long::longValue).sum();
        if (most == sizes.experts().size() && always + all <= budget)
            return new Placement(
                    true, budget, FIXED_BYTES, sizes.dense(), sizes.cache(), sizes.workspace(), 0, most, most, all);
        int layers = 0;
        long experts = 0;
        while (layers < most && always + ring + experts + sizes.experts().get(layers) <= budget)
            experts += sizes.experts().get(layers++);
        boolean fits = always + ring <= budget;
        return new Placement(
                fits,
                budget,
                FIXED_BYTES,
                sizes.dense(),
                sizes.cache(),
                sizes.workspace(),
                ring,
                fits ? layers : 0,
                sizes.experts().size(),
                fits ? experts : 0);
    }

    /// All that is taken of the card, or would be at least.
    public long bytes() {
        return fixedBytes + denseBytes + cacheBytes + workspaceBytes + ringBytes + expertBytes;
    }

    /// Whether the experts of a layer stay on the card.
    public boolean holdsExperts(int layer) {
        return layer < expertLayers;
    }

    /// Whether nothing is left to the processor.
    public boolean whole() {
        return fits && expertLayers == layers;
    }

    /// Tokens from which on it pays to send all experts of a layer to the card instead of computing them here: their
    /// bytes over the bandwidth against two operations a weight, token and chosen expert of sixteen.
    ///
    /// @param expertLayerBytes of one layer
    /// @param expertLayerWeights of one layer
    /// @param bytesPerSecond to the card
    /// @param flops of the processor a second
    public static int breakEven(
            long expertLayerBytes, long expertLayerWeights, double chosenShare, double bytesPerSecond, double flops) {
        double sending = expertLayerBytes / bytesPerSecond;
        double perToken = 2 * chosenShare * expertLayerWeights / flops;
        return (int) Math.clamp(Math.ceil(sending / perToken), 1, Integer.MAX_VALUE);
    }

    /// The plan in words, a line for each part.
    public String text() {
        if (!fits)
            return "the card is not used: %s are needed beside the experts, and %s may be taken"
                    .formatted(giga(bytes()), giga(budgetBytes));
        return String.join(
                "\n",
                "driver and programs   " + giga(fixedBytes),
                "attention and output  " + giga(denseBytes),
                "keys and values       " + giga(cacheBytes),
                "buffers               " + giga(workspaceBytes + ringBytes),
                "experts of %d of %d layers  %s".formatted(expertLayers, layers, giga(expertBytes)),
                "together              %s of %s".formatted(giga(bytes()), giga(budgetBytes)));
    }

    private static String giga(long bytes) {
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }
}
