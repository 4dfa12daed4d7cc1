package polymath.engine.model;

import static polymath.engine.model.DeviceWorkspace.Piece.*;

import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Placement;
import polymath.engine.kernel.Kernels;

/// [PhiMoe] on a graphics card, line by line. Many tokens are read: matrices become halves for products with all of
/// them. A few are written: matrices stay as they are, and experts that have no place on the card are computed by the
/// processor, unless so many tokens come that sending them pays.
///
/// Belongs to the driver's thread. All methods throw [polymath.engine.cuda.CudaException] when the card fails, and the
/// cache is then as before.
final class DevicePhiMoe {
    private final Device device;
    private final ModelConfig config;
    private final Weights source;
    private final Kernels kernels;
    private final Placement placement;
    private final int breakEven;
    private final LongRope rope;
    private final DeviceWeights weights;
    private final DeviceWorkspace workspace;
    private final DeviceProducts products;
    private final Optional<ExpertRing> ring;
    private final DeviceAttention attention;
    private final DeviceMixture mixture;
    private final Experts experts; // on the processor
    private final DeviceKv kv;
    private final DeviceGraphs graphs;
    private final HostBuffer host; // for what is fetched and waited for
    private final HostBuffer input; // in use during a step
    private final float[] x; // [n, dim]
    private final float[] branch; // [n, dim]
    private final float[] cos; // [n, headSize / 2]
    private final float[] sin; // [n, headSize / 2]

    DevicePhiMoe(Device device, ModelConfig config, Weights source, OffloadedPhiMoe.Plan plan) {
        this.device = device;
        this.config = config;
        this.source = source;
        kernels = plan.kernels();
        placement = plan.placement();
        breakEven = plan.breakEven();
        rope = new LongRope(config, source.shortFactors(), source.longFactors());
        int n = plan.maxTokens();
        int dim = config.embeddingLength();
        weights = new DeviceWeights(device, source, placement.expertLayers());
        workspace = new DeviceWorkspace(device, config, n, source.vocabularySize());
        products = new DeviceProducts(device, workspace);
        ring = placement.whole()
                ? Optional.empty()
                : Optional.of(new ExpertRing(
                        device, kernels.pool(), Placement.RING_EXPERTS, DeviceWeights.largestExpert(source)));
        host = new HostBuffer(device.driver(), 4L * Math.max(Math.max(n * dim, source.vocabularySize()), 2 * n + 64));
        input = new HostBuffer(device.driver(), 4L * (n * dim + n * config.headSize() + 1));
        graphs = new DeviceGraphs(device);
        attention = new DeviceAttention(device, config, workspace, products);
        mixture = new DeviceMixture(device, config, workspace, products, host, ring);
        experts = new Experts(config, kernels, n);
        kv = new DeviceKv(device, config, kernels, DeviceKv.elementFor(plan.kvType()), plan.capacity());
        x = new float[n * dim];
        branch = new float[x.length];
        cos = new float[n * config.headSize() / 2];
        sin = new float[cos.length];
    }

    /// See [ForwardPass#forward]; the cache's blocks are computed, which may be fewer than the model's.
    void forward(
            KvCache cache, int[] tokens, int from, int n, int totalTokens, float[] logits, ForwardObserver observer) {
        LongRope.Factors factors = rope.factorsFor(totalTokens);
        cache.turnTo(n, factors);
        kv.follow(cache);
        begin(tokens, from, n, factors);
        if (isRecorded(cache, n, observer)) {
            checkStop();
            graphs.launch(DeviceAttention.pieces(from + 1), this::write);
            fetchLogits(logits, 0);
            observer.layerDone(config.blockCount() - 1, n, x);
        } else {
            compute(cache.blockCount(), from, n, observer);
            logits(n, logits);
        }
        kv.advance(cache, n);
    }

    private boolean isRecorded(KvCache cache, int n, ForwardObserver observer) {
        return n == 1
                && placement.whole()
                && !products.reads(1)
                && !observer.wantsNumbers()
                && cache.blockCount() == config.blockCount();
    }

    private void compute(int blocks, int firstPosition, int n, ForwardObserver observer) {
        for (int i = 0; i < blocks; i++) {
            checkStop();
            block(i, DeviceAttention.pieces(firstPosition + n), n, observer);
            if (observer.wantsNumbers())
                host.fetch(workspace.at(X), x, 0, n * config.embeddingLength(), device.compute());
            observer.layerDone(i, n, x);
        }
        norm(weights.outputNorm(), n);
    }

    private void checkStop() {
        if (kernels.pool().stop().isRaised()) throw new CancellationException();
    }

    private void block(int i, int pieces, int n, ForwardObserver observer) {
        DeviceWeights.Layer layer = weights.layer(i);
        norm(layer.attentionNorm(), n);
        attention.forward(layer, kv.layer(i), pieces, n);
        norm(layer.feedForwardNorm(), n);
        if (placement.holdsExperts(i) || n >= breakEven)
            mixture.forward(layer, source.layers().get(i), i, n, observer);
        else mixHere(source.layers().get(i), i, n, observer);
    }

    /// One token through all blocks to its logits, as it is recorded: all that differs between two of them is in the
    /// card's memory, but for the number of pieces.
    private void write(int pieces) {
        for (int i = 0; i < config.blockCount(); i++) block(i, pieces, 1, ForwardObserver.NONE);
        norm(weights.outputNorm(), 1);
        products.logits(weights.output(), workspace.at(H), workspace.at(LOGITS));
    }

    /// Sends the tokens' rows, the angles of their positions, and the first position: all that differs between two
    /// steps that write.
    private void begin(int[] tokens, int from, int n, LongRope.Factors factors) {
        long stream = device.compute();
        int dim = config.embeddingLength();
        int angles = n * config.headSize() / 2;
        for (int t = 0; t < n; t++) kernels.dequantize(source.tokenEmbedding(), tokens[from + t], x, t * dim);
        rope.table(factors, from, n, cos, sin);
        input.send(x, n * dim, 0, workspace.at(X), stream);
        input.send(cos, angles, 4L * n * dim, workspace.at(COS), stream);
        input.send(sin, angles, 4L * (n * dim + angles), workspace.at(SIN), stream);
        long at = 4L * (n * dim + 2 * angles);
        input.memory().set(ValueLayout.JAVA_INT, at, from);
        DevicePlace position = workspace.at(POSITION);
        position.buffer().write(position.at(), input.memory().asSlice(at, 4), stream);
    }

    private void norm(DeviceWeights.Norm norm, int n) {
        device.kernels()
                .tokens()
                .layerNorm(
                        workspace.at(X),
                        norm.weight(),
                        norm.bias(),
                        config.layerNormEpsilon(),
                        workspace.at(H),
                        n,
                        config.embeddingLength(),
                        device.compute());
    }

    /// `x += experts(h)`, by the processor.
    private void mixHere(Weights.Layer layer, int index, int n, ForwardObserver observer) {
        int dim = config.embeddingLength();
        host.fetch(workspace.at(H), x, 0, n * dim, device.compute());
        Arrays.fill(branch, 0, n * dim, 0);
        experts.addTo(branch, layer, index, x, n, observer);
        host.send(branch, n * dim, 0, workspace.at(BRANCH), device.compute());
        device.kernels().tokens().add(workspace.at(X), workspace.at(BRANCH), (long) n * dim, device.compute());
        device.synchronize(); // the memory here is used again
    }

    private void logits(int n, float[] logits) {
        int vocabulary = source.vocabularySize();
        int first = logits.length >= n * vocabulary ? 0 : n - 1;
        for (int t = first; t < n; t++) {
            products.logits(
                    weights.output(), workspace.at(H).plus(4L * t * config.embeddingLength()), workspace.at(LOGITS));
            fetchLogits(logits, (t - first) * vocabulary);
        }
    }

    private void fetchLogits(float[] logits, int at) {
        host.fetch(workspace.at(LOGITS), logits, at, source.vocabularySize(), device.compute());
    }

    /// Whether all that a cache has can be had on the card; if not, it was lost there.
    boolean knows(KvCache cache) {
        return kv.knows(cache);
    }

    /// Gives everything back; a card that does not even take that is left to the end of the process.
    void closeQuietly() {
        kv.forget();
        device.closeQuietly();
    }
}
