package polymath.app.citation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The mark that a statement ends with: `[p. 12]`, `[p. 12, 14]`, `[slide 3]`. Models write it in other ways too, such
/// as `[page 12]` or `[S. 12-14]`; these count as well.
///
/// @param start of the bracket, in characters of the text
/// @param pages what it names, in order, at least one
public record CitationMark(int start, int end, List<PageReference> pages) {
    private static final Pattern BRACKET = Pattern.compile("\\[([^\\[\\]\n]{2,120})]");
    private static final Pattern PAGE = Pattern.compile("\\G\\s*(?:(\\p{L}+\\.?)\\s*)?(\\d{1,7})"
            + "(?:\\s*(?:-|–|—|to|bis)\\s*(\\d{1,7}))?\\s*(,|;|&|and\\b|und\\b|$)");

    public CitationMark {
        pages = List.copyOf(pages);
    }

    /// All marks of a text.
    public static List<CitationMark> in(String text) {
        List<CitationMark> marks = new ArrayList<>();
        Matcher bracket = BRACKET.matcher(text);
        while (bracket.find()) {
            List<PageReference> pages = pages(bracket.group(1), bracket.start(1));
            if (!pages.isEmpty()) marks.add(new CitationMark(bracket.start(), bracket.end(), pages));
        }
        return marks;
    }

    /// Nothing if the words between the brackets are anything else.
    private static List<PageReference> pages(String words, int offset) {
        List<PageReference> pages = new ArrayList<>();
        Matcher page = PAGE.matcher(words);
        String kind = "";
        int end = 0;
        boolean more = true;
        while (more && page.find()) {
            if (page.group(1) != null) {
                Optional<String> named = kind(page.group(1));
                if (named.isEmpty()) return List.of();
                kind = named.get();
            }
            if (kind.isEmpty()) return List.of();
            int first = Integer.parseInt(page.group(2));
            int last = page.group(3) == null ? first : Math.max(first, Integer.parseInt(page.group(3)));
            int numberEnd = page.group(3) == null ? page.end(2) : page.end(3);
            int start = page.group(1) == null ? page.start(2) : page.start(1);
            pages.add(new PageReference(kind, first, last, offset + start, offset + numberEnd));
            end = page.end();
            more = !page.group(4).isEmpty();
        }
        return end == words.length() && !more ? pages : List.of();
    }

    private static Optional<String> kind(String word) {
        return Optional.ofNullable(
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "p", "p.", "pp", "pp.", "page", "pages", "s.", "seite", "seiten" -> "p.";
                    case "slide", "slides", "folie", "folien" -> "slide";
                    case "sheet", "sheets", "blatt", "blätter", "tabellenblatt" -> "sheet";
                    case "chapter", "chapters", "kapitel" -> "chapter";
                    case "line", "lines", "zeile", "zeilen" -> "line";
                    default -> null;
                });
    }
}
