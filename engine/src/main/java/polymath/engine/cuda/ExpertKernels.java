package polymath.engine.cuda;

import java.util.EnumMap;
import java.util.Map;

/// The router, and what stands around the experts' products. A slot is token * 2 + 0 or 1, for a token's first or
/// second expert; a place is where a slot comes when slots are sorted by expert. See [DeviceKernels] for what holds for
/// all.
public final class ExpertKernels {
    private static final int THREADS = 256;
    private static final int SORT_THREADS = 512;
    /// Threads that take a token of the mixer.
    private static final int WARP = 32;

    private static final int MOST_EXPERTS = 256;
    /// Tokens from which on a block of threads computes more than one logit, and how many tokens and experts it takes.
    private static final int ROUTER_MANY = 32;

    private static final int ROUTER_TILE = 4;

    private final KernelLauncher launcher;
    private final long routerFew;
    private final long routerMany;
    private final long sparseMixer;
    private final long sort;
    private final Map<Element, Long> gather = new EnumMap<>(Element.class);
    private final Map<Element, Long> swiGlu = new EnumMap<>(Element.class);
    private final long swiGluRows;
    private final long combine;

    ExpertKernels(KernelLauncher launcher) {
        this.launcher = launcher;
        long module = launcher.load("experts");
        routerFew = launcher.function(module, "router_few");
        routerMany = launcher.function(module, "router_many");
        sparseMixer = launcher.function(module, "sparse_mixer");
        sort = launcher.function(module, "sort_experts");
        for (Element element : Element.values()) {
            gather.put(element, launcher.function(module, "gather_rows" + element.suffix()));
            swiGlu.put(element, launcher.function(module, "swiglu" + element.suffix()));
        }
        swiGluRows = launcher.function(module, "swiglu_rows");
        combine = launcher.function(module, "combine");
    }

    /// `logits = h · weightsᵀ`, `h` [n, cols], `weights` [experts, cols], `logits` [n, experts], all float32 and each
    /// logit summed in the same order whatever n.
    public void router(
            DevicePlace h, DevicePlace weights, DevicePlace logits, int n, int experts, int cols, long stream) {
        launcher.arguments()
                .add(h.words((long) n * cols))
                .add(weights.words((long) experts * cols))
                .add(logits.words((long) n * experts))
                .add(n)
                .add(experts)
                .add(cols);
        if (n < ROUTER_MANY) {
            launcher.launch(routerFew, Grid.of(n, experts, THREADS), stream);
        } else {
            int tokens = (int) KernelLauncher.blocks(n, ROUTER_TILE);
            int columns = (int) KernelLauncher.blocks(experts, ROUTER_TILE);
            launcher.launch(routerMany, Grid.of(tokens, columns, THREADS), stream);
        }
    }

    /// Chooses two experts for each token, as the CPU does: `logits` [n, experts], `ids` [n, 2] int32, `weights` [n,
    /// 2].
    ///
    /// @param epsilon the model's router jitter noise
    public void sparseMixer(
            DevicePlace logits, float epsilon, DevicePlace ids, DevicePlace weights, int n, int experts, long stream) {
        KernelLauncher.within("experts", experts, 2, MOST_EXPERTS);
        launcher.arguments()
                .add(logits.words((long) n * experts))
                .add(ids.words(2L * n))
                .add(weights.words(2L * n))
                .add(n)
                .add(experts)
                .add(epsilon);
        launcher.launch(sparseMixer, (long) n * WARP, 64, stream);
    }

    /// Sorts the slots of `ids` [n, 2] by expert, and within an expert by slot: expert e has places `offsets[e]` to
    /// before `offsets[e + 1]`, place p holds slot `slotAt[p]`, slot s is at place `placeOf[s]`; all int32, `offsets`
    /// [experts + 1], the others [2n].
    public void sort(
            DevicePlace ids,
            DevicePlace offsets,
            DevicePlace slotAt,
            DevicePlace placeOf,
            int n,
            int experts,
            long stream) {
        KernelLauncher.within("experts", experts, 1, MOST_EXPERTS);
        KernelLauncher.within("n", n, 1, 1 << 20);
        launcher.arguments()
                .add(ids.words(2L * n))
                .add(offsets.words(experts + 1L))
                .add(slotAt.words(2L * n))
                .add(placeOf.words(2L * n))
                .add(2 * n)
                .add(experts);
        launcher.launch(sort, Grid.of(1, SORT_THREADS), stream);
    }

    /// Writes to each of the places the row of `h` [n, cols] of its slot's token: `slotAt` as [#sort] leaves it, `out`
    /// [places, cols] of `element`.
    ///
    /// @param places from the one that `slotAt` and `out` begin with on
    public void gather(
            DevicePlace h,
            int n,
            DevicePlace slotAt,
            Element element,
            DevicePlace out,
            int places,
            int cols,
            long stream) {
        launcher.arguments()
                .add(h.words((long) n * cols))
                .add(slotAt.words(places))
                .add(out.address((long) places * cols * element.bytes(), element.bytes()))
                .add(cols);
        launcher.launch(KernelLauncher.of(gather, element), Grid.of(places, columns(cols), THREADS), stream);
    }

    /// `out = gate * sigmoid(gate) * up`, `count` numbers, `gate` and `up` float32, `out` of `element`; as float32 it
    /// may be one of them.
    public void swiGlu(DevicePlace gate, DevicePlace up, Element element, DevicePlace out, long count, long stream) {
        launcher.arguments()
                .add(gate.words(count))
                .add(up.words(count))
                .add(out.address(count * element.bytes(), element.bytes()))
                .add(count);
        launcher.launch(KernelLauncher.of(swiGlu, element), count, THREADS, stream);
    }

    /// The same of `gate` and `up` [n, cols] as rows in 8 bits, see [WeightKernels#quantizeRows].
    public void swiGluRows(DevicePlace gate, DevicePlace up, DevicePlace out, int n, int cols, long stream) {
        long count = (long) n * cols;
        launcher.arguments()
                .add(gate.words(count))
                .add(up.words(count))
                .add(out.address(n * WeightKernels.quantizedRowBytes(cols), 16))
                .add(n)
                .add(cols);
        launcher.launch(swiGluRows, count, 128, stream);
    }

    /// `out[t] = w0 · down[2t] + w1 · down[2t + 1]`, or `out[t] +=` if `add`: `down` [2n, cols] by slot, `weights`
    /// [n, 2], `out` [n, cols].
    public void combine(
            DevicePlace down, DevicePlace weights, DevicePlace out, int n, int cols, boolean add, long stream) {
        combine(down, 0, weights, out, n, cols, add, stream);
    }

    /// The same with `down` [2n, cols] by place, where `placeOf` [2n] of [#sort] says.
    public void combineSorted(
            DevicePlace down,
            DevicePlace placeOf,
            DevicePlace weights,
            DevicePlace out,
            int n,
            int cols,
            boolean add,
            long stream) {
        combine(down, placeOf.words(2L * n), weights, out, n, cols, add, stream);
    }

    private void combine(
            DevicePlace down,
            long placeOf,
            DevicePlace weights,
            DevicePlace out,
            int n,
            int cols,
            boolean add,
            long stream) {
        launcher.arguments()
                .add(down.words(2L * n * cols))
                .add(placeOf)
                .add(weights.words(2L * n))
                .add(out.words((long) n * cols))
                .add(cols)
                .add(add ? 1 : 0);
        launcher.launch(combine, Grid.of(n, columns(cols), THREADS), stream);
    }

    private static int columns(int cols) {
        return (int) KernelLauncher.blocks(cols, THREADS);
    }
}
