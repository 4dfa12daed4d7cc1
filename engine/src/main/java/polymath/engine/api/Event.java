package polymath.engine.api;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// What the engine reports. Events of one command arrive in order.
public sealed interface Event extends Message {

    /// Whether this is the last event of its command.
    default boolean closes() {
        return switch (this) {
            case ModelInspected event -> true;
            case ModelLoaded event -> true;
            case ModelUnloaded event -> true;
            case TokensCounted event -> true;
            case CacheChanged event -> true;
            case Finished event -> true;
            case Failed event -> true;
            case ModelLoading event -> false;
            case MemoryPlanned event -> false;
            case GpuLost event -> false;
            case PromptProcessed event -> false;
            case PromptRestarted event -> false;
            case TextGenerated event -> false;
            case SummaryPlanned event -> false;
            case SectionSummarized event -> false;
        };
    }

    /// Closes [Command.InspectModel].
    record ModelInspected(UUID id, ModelInfo model, MemoryPlan plan) implements Event {
        public ModelInspected {
            Objects.requireNonNull(id);
            Objects.requireNonNull(model);
            Objects.requireNonNull(plan);
        }
    }

    /// The file is being opened and checked.
    record ModelLoading(UUID id, String path) implements Event {
        public ModelLoading {
            Objects.requireNonNull(id);
            Objects.requireNonNull(path);
        }
    }

    /// The file is sound; this is what running it will take.
    record MemoryPlanned(UUID id, MemoryPlan plan) implements Event {
        public MemoryPlanned {
            Objects.requireNonNull(id);
            Objects.requireNonNull(plan);
        }
    }

    /// Closes [Command.LoadModel].
    ///
    /// @param device what computes, such as `2 cores, 512-bit vectors`
    /// @param seconds from the start of the command
    record ModelLoaded(UUID id, ModelInfo model, MemoryPlan plan, String device, double seconds) implements Event {
        public ModelLoaded {
            Objects.requireNonNull(id);
            Objects.requireNonNull(model);
            Objects.requireNonNull(plan);
            Objects.requireNonNull(device);
        }
    }

    /// Closes [Command.UnloadModel].
    record ModelUnloaded(UUID id) implements Event {
        public ModelUnloaded {
            Objects.requireNonNull(id);
        }
    }

    /// The graphics card failed while a command was obeyed, and is not used any more until a model is loaded. The
    /// processor goes on with the command; no text is lost or comes twice.
    ///
    /// @param device what computes now, as in [ModelLoaded]
    /// @param reason what the driver said
    record GpuLost(UUID id, String device, String reason) implements Event {
        public GpuLost {
            Objects.requireNonNull(id);
            Objects.requireNonNull(device);
            Objects.requireNonNull(reason);
        }
    }

    /// Progress of reading the prompt, at most every 100 ms and once at the end.
    ///
    /// @param processedTokens read or found in the cache so far; the fraction of a block in work is counted
    /// @param cachedTokens of them found in the cache
    /// @param seconds since reading began
    record PromptProcessed(UUID id, int processedTokens, int totalTokens, int cachedTokens, double seconds)
            implements Event {
        public PromptProcessed {
            Objects.requireNonNull(id);
        }
    }

    /// The conversation passed the length at which the model switches to its long rotary factors: all of it is read
    /// once more, as the reference does. Progress follows in [PromptProcessed]; no text is lost.
    record PromptRestarted(UUID id, int totalTokens) implements Event {
        public PromptRestarted {
            Objects.requireNonNull(id);
        }
    }

    /// New text of the answer, at most every 40 ms.
    ///
    /// @param text whole characters only; may span several tokens
    /// @param generatedTokens tokens written so far
    record TextGenerated(UUID id, String text, int generatedTokens) implements Event {
        public TextGenerated {
            Objects.requireNonNull(id);
            Objects.requireNonNull(text);
        }
    }

    /// What a summary will be made in: once before the first step, and again when it is known how the sections' texts
    /// are merged. Steps that were there before are the same.
    record SummaryPlanned(UUID id, List<SummaryStep> steps) implements Event {
        public SummaryPlanned {
            Objects.requireNonNull(id);
            steps = List.copyOf(steps);
        }
    }

    /// A step of a summary is done, now or in an earlier run. Worth keeping: [Command.Summarize] takes it back.
    record SectionSummarized(UUID id, SummaryStep.Text text) implements Event {
        public SectionSummarized {
            Objects.requireNonNull(id);
            Objects.requireNonNull(text);
        }
    }

    /// Closes [Command.CountTokens].
    ///
    /// @param promptTokens the whole prompt, template included
    /// @param messageTokens each message alone, in order; one entry for a raw prompt
    /// @param contextLimitTokens tokens the loaded context may hold
    record TokensCounted(UUID id, int promptTokens, List<Integer> messageTokens, int contextLimitTokens)
            implements Event {
        public TokensCounted {
            Objects.requireNonNull(id);
            messageTokens = List.copyOf(messageTokens);
        }
    }

    /// Closes [Command.KeepCache], [Command.PruneCache] and [Command.LimitCache]. Comes also after a [Command.Generate]
    /// or
    /// [Command.Summarize] was closed whose tokens may be kept, whenever the engine saved some of them in idle time.
    ///
    /// @param bytes on disk
    /// @param entries sequences kept, such as chats
    /// @param limitBytes what may be kept: what was asked for, or a tenth of the free disk if that is less. 0 where the
    ///     engine has no folder
    record CacheChanged(UUID id, long bytes, int entries, long limitBytes) implements Event {
        public CacheChanged {
            Objects.requireNonNull(id);
        }
    }

    /// Closes [Command.Generate], also when it was cancelled, and [Command.Summarize].
    ///
    /// @param tokenIds the tokens written, the stop token not among them
    record Finished(UUID id, FinishReason reason, Usage usage, List<Integer> tokenIds) implements Event {
        public Finished {
            Objects.requireNonNull(id);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(usage);
            tokenIds = List.copyOf(tokenIds);
        }
    }

    /// Closes any command that could not be done.
    record Failed(UUID id, Failure failure) implements Event {
        public Failed {
            Objects.requireNonNull(id);
            Objects.requireNonNull(failure);
        }
    }
}
