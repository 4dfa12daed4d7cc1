package polymath.engine.generation;

import java.util.List;

/// Lets streamed text through up to the first stop string, holding back what may turn out to be the beginning of one.
final class StopStrings {
    private final List<String> stops;
    private final StringBuilder held = new StringBuilder();
    private boolean reached;

    StopStrings(List<String> stops) {
        this.stops = stops;
    }

    /// Whether a stop string came up; what follows it is dropped.
    boolean reached() {
        return reached;
    }

    /// Takes new text and returns what is certain to come before any stop string.
    String accept(String text) {
        if (reached) return "";
        held.append(text);
        int end = held.length();
        for (String stop : stops) {
            int at = held.indexOf(stop);
            if (at >= 0 && at < end) {
                end = at;
                reached = true;
            }
        }
        if (!reached) end -= longestBeginning();
        String free = held.substring(0, end);
        held.delete(0, end);
        return free;
    }

    /// What was held back, when no more text comes.
    String finish() {
        return reached ? "" : held.toString();
    }

    // characters at the end of what is held that a stop string begins with
    private int longestBeginning() {
        int longest = 0;
        for (String stop : stops) {
            for (int n = Math.min(stop.length() - 1, held.length()); n > longest; n--) {
                if (held.substring(held.length() - n).equals(stop.substring(0, n))) longest = n;
            }
        }
        return longest;
    }
}
