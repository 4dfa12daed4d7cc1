package polymath.engine.model;

import static polymath.engine.model.DeviceWorkspace.Piece.*;

import polymath.engine.cuda.AttentionKernels;
import polymath.engine.cuda.DeviceCache;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.TokenKernels;

/// The attention half of a block on a card, the twin of [Attention]: `x += attention(h)`.
///
/// Belongs to the driver's thread.
final class DeviceAttention {
    /// Positions of a piece when writing. With 8 an H200 was quickest from 512 to 4,096 positions, with 64 up to twice
    /// as slow.
    private static final int PIECE_POSITIONS = 8;

    private final Device device;
    private final ModelConfig config;
    private final DeviceWorkspace workspace;
    private final DeviceProducts products;

    DeviceAttention(Device device, ModelConfig config, DeviceWorkspace workspace, DeviceProducts products) {
        this.device = device;
        this.config = config;
        this.workspace = workspace;
        this.products = products;
    }

    /// Pieces that so many positions are split in when writing: a power of two, so that few graphs are recorded.
    static int pieces(int positions) {
        int pieces = 1;
        while (pieces < DeviceWorkspace.MOST_PIECES && pieces * PIECE_POSITIONS < positions) pieces *= 2;
        return pieces;
    }

    /// Adds to the step's `x` what its `h` attends to, after adding that to the layer's cache.
    ///
    /// @param pieces see [#pieces]
    void forward(DeviceWeights.Layer layer, DeviceCache cache, int pieces, int n) {
        long stream = device.compute();
        TokenKernels tokens = device.kernels().tokens();
        int dim = config.embeddingLength();
        queriesKeysValues(layer, n);
        tokens.rope(
                workspace.at(Q),
                workspace.at(K),
                workspace.at(COS),
                workspace.at(SIN),
                n,
                config.headCount(),
                config.headCountKv(),
                config.headSize(),
                stream);
        tokens.storeKv(workspace.at(K), workspace.at(V), cache, workspace.at(POSITION), n, stream);
        mix(cache, pieces, n);
        products.narrow(workspace.at(MIXED), n, dim);
        products.linear(layer.attentionOutput(), workspace.at(MIXED), workspace.at(BRANCH), n);
        tokens.add(workspace.at(X), workspace.at(BRANCH), (long) n * dim, stream);
    }

    private void queriesKeysValues(DeviceWeights.Layer layer, int n) {
        DevicePlace h = workspace.at(H);
        products.narrow(h, n, config.embeddingLength());
        if (products.reads(n)) { // by way of one tile
            products.linear(layer.query(), h, workspace.at(Q), n);
            products.linear(layer.key(), h, workspace.at(K), n);
            products.linear(layer.value(), h, workspace.at(V), n);
        } else {
            long beside = device.fork();
            products.write(layer.query(), h, workspace.at(Q), n, device.compute());
            products.write(layer.key(), h, workspace.at(K), n, beside);
            products.write(layer.value(), h, workspace.at(V), n, beside);
            device.join();
        }
    }

    private void mix(DeviceCache cache, int pieces, int n) {
        AttentionKernels kernels = device.kernels().attention();
        DevicePlace q = workspace.at(Q);
        DevicePlace first = workspace.at(POSITION);
        DevicePlace mixed = workspace.at(MIXED);
        int heads = config.headCount();
        if (n > DeviceWorkspace.MOST_WRITTEN) kernels.read(q, cache, heads, first, mixed, n, device.compute());
        else kernels.write(q, cache, heads, first, pieces, workspace.at(PIECES), mixed, n, device.compute());
    }
}
