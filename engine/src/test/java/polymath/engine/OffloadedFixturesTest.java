package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.EmulatedCudaDriver;
import polymath.engine.cuda.Placement;
import polymath.engine.gguf.GgufFile;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.OffloadedPhiMoe;
import polymath.engine.model.PhiMoe;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;

/// The model on a card that an emulator stands in for, computed as exactly as on the processor, against the same
/// numbers of an independent implementation.
class OffloadedFixturesTest {
    private static final long CARD_BYTES = 4L << 30;
    private static final int BLOCK = 16;
    /// Tokens of the answer: the second passes the length at which the rotary factors change, in one of the cases.
    private static final int ANSWER = 2;

    /// Where the experts are.
    enum Way {
        /// All on the card.
        RESIDENT,
        /// All sent for every step.
        STREAMED,
        /// All computed by the processor.
        HYBRID
    }

    static Stream<Arguments> everyFixtureAndWay() {
        Stream<Arguments> resident = Stream.of("tiny-f32", "longrope-f32", "mix-f16", "legacy-quants", "kquants")
                .map(name -> Arguments.of(name, Way.RESIDENT));
        Stream<Arguments> others = Stream.of("tiny-f32", "legacy-quants")
                .flatMap(name -> Stream.of(Way.STREAMED, Way.HYBRID).map(way -> Arguments.of(name, way)));
        return Stream.concat(resident, others);
    }

    @ParameterizedTest
    @MethodSource("everyFixtureAndWay")
    void theCardComputesWhatTheReferenceDoes(String name, Way way) throws Exception {
        List<CudaException> lost = new java.util.ArrayList<>();
        try (GgufFile file = GgufFile.open(Fixtures.resource(name + ".gguf"));
                Kernels kernels = Kernels.select(Kernels.Choice.AUTO, 2, new StopSignal())) {
            ModelConfig config = ModelConfig.read(file.metadata());
            Weights weights = Weights.read(file, config);
            int capacity = 128;
            Placement.Sizes sizes =
                    OffloadedPhiMoe.sizes(config, weights, GgmlType.F32, capacity, BLOCK, Element.F32.bytes());
            Placement placement = Placement.of(
                    sizes,
                    CARD_BYTES,
                    new Placement.Wish(
                            way == Way.RESIDENT ? OptionalInt.empty() : OptionalInt.of(0), OptionalLong.empty()));
            EmulatedCudaDriver driver = new EmulatedCudaDriver(CARD_BYTES);
            driver.use(0);
            OffloadedPhiMoe.Plan plan = new OffloadedPhiMoe.Plan(
                    placement,
                    kernels,
                    BLOCK,
                    capacity,
                    GgmlType.F32,
                    way == Way.HYBRID ? Integer.MAX_VALUE : 1,
                    Element.F32);
            try (OffloadedPhiMoe phi = OffloadedPhiMoe.of(
                    new PhiMoe(config, weights, kernels, BLOCK), weights, plan, driver, Optional.empty(), lost::add)) {
                for (JsonElement element :
                        Fixtures.json(Fixtures.resource(name + ".json")).getAsJsonArray("cases"))
                    ReferenceFixturesTest.check(phi, element.getAsJsonObject(), ANSWER);
                assertThat(lost).isEmpty();
                assertThat(phi.usesCard()).isTrue();
            }
        }
    }
}
