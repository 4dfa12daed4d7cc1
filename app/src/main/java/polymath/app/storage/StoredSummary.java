package polymath.app.storage;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// How far the summary of a document is, which an answer is or will be.
///
/// @param answer the message it is written in
/// @param source the message that the document is attached to
/// @param position of the document among those attached there
/// @param document its name
/// @param wholeTokens longest document that was to be read at once
/// @param steps it is made in; none before they were planned
/// @param texts what the steps that are done came to
/// @param place in the queue, from 1; 0 if it is not in it
public record StoredSummary(
        UUID answer,
        UUID conversation,
        UUID source,
        int position,
        String document,
        SummaryDepth depth,
        int wholeTokens,
        List<SummaryStep> steps,
        List<SummaryStep.Text> texts,
        int place) {
    public StoredSummary {
        Objects.requireNonNull(answer);
        Objects.requireNonNull(conversation);
        Objects.requireNonNull(source);
        Objects.requireNonNull(document);
        Objects.requireNonNull(depth);
        steps = List.copyOf(steps);
        texts = List.copyOf(texts);
    }
}
