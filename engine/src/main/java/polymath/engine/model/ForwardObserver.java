package polymath.engine.model;

/// Looks on while a model computes: for progress, and for traces that are compared with a reference. Called on the
/// computing thread; arrays are the model's own buffers, valid during the call.
public interface ForwardObserver {
    /// Sees nothing.
    ForwardObserver NONE = new ForwardObserver() {
        @Override
        public boolean wantsNumbers() {
            return false;
        }
    };

    /// Whether it looks at the numbers; if not, the arrays may be empty, since those of a graphics card cost time.
    default boolean wantsNumbers() {
        return true;
    }

    /// The router has chosen for `n` tokens.
    ///
    /// @param ids [n, 2]
    /// @param weights [n, 2]
    default void routed(int layer, int n, int[] ids, float[] weights) {}

    /// A layer is done.
    ///
    /// @param x the residual stream, [n, embeddingLength]
    default void layerDone(int layer, int n, float[] x) {}
}
