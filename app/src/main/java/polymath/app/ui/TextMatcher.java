package polymath.app.ui;

import java.util.List;

/// Finds places in a text, such as what a reader searches for.
public interface TextMatcher {
    /// In order, not overlapping.
    List<Place> in(String text);

    /// Characters `start` to before `end`.
    record Place(int start, int end) {}
}
