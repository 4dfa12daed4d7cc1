package polymath.app.ui;

import java.util.Objects;
import java.util.Optional;

/// Something to say about a stretch of text, such as where it leads or that it is in doubt.
///
/// @param start in characters of the text, before anything is added to it for its looks
/// @param hint in words, for whoever points at it
/// @param action what a click does; empty where there is nothing to do
public record TextNote(int start, int end, Kind kind, String hint, Optional<Runnable> action) {

    /// How the stretch looks.
    public enum Kind {
        /// Leads somewhere within the window.
        LINK,
        /// Would lead somewhere, but there is nothing.
        DEAD_LINK,
        /// In doubt.
        DOUBT
    }

    public TextNote {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(hint);
        Objects.requireNonNull(action);
        if (start < 0 || end <= start) throw new IllegalArgumentException("characters " + start + " to " + end);
    }
}
