package polymath.app.summary;

import java.util.Optional;
import java.util.UUID;
import polymath.app.storage.Coverage;
import polymath.engine.api.SamplingParams;

/// One go of the engine at a summary. Belongs to the UI executor.
final class SummaryRun {
    /// How it is being ended from here.
    enum Ending {
        /// It is not.
        NONE,
        PAUSED,
        /// For an answer in a chat; then it goes on.
        ASIDE,
        /// What was done belongs to other sections; then it begins anew.
        ANEW
    }

    private final SummaryViewModel summary;
    private final UUID command = UUID.randomUUID();
    private SamplingParams sampling = SamplingParams.GREEDY;
    private Optional<Coverage> coverage = Optional.empty();
    private Ending ending = Ending.NONE;
    private boolean sent;
    private boolean progressed;

    SummaryRun(SummaryViewModel summary) {
        this.summary = summary;
    }

    SummaryViewModel summary() {
        return summary;
    }

    /// The id of its `Summarize`.
    UUID command() {
        return command;
    }

    SamplingParams sampling() {
        return sampling;
    }

    /// What of the document it is made from.
    Optional<Coverage> coverage() {
        return coverage;
    }

    /// The engine has it.
    void sent(SamplingParams with, Coverage of) {
        sampling = with;
        coverage = Optional.of(of);
        sent = true;
    }

    boolean isSent() {
        return sent;
    }

    Ending ending() {
        return ending;
    }

    /// That somebody pauses it counts more than anything else.
    void end(Ending how) {
        if (ending != Ending.PAUSED) ending = how;
    }

    /// A step is done.
    void progressed() {
        progressed = true;
    }

    boolean hasProgressed() {
        return progressed;
    }
}
