package polymath.app.storage;

import java.util.Objects;

/// What the reader thought of an answer. Stays on this computer.
///
/// @param note in the reader's own words, may be empty
public record Feedback(Thumb thumb, String note) {
    /// Nothing said yet.
    public static final Feedback NONE = new Feedback(Thumb.NEITHER, "");

    /// Good, bad, or not said.
    public enum Thumb {
        UP,
        DOWN,
        NEITHER
    }

    public Feedback {
        Objects.requireNonNull(thumb);
        Objects.requireNonNull(note);
    }

    public Feedback withThumb(Thumb other) {
        return new Feedback(other, note);
    }

    public Feedback withNote(String other) {
        return new Feedback(thumb, other);
    }
}
