package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.engine.model.EmulatedCard;
import polymath.engine.model.OffloadedPhiMoe;
import polymath.engine.tensor.GgmlType;

/// The model on a card that an emulator stands in for, computed as exactly as on the processor, against the same
/// numbers of an independent implementation.
class OffloadedFixturesTest {
    private static final int BLOCK = 16;
    private static final int CAPACITY = 128;
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
        EmulatedCard.Use exact = EmulatedCard.Use.exact(GgmlType.F32, BLOCK, CAPACITY);
        EmulatedCard.Use use = switch (way) {
            case RESIDENT -> exact;
            case STREAMED -> exact.streaming(1);
            case HYBRID -> exact.streaming(Integer.MAX_VALUE);
        };
        try (EmulatedCard card = new EmulatedCard(Fixtures.resource(name + ".gguf"));
                OffloadedPhiMoe phi = card.offloaded(use)) {
            for (JsonElement element :
                    Fixtures.json(Fixtures.resource(name + ".json")).getAsJsonArray("cases"))
                ReferenceFixturesTest.check(phi, element.getAsJsonObject(), ANSWER);
            assertThat(card.lost).isEmpty();
            assertThat(phi.usesCard()).isTrue();
        }
    }
}
