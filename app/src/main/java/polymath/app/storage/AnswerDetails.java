package polymath.app.storage;

import java.util.Objects;
import java.util.Optional;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// What an answer took and why it ended.
///
/// @param finishReason name of a [FinishReason]; text, because a newer version may have written one we do not know
/// @param modelName `general.name` of the model that answered
/// @param sampling how its words were chosen; empty where that was not recorded
/// @param coverage what of the chat's documents it was made from; empty without documents, and where that was not
///     recorded
public record AnswerDetails(
        Usage usage,
        String finishReason,
        String modelName,
        Optional<SamplingParams> sampling,
        Optional<Coverage> coverage) {
    public AnswerDetails(Usage usage, String finishReason, String modelName) {
        this(usage, finishReason, modelName, Optional.empty(), Optional.empty());
    }

    public AnswerDetails {
        Objects.requireNonNull(usage);
        Objects.requireNonNull(finishReason);
        Objects.requireNonNull(modelName);
        Objects.requireNonNull(sampling);
        Objects.requireNonNull(coverage);
    }

    /// The reason, if this version knows it.
    public Optional<FinishReason> reason() {
        for (FinishReason reason : FinishReason.values())
            if (reason.name().equals(finishReason)) return Optional.of(reason);
        return Optional.empty();
    }
}
