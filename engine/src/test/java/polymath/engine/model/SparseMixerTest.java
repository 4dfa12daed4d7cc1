package polymath.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import polymath.engine.Fixtures;

class SparseMixerTest {

    @Test
    void everyReferenceCaseGetsItsExpertsAndWeights() throws IOException {
        JsonArray cases = Fixtures.json(Fixtures.resource("router_cases.json")).getAsJsonArray("cases");
        assertThat(cases).hasSize(160);
        for (int c = 0; c < cases.size(); c++) {
            JsonObject expected = cases.get(c).getAsJsonObject();
            JsonArray values = expected.getAsJsonArray("logits");
            float[] logits = new float[values.size()];
            for (int i = 0; i < logits.length; i++) logits[i] = values.get(i).getAsFloat();
            int[] ids = new int[2];
            float[] weights = new float[2];
            SparseMixer.route(logits, 1, logits.length, 0.01f, ids, weights);
            for (int k = 0; k < 2; k++) {
                assertThat(ids[k])
                        .as("case %d, expert %d", c, k)
                        .isEqualTo(expected.getAsJsonArray("ids").get(k).getAsInt());
                assertThat((double) weights[k])
                        .as("case %d, weight %d", c, k)
                        .isCloseTo(expected.getAsJsonArray("weights").get(k).getAsDouble(), within(1e-6));
            }
        }
    }

    @Test
    void equalLogitsTakeTheLowestIndicesAndShareTheFirstWeight() {
        int[] ids = new int[2];
        float[] weights = new float[2];
        SparseMixer.route(new float[] {0, 0, 0, 0}, 1, 4, 0.01f, ids, weights);
        assertThat(ids).containsExactly(0, 1);
        assertThat(weights).containsExactly(1 / 4f, 1 / 3f);
    }
}
