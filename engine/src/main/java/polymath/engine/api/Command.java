package polymath.engine.api;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// What the engine is asked to do. Commands queue up, except [Cancel] and [CountTokens], which overtake.
///
/// Every command but [Cancel] ends in exactly one closing event: the one it names, or [Event.Failed].
public sealed interface Command extends Message {

    /// Reads a model file's header, loads nothing. Ends in [Event.ModelInspected].
    ///
    /// @param path of the GGUF file, or of the first part of a split one
    record InspectModel(UUID id, String path) implements Command {
        public InspectModel {
            Objects.requireNonNull(id);
            Objects.requireNonNull(path);
        }
    }

    /// Loads a model in place of the present one, which stays if this fails. Sends [Event.ModelLoading] and
    /// [Event.MemoryPlanned]; ends in [Event.ModelLoaded].
    ///
    /// @param path of the GGUF file, or of the first part of a split one
    record LoadModel(UUID id, String path, LoadOptions options) implements Command {
        public LoadModel {
            Objects.requireNonNull(id);
            Objects.requireNonNull(path);
            Objects.requireNonNull(options);
        }
    }

    /// Frees the model. Ends in [Event.ModelUnloaded], also when there was none.
    record UnloadModel(UUID id) implements Command {
        public UnloadModel {
            Objects.requireNonNull(id);
        }
    }

    /// Answers a prompt. Sends [Event.PromptProcessed], [Event.PromptRestarted] and [Event.TextGenerated]; ends in
    /// [Event.Finished].
    ///
    /// @param maxTokens most tokens to write; the context's end may come earlier
    /// @param stopStrings writing ends before the first of them; none may be empty
    /// @param cache what may stay on disk of it; absent in a message, nothing may
    record Generate(
            UUID id, Prompt prompt, SamplingParams sampling, int maxTokens, List<String> stopStrings, CachePolicy cache)
            implements Command {
        /// One that leaves nothing on disk.
        public Generate(UUID id, Prompt prompt, SamplingParams sampling, int maxTokens, List<String> stopStrings) {
            this(id, prompt, sampling, maxTokens, stopStrings, CachePolicy.LEAVE_NOTHING);
        }

        public Generate {
            cache = Objects.requireNonNullElse(cache, CachePolicy.LEAVE_NOTHING);
            Objects.requireNonNull(id);
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(sampling);
            stopStrings = List.copyOf(stopStrings);
            if (maxTokens < 1) throw new IllegalArgumentException("maxTokens must be at least 1, got " + maxTokens);
            if (stopStrings.contains("")) throw new IllegalArgumentException("a stop string is empty");
        }
    }

    /// Summarizes a document: whole where the model reads it well at once, else section by section. Sends
    /// [Event.SummaryPlanned], for each step [Event.PromptProcessed], [Event.TextGenerated] and
    /// [Event.SectionSummarized]; ends in [Event.Finished]. With [SummaryDepth#SECTIONS] the summary is what the
    /// sections came to, else what the last step came to.
    ///
    /// @param wholeTokens longest document, in tokens, that is read at once
    /// @param finished what steps of an earlier, interrupted run came to; those are not done again
    /// @param cache what may stay on disk of a document that is read at once; absent in a message, nothing may
    record Summarize(
            UUID id,
            Document document,
            SummaryDepth depth,
            int wholeTokens,
            List<SummaryStep.Text> finished,
            SamplingParams sampling,
            CachePolicy cache)
            implements Command {
        /// One that leaves nothing on disk.
        public Summarize(
                UUID id,
                Document document,
                SummaryDepth depth,
                int wholeTokens,
                List<SummaryStep.Text> finished,
                SamplingParams sampling) {
            this(id, document, depth, wholeTokens, finished, sampling, CachePolicy.LEAVE_NOTHING);
        }

        public Summarize {
            cache = Objects.requireNonNullElse(cache, CachePolicy.LEAVE_NOTHING);
            Objects.requireNonNull(id);
            Objects.requireNonNull(document);
            Objects.requireNonNull(depth);
            Objects.requireNonNull(sampling);
            finished = List.copyOf(finished);
            if (wholeTokens < 1)
                throw new IllegalArgumentException("wholeTokens must be at least 1, got " + wholeTokens);
        }
    }

    /// Counts what a prompt would cost, with the loaded model's tokenizer. Ends in [Event.TokensCounted].
    record CountTokens(UUID id, Prompt prompt) implements Command {
        public CountTokens {
            Objects.requireNonNull(id);
            Objects.requireNonNull(prompt);
        }
    }

    /// Has what is kept on disk for an owner stay for good, or go again when the room is needed. Without effect where
    /// nothing is kept for it. Ends in [Event.CacheChanged].
    record KeepCache(UUID id, String owner, boolean ready) implements Command {
        public KeepCache {
            Objects.requireNonNull(id);
            Objects.requireNonNull(owner);
        }
    }

    /// Deletes what is kept on disk for these owners, or all that is kept where none is named. Ends in
    /// [Event.CacheChanged].
    record PruneCache(UUID id, List<String> owners) implements Command {
        public PruneCache {
            Objects.requireNonNull(id);
            owners = List.copyOf(owners);
        }
    }

    /// Says how much may be kept on disk from now on; what is more goes, the least recently used first. Ends in
    /// [Event.CacheChanged].
    ///
    /// @param mostBytes 0 keeps nothing
    record LimitCache(UUID id, long mostBytes) implements Command {
        public LimitCache {
            Objects.requireNonNull(id);
        }
    }

    /// Stops the command with this id, waiting or running: it then ends in [Event.Finished] with
    /// [FinishReason#CANCELLED] if it is a [Generate], in [Event.Failed] with [FailureCode#CANCELLED] if not. Without
    /// effect when there is no such command.
    record Cancel(UUID id) implements Command {
        public Cancel {
            Objects.requireNonNull(id);
        }
    }
}
