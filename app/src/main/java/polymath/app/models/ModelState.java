package polymath.app.models;

import java.util.Optional;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.ModelInfo;

/// Which model answers.
public sealed interface ModelState {

    /// None was chosen, or the one chosen could not be loaded.
    record None() implements ModelState {}

    /// @param plan present once the file is known to be sound
    record Loading(String path, Optional<MemoryPlan> plan) implements ModelState {}

    /// @param device what computes
    record Ready(ModelInfo model, MemoryPlan plan, String device) implements ModelState {}

    /// The engine ended unexpectedly.
    ///
    /// @param exitStatus empty if it could not be started
    record Died(Optional<Integer> exitStatus) implements ModelState {}
}
