package polymath.app.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import polymath.app.ScriptedEngine;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.MemoryPlan;

class ContextCostTest {
    private static final ContextCost COST = ContextCost.of(ScriptedEngine.PLAN, KvType.F16, ScriptedEngine.MODEL);

    @Test
    void theCostGrowsInStepWithTheTokensAndThePrecision() {
        assertThat(COST.bytes(32_768, KvType.F16)).isEqualTo(4_300_000_000L);
        assertThat(COST.bytes(65_536, KvType.F16)).isEqualTo(8_600_000_000L);
        assertThat(COST.bytes(32_768, KvType.F32)).isEqualTo(8_600_000_000L);
        assertThat(COST.bytes(32_768, KvType.Q8)).isEqualTo(2_284_375_000L);
        assertThat(COST.totalBytes(32_768, KvType.F16)).isEqualTo(30_000_000_000L);
    }

    @Test
    void aPlanOfAnotherPrecisionSaysTheSame() {
        MemoryPlan q8 = new MemoryPlan(
                25_300_000_000L, 2_284_375_000L, 400_000_000L, 64_000_000_000L, 50_000_000_000L, 32_768, 131_072);
        ContextCost other = ContextCost.of(q8, KvType.Q8, ScriptedEngine.MODEL);
        assertThat(other.bytes(32_768, KvType.F16)).isEqualTo(4_300_000_000L);
    }

    @Test
    void whatDoesNotFitIsKnownBeforeItIsTried() {
        MemoryPlan tight = new MemoryPlan(
                25_300_000_000L, 4_300_000_000L, 400_000_000L, 32_000_000_000L, 30_000_000_000L, 32_768, 32_768);
        ContextCost cost = ContextCost.of(tight, KvType.F16, ScriptedEngine.MODEL);
        assertThat(cost.fits(32_768, KvType.F16)).isTrue();
        assertThat(cost.fits(65_536, KvType.F16)).isFalse();
        assertThat(cost.fittingTokens(KvType.F16)).isBetween(32_767, 32_768);
        assertThat(cost.fittingTokens(KvType.Q8)).isGreaterThan(60_000);
    }

    @Test
    void whereFreeMemoryIsUnknownNothingIsRefused() {
        MemoryPlan unknown = new MemoryPlan(1_000, 4_096, 0, 0, 0, 4_096, 131_072);
        ContextCost cost = ContextCost.of(unknown, KvType.F16, ScriptedEngine.MODEL);
        assertThat(cost.fits(131_072, KvType.F32)).isTrue();
        assertThat(cost.fittingTokens(KvType.F32)).isEqualTo(131_072);
    }
}
