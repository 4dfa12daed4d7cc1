package polymath.app.settings;

import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.ModelInfo;

/// What a context takes with the loaded model: worked out from the plan that the engine made for it, since keys and
/// values grow in step with the tokens.
///
/// @param bytesPerToken of keys and values in half precision
/// @param otherBytes weights and buffers
/// @param availableBytes free for all of it together; 0 where unknown
/// @param trainedTokens what the model was made for
/// @param contextTokens of the plan
public record ContextCost(
        double bytesPerToken, long otherBytes, long availableBytes, int trainedTokens, int contextTokens) {

    /// @param kvType the plan was made for
    public static ContextCost of(MemoryPlan plan, KvType kvType, ModelInfo model) {
        return new ContextCost(
                plan.kvCacheBytes() / (double) Math.max(1, plan.contextTokens()) / halves(kvType),
                plan.weightsBytes() + plan.workspaceBytes(),
                plan.availableBytes(),
                model.trainedContextTokens(),
                plan.contextTokens());
    }

    /// Of keys and values alone.
    public long bytes(int tokens, KvType kvType) {
        return Math.round(tokens * bytesPerToken * halves(kvType));
    }

    /// With the model.
    public long totalBytes(int tokens, KvType kvType) {
        return otherBytes + bytes(tokens, kvType);
    }

    public boolean fits(int tokens, KvType kvType) {
        return availableBytes == 0 || totalBytes(tokens, kvType) <= availableBytes;
    }

    /// The longest context that fits, at most the model's own; 0 if not even the weights do.
    public int fittingTokens(KvType kvType) {
        if (availableBytes == 0) return trainedTokens;
        double free = availableBytes - otherBytes;
        return (int) Math.clamp(free / Math.max(1, bytesPerToken * halves(kvType)), 0, trainedTokens);
    }

    /// Size of a value beside one in half precision; q8 keeps a scale with every 32 values.
    private static double halves(KvType kvType) {
        return switch (kvType) {
            case F32 -> 2;
            case F16 -> 1;
            case Q8 -> 34.0 / 64;
        };
    }
}
