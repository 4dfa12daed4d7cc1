package polymath.engine.api;

/// What running a model will take, worked out before anything is loaded. All sizes in bytes.
///
/// @param weightsBytes mapped from the file; the system may drop and read them again, slowly
/// @param kvCacheBytes keys and values of a full context; taken page by page as a conversation grows
/// @param workspaceBytes buffers of one step
/// @param physicalBytes memory of this computer (or of the container it runs in); 0 where unknown
/// @param availableBytes of it free or reclaimable now, this engine's own memory counted as free; 0 where unknown
/// @param contextTokens the context planned for
/// @param fittingContextTokens longest context that fits beside the weights; 0 if not even the weights fit
public record MemoryPlan(
        long weightsBytes,
        long kvCacheBytes,
        long workspaceBytes,
        long physicalBytes,
        long availableBytes,
        int contextTokens,
        int fittingContextTokens) {

    /// All of it together.
    public long totalBytes() {
        return weightsBytes + kvCacheBytes + workspaceBytes;
    }

    /// Whether the planned context fits.
    public boolean fits() {
        return contextTokens <= fittingContextTokens;
    }
}
