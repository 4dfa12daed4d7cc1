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
    record Generate(UUID id, Prompt prompt, SamplingParams sampling, int maxTokens, List<String> stopStrings)
            implements Command {
        public Generate {
            Objects.requireNonNull(id);
            Objects.requireNonNull(prompt);
            Objects.requireNonNull(sampling);
            stopStrings = List.copyOf(stopStrings);
            if (maxTokens < 1) throw new IllegalArgumentException("maxTokens must be at least 1, got " + maxTokens);
            if (stopStrings.contains("")) throw new IllegalArgumentException("a stop string is empty");
        }
    }

    /// Counts what a prompt would cost, with the loaded model's tokenizer. Ends in [Event.TokensCounted].
    record CountTokens(UUID id, Prompt prompt) implements Command {
        public CountTokens {
            Objects.requireNonNull(id);
            Objects.requireNonNull(prompt);
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
