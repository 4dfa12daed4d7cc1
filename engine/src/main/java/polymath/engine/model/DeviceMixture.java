package polymath.engine.model;

import static polymath.engine.model.DeviceWorkspace.Piece.*;

import java.util.Optional;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.ExpertKernels;

/// The feed-forward half of a block on a card, the twin of [Experts]: `x += w1 F_e1(h) + w2 F_e2(h)`.
///
/// Belongs to the driver's thread.
final class DeviceMixture {
    private final Device device;
    private final ModelConfig config;
    private final DeviceWorkspace workspace;
    private final DeviceProducts products;
    private final HostBuffer host;
    private final Optional<ExpertRing> ring;
    private final int[] offsets; // [experts + 1]

    /// @param host at least [n, 2] numbers
    /// @param ring for experts that are not on the card
    DeviceMixture(
            Device device,
            ModelConfig config,
            DeviceWorkspace workspace,
            DeviceProducts products,
            HostBuffer host,
            Optional<ExpertRing> ring) {
        this.device = device;
        this.config = config;
        this.workspace = workspace;
        this.products = products;
        this.host = host;
        this.ring = ring;
        offsets = new int[config.expertCount() + 1];
    }

    /// Routes the step's `h`, and adds the experts' answers to its `x`.
    ///
    /// @param source the layer in memory, for experts that are not on the card
    void forward(DeviceWeights.Layer layer, Weights.Layer source, int index, int n, ForwardObserver observer) {
        ExpertKernels kernels = device.kernels().experts();
        long stream = device.compute();
        int experts = config.expertCount();
        kernels.router(
                workspace.at(H), layer.router(), workspace.at(SCORES), n, experts, config.embeddingLength(), stream);
        kernels.sparseMixer(
                workspace.at(SCORES),
                config.routerJitterNoise(),
                workspace.at(IDS),
                workspace.at(CHOSEN),
                n,
                experts,
                stream);
        if (observer.wantsNumbers()) tell(index, n, observer);
        if (layer.experts().isPresent() && !products.reads(n))
            write(layer.experts().get(), n);
        else read(layer, source, n);
    }

    private void tell(int index, int n, ForwardObserver observer) {
        int[] ids = new int[2 * n];
        float[] weights = new float[2 * n];
        host.fetch(workspace.at(IDS), ids, 2 * n, device.compute());
        host.fetch(workspace.at(CHOSEN), weights, 0, 2 * n, device.compute());
        observer.routed(index, n, ids, weights);
    }

    /// Slot by slot, each with its own expert.
    private void write(DeviceWeights.Experts experts, int n) {
        long stream = device.compute();
        int slots = 2 * n;
        int ffn = config.feedForwardLength();
        var weights = device.kernels().weights();
        products.narrow(workspace.at(H), n, config.embeddingLength());
        DevicePlace in = products.input(experts.gate().first(), workspace.at(H));
        long beside = device.fork();
        weights.multiplyExperts(experts.gate(), workspace.at(IDS), in, 2, workspace.at(GATE), slots, stream);
        in = products.input(experts.up().first(), workspace.at(H));
        weights.multiplyExperts(experts.up(), workspace.at(IDS), in, 2, workspace.at(UP), slots, beside);
        device.join();
        DevicePlace product = workspace.at(GATE);
        if (experts.down().first().takesQuantizedRows()) {
            product = workspace.at(PRODUCT);
            device.kernels().experts().swiGluRows(workspace.at(GATE), workspace.at(UP), product, slots, ffn, stream);
        } else {
            device.kernels()
                    .experts()
                    .swiGlu(product, workspace.at(UP), Element.F32, product, (long) slots * ffn, stream);
        }
        weights.multiplyExperts(experts.down(), workspace.at(IDS), product, 1, workspace.at(DOWN), slots, stream);
        device.kernels()
                .experts()
                .combine(
                        workspace.at(DOWN),
                        workspace.at(CHOSEN),
                        workspace.at(X),
                        n,
                        config.embeddingLength(),
                        true,
                        stream);
    }

    /// Expert by expert, each with all of its slots.
    private void read(DeviceWeights.Layer layer, Weights.Layer source, int n) {
        long stream = device.compute();
        ExpertKernels kernels = device.kernels().experts();
        int experts = config.expertCount();
        kernels.sort(
                workspace.at(IDS),
                workspace.at(OFFSETS),
                workspace.at(SLOT_AT),
                workspace.at(PLACE_OF),
                n,
                experts,
                stream);
        host.fetch(workspace.at(OFFSETS), offsets, experts + 1, stream);
        for (int e = 0; e < experts; e++) {
            if (offsets[e] == offsets[e + 1]) continue;
            if (layer.experts().isPresent()) {
                DeviceWeights.Experts all = layer.experts().get();
                answer(all.gate().expert(e), all.up().expert(e), all.down().expert(e), e, n);
            } else {
                ExpertRing.Expert sent = ring.orElseThrow().send(source, e);
                answer(sent.gate(), sent.up(), sent.down(), e, n);
                ring.orElseThrow().done(sent);
            }
        }
        kernels.combineSorted(
                workspace.at(DOWN),
                workspace.at(PLACE_OF),
                workspace.at(CHOSEN),
                workspace.at(X),
                n,
                config.embeddingLength(),
                true,
                stream);
    }

    private void answer(DeviceMatrix gate, DeviceMatrix up, DeviceMatrix down, int expert, int n) {
        long stream = device.compute();
        int dim = config.embeddingLength();
        for (int from = offsets[expert]; from < offsets[expert + 1]; from += DeviceWorkspace.CHUNK) {
            int m = Math.min(DeviceWorkspace.CHUNK, offsets[expert + 1] - from);
            device.kernels()
                    .experts()
                    .gather(
                            workspace.at(H),
                            n,
                            workspace.at(SLOT_AT).plus(4L * from),
                            device.half(),
                            workspace.at(GATHERED),
                            m,
                            dim,
                            stream);
            products.multiply(gate, workspace.at(GATHERED), workspace.at(GATE), m);
            products.multiply(up, workspace.at(GATHERED), workspace.at(UP), m);
            device.kernels()
                    .experts()
                    .swiGlu(
                            workspace.at(GATE),
                            workspace.at(UP),
                            device.half(),
                            workspace.at(PRODUCT),
                            (long) m * config.feedForwardLength(),
                            stream);
            products.multiply(down, workspace.at(PRODUCT), workspace.at(DOWN).plus(4L * from * dim), m);
        }
    }
}
