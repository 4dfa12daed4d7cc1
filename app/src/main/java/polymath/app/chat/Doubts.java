package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import polymath.app.citation.Unfound;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What of an answer is in doubt, to be summed up below it.
///
/// @param unfound figures, names and quotations that do not stand where the answer says
/// @param deadMarks pages named that are not there
record Doubts(List<Unfound> unfound, List<String> deadMarks) {
    private static final int MOST_NAMED = 5;
    private static final int NAMED_CHARS = 40;

    Doubts {
        unfound = List.copyOf(unfound);
        deadMarks = List.copyOf(deadMarks);
    }

    /// A sentence for each kind of doubt.
    List<String> words(Strings strings) {
        List<String> lines = new ArrayList<>();
        if (!unfound.isEmpty()) {
            boolean paged = unfound.stream().anyMatch(u -> !u.pages().isEmpty());
            List<String> texts = unfound.stream().map(Unfound::text).toList();
            lines.add(strings.get(
                    paged ? "check.unfound.pages" : "check.unfound.document",
                    counts(strings),
                    unfound.size(),
                    named(texts)));
        }
        if (!deadMarks.isEmpty()) lines.add(strings.get("check.marks", deadMarks.size(), named(deadMarks)));
        return lines;
    }

    private String counts(Strings strings) {
        List<String> counts = new ArrayList<>();
        for (Unfound.Kind kind : Unfound.Kind.values()) {
            long of = unfound.stream().filter(u -> u.kind() == kind).count();
            if (of > 0) counts.add(strings.get("check.count." + kind, of));
        }
        if (counts.size() == 1) return counts.getFirst();
        String first = String.join(", ", counts.subList(0, counts.size() - 1));
        return strings.get("check.and", first, counts.getLast());
    }

    private static String named(List<String> texts) {
        List<String> different = texts.stream().distinct().toList();
        String named = different.stream()
                .limit(MOST_NAMED)
                .map(text -> SafeText.line(text, NAMED_CHARS))
                .collect(Collectors.joining(" · "));
        return different.size() > MOST_NAMED ? named + " …" : named;
    }
}
