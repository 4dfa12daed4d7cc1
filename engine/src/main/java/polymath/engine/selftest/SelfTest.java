package polymath.engine.selftest;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import polymath.engine.Cards;
import polymath.engine.cuda.Cublas;
import polymath.engine.cuda.DeviceCheck;
import polymath.engine.cuda.Element;
import polymath.engine.kernel.Kernels;
import polymath.engine.selftest.ModelFinding.Wanted;
import polymath.engine.selftest.ModelTrial.Lengths;
import polymath.engine.selftest.ModelTrial.Way;
import polymath.engine.tensor.GgmlType;

/// Tries all of a card: copies, cuBLAS, every kernel, a tiny model, and the model that is asked for.
///
/// All methods throw [CudaException] when the card fails.
public final class SelfTest {
    private static final int PRODUCT_SIZE = 4096;
    private static final int SMALL_PRODUCT_SIZE = 64;

    private final Cards cards;
    private final Kernels processor;
    private final Wish wish;
    private final Consumer<String> progress;

    /// What is to be tried.
    ///
    /// @param device see [Cards#open]
    /// @param copyMegabytes size of what is copied
    /// @param small whether all is tiny, which says nothing about speed
    /// @param full whether a model of full shape with random weights is tried
    /// @param model one that is tried, from a file
    /// @param megabytes of the card, with which the last model is tried once more; 0 for not
    public record Wish(
            int device, int copyMegabytes, boolean small, boolean full, Optional<TriedModel> model, int megabytes) {}

    /// That no card can be used.
    public static final class NoCardException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoCardException(String reason) {
            super(reason);
        }
    }

    /// @param progress is told what comes next
    public SelfTest(Cards cards, Kernels processor, Wish wish, Consumer<String> progress) {
        this.cards = cards;
        this.processor = processor;
        this.wish = wish;
        this.progress = progress;
    }

    /// @throws NoCardException if there is none
    public SelfTestReport run() {
        Cards.Card card = open();
        DeviceCheck.Copies copies;
        List<SelfTestReport.Product> products = new ArrayList<>();
        List<KernelFinding> kernels;
        Optional<String> cublas;
        try {
            DeviceCheck check = new DeviceCheck(card.driver());
            progress.accept("copies");
            copies = check.copies((long) wish.copyMegabytes() << 20);
            cublas = card.cublas().map(library -> "%d, %s".formatted(library.version(), card.half()));
            progress.accept("products of cuBLAS");
            card.cublas().ifPresent(library -> multiply(check, library, card.half(), products));
            progress.accept("kernels");
            kernels = KernelTrial.run(
                    card.driver(), processor, wish.small() ? List.of(Shape.SMALL) : List.of(Shape.SMALL, Shape.FULL));
        } finally {
            card.close();
        }
        return new SelfTestReport(
                card.device().name(),
                "%s, %d threads"
                        .formatted(processor.description(), processor.pool().threads()),
                copies,
                cublas,
                products,
                kernels,
                models(card.half()));
    }

    private Cards.Card open() {
        return switch (cards.open(wish.device())) {
            case Cards.None none -> throw new NoCardException(none.reason());
            case Cards.Card card -> card;
        };
    }

    private void multiply(DeviceCheck check, Cublas cublas, Element half, List<SelfTestReport.Product> products) {
        int size = wish.small() ? SMALL_PRODUCT_SIZE : PRODUCT_SIZE;
        for (int n : wish.small() ? new int[] {16} : new int[] {64, 512, 4096})
            products.add(new SelfTestReport.Product(
                    n, size, check.products(cublas, Cublas.Half.valueOf(half.name()), n, size, size)));
    }

    private List<ModelFinding> models(Element half) {
        List<ModelFinding> findings = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            TriedModel exact = RandomModel.tiny(GgmlType.F32, arena);
            TriedModel tiny = RandomModel.tiny(GgmlType.Q4_0, arena);
            Way plain = new Way(Element.F32, GgmlType.F32, 0, Wanted.EXACT);
            Way rounded = new Way(half, GgmlType.F16, 0, Wanted.RANDOM);
            findings.add(run(exact, Lengths.SMALL, plain));
            findings.add(run(tiny, Lengths.SMALL, rounded));
            Lengths lengths = wish.small() ? Lengths.SMALL : Lengths.FULL;
            if (wish.model().isPresent()) {
                findings.addAll(runBoth(wish.model().get(), lengths, half, Wanted.ROUNDED));
            } else if (wish.full()) {
                findings.addAll(runBoth(RandomModel.full(GgmlType.Q4_0, arena), lengths, half, Wanted.FIRST_BLOCK));
            } else if (wish.megabytes() > 0) {
                findings.add(run(tiny, Lengths.SMALL, new Way(half, GgmlType.F16, wish.megabytes(), Wanted.RANDOM)));
            }
        }
        return findings;
    }

    private List<ModelFinding> runBoth(TriedModel model, Lengths lengths, Element half, Wanted wanted) {
        List<ModelFinding> findings = new ArrayList<>();
        findings.add(run(model, lengths, new Way(half, GgmlType.F16, 0, wanted)));
        if (wish.megabytes() > 0)
            findings.add(run(model, lengths, new Way(half, GgmlType.F16, wish.megabytes(), wanted)));
        return findings;
    }

    private ModelFinding run(TriedModel model, Lengths lengths, Way way) {
        progress.accept(way.streaming() ? "%s in %d MiB".formatted(model.name(), way.megabytes()) : model.name());
        return new ModelTrial(model, lengths, processor).run(open(), way);
    }
}
