package polymath.engine.selftest;

import polymath.engine.model.ModelConfig;
import polymath.engine.model.Weights;

/// A model that is tried on a card.
///
/// @param name for people
public record TriedModel(String name, ModelConfig config, Weights weights) {}
