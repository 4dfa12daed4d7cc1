package polymath.engine.selftest;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// A model with random weights in memory: it writes noise, and takes as long as a real one.
final class RandomModel {
    private static final int CONTEXT = 4096;
    private static final int VOCABULARY = 32_064;
    private static final int LAYERS = 32;

    private final RandomWeights random = new RandomWeights(7);
    private final Shape shape;
    private final GgmlType type;
    private final Arena arena;

    private RandomModel(Shape shape, GgmlType type, Arena arena) {
        this.shape = shape;
        this.type = type;
        this.arena = arena;
    }

    /// Of the published model's shape. All layers have the same weights, which on a card are there for each; so it
    /// takes 1 GB of this computer's memory.
    static TriedModel full(GgmlType type, Arena arena) {
        RandomModel model = new RandomModel(Shape.FULL, type, arena);
        List<Weights.Layer> layers = Collections.nCopies(LAYERS, model.layer());
        return model.with(layers, VOCABULARY, "random weights of full shape in " + type);
    }

    static TriedModel tiny(GgmlType type, Arena arena) {
        RandomModel model = new RandomModel(Shape.TINY, type, arena);
        return model.with(List.of(model.layer(), model.layer()), 64, "tiny random weights in " + type);
    }

    private TriedModel with(List<Weights.Layer> layers, int vocabulary, String name) {
        int dim = shape.embeddingLength();
        ModelConfig config = new ModelConfig(
                layers.size(),
                dim,
                shape.feedForwardLength(),
                shape.headCount(),
                shape.headCountKv(),
                shape.expertCount(),
                CONTEXT,
                CONTEXT,
                1e-5f,
                10_000,
                ModelConfig.ROTARY_SCALE,
                ModelConfig.ROTARY_SCALE,
                0.01f);
        float[] factors = random.floats(shape.headSize() / 2, 1, 0);
        Weights weights = new Weights(
                random.matrix(type, vocabulary, dim, 1, arena),
                layers,
                norm(),
                linear(dim, vocabulary),
                factors,
                factors);
        return new TriedModel(name, config, weights);
    }

    private Weights.Layer layer() {
        int dim = shape.embeddingLength();
        int width = shape.feedForwardLength();
        return new Weights.Layer(
                norm(),
                linear(dim, dim),
                linear(dim, shape.kvLength()),
                linear(dim, shape.kvLength()),
                linear(dim, dim),
                norm(),
                random.matrix(GgmlType.F32, shape.expertCount(), dim, 1.5 / Math.sqrt(dim), arena),
                experts(dim, width),
                experts(dim, width),
                experts(width, dim));
    }

    private Weights.Norm norm() {
        int dim = shape.embeddingLength();
        return new Weights.Norm(random.floats(dim, 1, 0.1), random.floats(dim, 0, 0.1));
    }

    private Weights.Linear linear(int inputs, int outputs) {
        return new Weights.Linear(matrix(inputs, outputs), random.floats(outputs, 0, 0.1));
    }

    private List<Matrix> experts(int inputs, int outputs) {
        Matrix all = matrix(inputs, (long) outputs * shape.expertCount());
        List<Matrix> experts = new ArrayList<>();
        for (int e = 0; e < shape.expertCount(); e++) experts.add(all.slice((long) e * outputs, outputs));
        return List.copyOf(experts);
    }

    private Matrix matrix(int inputs, long outputs) {
        return random.matrix(type, outputs, inputs, 1 / Math.sqrt(inputs), arena);
    }
}
