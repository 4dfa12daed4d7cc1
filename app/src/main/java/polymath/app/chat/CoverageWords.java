package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import polymath.app.storage.Coverage;
import polymath.app.storage.Coverage.Part;
import polymath.app.storage.Coverage.Stretch;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What was read of documents, in a line: “Read: pages 1–212 of 212”.
final class CoverageWords {
    private static final int NAME_CHARS = 40;
    /// More stretches than these are counted instead of named.
    private static final int MOST_STRETCHES = 4;

    private static final int MOST_MISSING = 12;

    private CoverageWords() {}

    /// With what is missing.
    static String of(Coverage coverage, Strings strings) {
        boolean named = coverage.parts().size() > 1;
        List<String> parts = new ArrayList<>();
        for (Part part : coverage.parts()) {
            String words = read(part, strings);
            if (named) words = SafeText.line(part.name(), NAME_CHARS) + ", " + words;
            parts.add(words + missing(part, strings));
        }
        return strings.get("coverage.read", String.join("; ", parts));
    }

    private static String read(Part part, Strings strings) {
        int pages = part.readPages();
        if (pages > 0 && part.read().size() <= MOST_STRETCHES)
            return strings.get(
                    "coverage." + kind(part) + ".which", stretches(part.read(), MOST_STRETCHES), part.total(), pages);
        return strings.get("coverage." + kind(part) + ".count", pages, part.total());
    }

    private static String missing(Part part, Strings strings) {
        List<Stretch> missing = part.missing();
        String words = "";
        if (!missing.isEmpty()) {
            int pages = missing.stream().mapToInt(Stretch::pages).sum();
            String which = stretches(missing, MOST_MISSING) + (missing.size() > MOST_MISSING ? " …" : "");
            words = " · " + strings.get("coverage." + kind(part) + ".missing", which, pages);
        }
        return part.cut() ? words + " · " + strings.get("coverage.cut") : words;
    }

    private static String stretches(List<Stretch> stretches, int most) {
        return stretches.stream()
                .limit(most)
                .map(s -> s.pages() == 1 ? "" + s.first() : s.first() + "–" + s.last())
                .collect(Collectors.joining(", "));
    }

    private static String kind(Part part) {
        return switch (part.kind()) {
            case "p." -> "pages";
            case "slide" -> "slides";
            case "sheet" -> "sheets";
            case "chapter" -> "chapters";
            default -> "lines";
        };
    }
}
