package polymath.engine.api;

import java.util.Objects;

/// One text to be written on the way to a summary.
///
/// @param number from 0, in the order of the steps
/// @param from mark of the first page it is about, without brackets
/// @param to mark of the last
/// @param tokens of what is to be read
public record SummaryStep(int number, Kind kind, String from, String to, int tokens) {
    /// What is read.
    public enum Kind {
        /// The document, at once.
        WHOLE,
        SECTION,
        /// Summaries of sections, or of several.
        MERGE
    }

    public SummaryStep {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
    }

    /// What a step came to.
    public record Text(int step, String text) {
        public Text {
            Objects.requireNonNull(text);
        }
    }
}
