package polymath.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.engine.cuda.DeviceExperts;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.tensor.Matrix;

/// A model's weights on a card, as they lie in its file: all but the token embedding, and the experts of the layers
/// that [polymath.engine.cuda.Placement] gave a place there.
///
/// Belongs to the driver's thread.
final class DeviceWeights implements AutoCloseable {
    /// A matrix [outputs, inputs] with a bias [outputs].
    record Linear(DeviceMatrix weight, DevicePlace bias) {}

    /// Weight and bias of a layer normalisation, [embeddingLength] each.
    record Norm(DevicePlace weight, DevicePlace bias) {}

    /// All experts of a layer, each kind of matrix in one piece.
    record Experts(DeviceExperts gate, DeviceExperts up, DeviceExperts down) {}

    /// One block.
    ///
    /// @param router [expertCount, embeddingLength] in F32
    /// @param experts if they stay on the card
    record Layer(
            Norm attentionNorm,
            Linear query,
            Linear key,
            Linear value,
            Linear attentionOutput,
            Norm feedForwardNorm,
            DevicePlace router,
            Optional<Experts> experts) {}

    private final List<Uploading> buffers = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Norm outputNorm;
    private final Linear output;

    /// Sends them.
    ///
    /// @param expertLayers so many, from the first on, have their experts on the card
    DeviceWeights(Device device, Weights weights, int expertLayers) {
        try {
            for (int i = 0; i < weights.layers().size(); i++)
                layers.add(layer(device, weights.layers().get(i), i < expertLayers));
            Uploading out = new Uploading(device, bytes(weights.outputNorm()) + bytes(weights.output()));
            buffers.add(out);
            outputNorm = norm(out, weights.outputNorm());
            output = linear(out, weights.output());
            device.synchronize();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Layer layer(Device device, Weights.Layer from, boolean withExperts) {
        Uploading dense = new Uploading(device, denseBytes(from));
        buffers.add(dense);
        Norm attentionNorm = norm(dense, from.attentionNorm());
        Linear query = linear(dense, from.query());
        Linear key = linear(dense, from.key());
        Linear value = linear(dense, from.value());
        Linear attentionOutput = linear(dense, from.attentionOutput());
        Norm feedForwardNorm = norm(dense, from.feedForwardNorm());
        DevicePlace router = dense.add(from.router().data());
        Optional<Experts> experts = withExperts ? Optional.of(experts(device, from)) : Optional.empty();
        return new Layer(attentionNorm, query, key, value, attentionOutput, feedForwardNorm, router, experts);
    }

    private Experts experts(Device device, Weights.Layer from) {
        Uploading all = new Uploading(device, expertBytes(from));
        buffers.add(all);
        return new Experts(experts(all, from.gate()), experts(all, from.up()), experts(all, from.down()));
    }

    private static DeviceExperts experts(Uploading to, List<Matrix> each) {
        List<DeviceMatrix> sent = each.stream().map(to::add).toList();
        return new DeviceExperts(
                sent.getFirst(),
                sent.size(),
                Uploading.padded(each.getFirst().data().byteSize()));
    }

    private static Norm norm(Uploading to, Weights.Norm from) {
        return new Norm(to.add(from.weight()), to.add(from.bias()));
    }

    private static Linear linear(Uploading to, Weights.Linear from) {
        return new Linear(to.add(from.weight()), to.add(from.bias()));
    }

    /// Bytes on the card of all that every token needs.
    static long denseBytes(Weights weights) {
        long bytes = bytes(weights.outputNorm()) + bytes(weights.output());
        for (Weights.Layer layer : weights.layers()) bytes += denseBytes(layer);
        return bytes;
    }

    private static long denseBytes(Weights.Layer layer) {
        return bytes(layer.attentionNorm())
                + bytes(layer.query())
                + bytes(layer.key())
                + bytes(layer.value())
                + bytes(layer.attentionOutput())
                + bytes(layer.feedForwardNorm())
                + bytes(layer.router());
    }

    /// Bytes on the card of all experts of a layer.
    static long expertBytes(Weights.Layer layer) {
        long bytes = 0;
        for (int e = 0; e < layer.gate().size(); e++) bytes += expertBytes(layer, e);
        return bytes;
    }

    /// Bytes on the card of one expert.
    static long expertBytes(Weights.Layer layer, int expert) {
        return bytes(layer.gate().get(expert))
                + bytes(layer.up().get(expert))
                + bytes(layer.down().get(expert));
    }

    /// Bytes on the card of the largest expert of all layers.
    static long largestExpert(Weights weights) {
        long largest = 0;
        for (Weights.Layer layer : weights.layers())
            for (int e = 0; e < layer.gate().size(); e++) largest = Math.max(largest, expertBytes(layer, e));
        return largest;
    }

    private static long bytes(Matrix matrix) {
        return Uploading.padded(matrix.data().byteSize());
    }

    private static long bytes(Weights.Norm norm) {
        return 2 * Uploading.padded(4L * norm.weight().length);
    }

    private static long bytes(Weights.Linear linear) {
        return bytes(linear.weight()) + Uploading.padded(4L * linear.bias().length);
    }

    Layer layer(int i) {
        return layers.get(i);
    }

    Norm outputNorm() {
        return outputNorm;
    }

    Linear output() {
        return output;
    }

    @Override
    public void close() {
        buffers.forEach(Uploading::close);
        buffers.clear();
    }
}
