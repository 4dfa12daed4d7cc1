package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.engine.cuda.Placement.Sizes;
import polymath.engine.cuda.Placement.Wish;

class PlacementTest {
    private static final long GB = 1_000_000_000L;
    /// The whole model as Q4_0 with a context of 4,096 tokens.
    private static final Sizes Q4_0 =
            new Sizes(870_000_000L, Collections.nCopies(32, 708_000_000L), 44_200_000L, 540_000_000L, 450_000_000L);

    @ParameterizedTest
    @CsvSource({
        "2, false, 0",
        "4, true, 0",
        "8, true, 6",
        "12, true, 11",
        "16, true, 17",
        "24, true, 27",
        "26, true, 30",
        "32, true, 32"
    })
    void aCardTakesTheExpertsOfAsManyLayersAsFit(long gigabytes, boolean fits, int layers) {
        Placement plan = Placement.of(Q4_0, gigabytes * GB, Wish.AUTO);
        assertThat(plan.fits()).isEqualTo(fits);
        assertThat(plan.expertLayers()).isEqualTo(layers);
    }

    @Test
    void nothingIsOnItsWayWhenAllStay() {
        Placement plan = Placement.of(Q4_0, 40 * GB, Wish.AUTO);
        assertThat(plan.whole()).isTrue();
        assertThat(plan.ringBytes()).isZero();
        assertThat(Placement.of(Q4_0, 16 * GB, Wish.AUTO).ringBytes()).isPositive();
    }

    @Test
    void theUsersWishIsALimit() {
        assertThat(Placement.of(Q4_0, 40 * GB, new Wish(OptionalInt.of(5), OptionalLong.empty()))
                        .expertLayers())
                .isEqualTo(5);
        Placement streaming = Placement.of(Q4_0, 40 * GB, new Wish(OptionalInt.empty(), OptionalLong.of(4 * GB)));
        assertThat(streaming.fits()).isTrue();
        assertThat(streaming.bytes()).isLessThanOrEqualTo(4 * GB);
        assertThat(streaming.expertLayers()).isEqualTo(1);
        assertThat(Placement.of(Q4_0, 40 * GB, new Wish(OptionalInt.of(99), OptionalLong.empty()))
                        .expertLayers())
                .isEqualTo(32);
    }

    @Test
    void noPlanTakesMoreThanThereIs() {
        long seed = 20261126;
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            Sizes sizes = new Sizes(
                    random.nextLong(1, 3 * GB),
                    random.longs(random.nextInt(1, 40), 1, 2 * GB).boxed().toList(),
                    random.nextLong(1, GB / 8),
                    random.nextLong(1, 17 * GB),
                    random.nextLong(1, GB));
            Placement plan = Placement.of(sizes, random.nextLong(0, 80 * GB), Wish.AUTO);
            if (plan.fits())
                assertThat(plan.bytes()).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(plan.budgetBytes());
            else assertThat(plan.expertLayers()).isZero();
            assertThat(plan.text()).isNotBlank();
        }
    }

    @Test
    void theMarginGrowsWithTheCard() {
        assertThat(Placement.of(Q4_0, 4L << 30, Wish.AUTO).budgetBytes()).isEqualTo((4L << 30) - (512L << 20));
        assertThat(Placement.of(Q4_0, 100 * GB, Wish.AUTO).budgetBytes()).isEqualTo(94 * GB);
        assertThat(Placement.of(Q4_0, 0, Wish.AUTO).budgetBytes()).isZero();
    }

    /// In the shape of the real model: 56 tokens at 300 GFLOP/s and 12 GB/s, 27 at 25 GB/s.
    @ParameterizedTest
    @CsvSource({"300, 12, 57", "300, 25, 27", "1000, 12, 188"})
    void sendingPaysFromSomeTokensOn(double gigaflops, double gigabytes, int tokens) {
        assertThat(Placement.breakEven(708_000_000L, 1_258_291_200L, 2.0 / 16, gigabytes * 1e9, gigaflops * 1e9))
                .isBetween(tokens - 1, tokens + 1);
    }
}
