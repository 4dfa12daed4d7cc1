package polymath.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polymath.engine.Fixtures;
import polymath.engine.cuda.DeviceFixture;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.kernel.Blocks;

/// The device's forms of what the model does itself on the processor.
class DeviceMatchesModelTest {
    private final Random random = new Random(8);
    private DeviceFixture device;

    @BeforeEach
    void start() {
        device = new DeviceFixture();
    }

    @AfterEach
    void end() {
        device.close();
    }

    @Test
    void theRouterChoosesTheSameExpertsInEveryReferenceCase() throws IOException {
        JsonArray cases = Fixtures.json(Fixtures.resource("router_cases.json")).getAsJsonArray("cases");
        assertThat(cases).hasSize(160);
        for (int c = 0; c < cases.size(); c++) {
            JsonArray values = cases.get(c).getAsJsonObject().getAsJsonArray("logits");
            float[] logits = new float[values.size()];
            for (int i = 0; i < logits.length; i++) logits[i] = values.get(i).getAsFloat();
            route(logits, 1, logits.length);
        }
    }

    @Test
    void theRouterChoosesTheSameExpertsForManyTokensWithTiesAmongThem() {
        float[] logits = Blocks.gaussian(200 * 16, random);
        for (int i = 0; i < logits.length; i += 3) logits[i] = Math.round(logits[i] * 2) / 2f;
        route(logits, 200, 16);
        route(new float[] {0, 0, 0, 0, -1, -1, -1, -1, Float.NaN, 1, 2, 3}, 3, 4);
    }

    private void route(float[] logits, int n, int experts) {
        int[] ids = new int[2 * n];
        float[] weights = new float[2 * n];
        SparseMixer.route(logits, n, experts, 0.01f, ids, weights);
        DevicePlace theirIds = device.room(8L * n);
        DevicePlace theirWeights = device.room(8L * n);
        device.kernels()
                .experts()
                .sparseMixer(device.upload(logits), 0.01f, theirIds, theirWeights, n, experts, device.stream());
        assertThat(device.ints(theirIds, 2 * n)).isEqualTo(ids);
        float[] actual = device.floats(theirWeights, 2 * n);
        // two forms of exp in double precision, then rounded: one unit in the last place
        for (int i = 0; i < actual.length; i++) {
            if (Float.isNaN(weights[i])) assertThat(actual[i]).isNaN();
            else assertThat(actual[i]).isCloseTo(weights[i], within(1.2e-7f));
        }
    }

    @Test
    void headsAreTurnedBitForBit() {
        int n = 5;
        int size = 32;
        float[] q = Blocks.gaussian(n * 3 * size, random);
        float[] k = Blocks.gaussian(n * size, random);
        float[] cos = Blocks.gaussian(n * size / 2, random);
        float[] sin = Blocks.gaussian(n * size / 2, random);
        DevicePlace theirQ = device.upload(q);
        DevicePlace theirK = device.upload(k);
        device.kernels()
                .tokens()
                .rope(theirQ, theirK, device.upload(cos), device.upload(sin), n, 3, 1, size, device.stream());
        ModelConfig config = new ModelConfig(1, 3 * size, 64, 3, 1, 4, 4096, 4096, 1e-5f, 10_000, 1, 1, 0.01f);
        LongRope rope = new LongRope(config, new float[size / 2], new float[size / 2]);
        for (int t = 0; t < n; t++) {
            rope.rotate(q, t, 3, cos, sin);
            rope.rotate(k, t, 1, cos, sin);
        }
        assertThat(device.floats(theirQ, q.length)).isEqualTo(q);
        assertThat(device.floats(theirK, k.length)).isEqualTo(k);
    }
}
