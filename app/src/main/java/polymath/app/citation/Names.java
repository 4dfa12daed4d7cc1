package polymath.app.citation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the names in a statement, as far as writing shows them: quotations, words with a capital within a sentence,
/// and abbreviations in capitals. In German, where nouns have capitals too, it takes two such words in a row.
final class Names {
    private static final Pattern QUOTATION = Pattern.compile(
            "“([^“”\n]{2,300})”|„([^„“”\n]{2,300})[“”]|\"([^\"\n]{2,300})\"|«([^«»\n]{2,300})»|»([^«»\n]{2,300})«");

    private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}\\p{M}]*(?:['’.\\-‐]\\p{L}[\\p{L}\\p{M}]*)*+");
    private static final Pattern POSSESSIVE = Pattern.compile("['’]s?$");
    private static final Pattern CAPITALS = Pattern.compile("\\p{Lu}[\\p{Lu}.&]+s?");

    /// What has a capital without being a name, or is no word of the document's.
    private static final Set<String> NO_NAMES = Set.of(
            "i",
            "mr",
            "mrs",
            "ms",
            "dr",
            "prof",
            "herr",
            "frau",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonntag",
            "page",
            "pages",
            "section",
            "chapter",
            "table",
            "figure",
            "document",
            "slide",
            "sheet",
            "line",
            "seite",
            "abschnitt",
            "kapitel",
            "tabelle",
            "folie",
            "dokument",
            "prozent",
            "euro",
            "millionen",
            "milliarden",
            "million",
            "ende",
            "anfang",
            "mitte",
            "ok",
            "eur",
            "usd");

    private static final String OPENING = ".!?:;…–—([{“„\"«•*/|";

    private Names() {}

    /// @param german whether nouns have capitals
    /// @param foreign whether the document is in another language: then words are translated, and only abbreviations
    ///     stay
    static List<Name> in(String text, int from, int to, boolean german, boolean foreign) {
        String part = text.substring(from, to);
        List<Name> names = new ArrayList<>();
        Matcher quotation = QUOTATION.matcher(part);
        while (quotation.find()) if (!foreign) quotations(part, quotation, from, names);
        List<Capital> capitals = capitals(part, names, from);
        boolean title = titled(part, capitals);
        for (int i = 0; i < capitals.size(); i++) {
            Capital word = capitals.get(i);
            boolean shown = !word.first() && (!german || inRow(capitals, i, part));
            if (word.abbreviation() || (shown && !title && !foreign)) {
                List<String> folded =
                        Word.in(bare(word.text())).stream().map(Word::folded).toList();
                names.add(new Name(from + word.start(), from + word.end(), false, folded));
            }
        }
        return names;
    }

    /// Whether another capital stands beside it, other than that of a sentence's beginning. What follows a genitive is
    /// an ordinary noun: “Annas Hilfe”.
    private static boolean inRow(List<Capital> capitals, int i, String part) {
        Capital word = capitals.get(i);
        boolean follows = i > 0 && capitals.get(i - 1).next(word, part);
        if (follows && capitals.get(i - 1).text().endsWith("s")) return false;
        return (follows && !capitals.get(i - 1).first())
                || (i + 1 < capitals.size() && word.next(capitals.get(i + 1), part));
    }

    /// A word with a capital.
    ///
    /// @param first whether a sentence begins with it
    private record Capital(String text, int start, int end, boolean first, boolean abbreviation) {
        /// Whether another one follows with nothing but a blank between.
        boolean next(Capital other, String part) {
            return part.substring(end, other.start()).isBlank();
        }
    }

    private static List<Capital> capitals(String part, List<Name> quotations, int from) {
        List<Capital> capitals = new ArrayList<>();
        Matcher word = WORD.matcher(part);
        while (word.find()) {
            int start = word.start();
            if (quotations.stream().anyMatch(q -> q.start() - from <= start && start < q.end() - from)) continue;
            String text = word.group();
            boolean code = start > 0 && (Character.isDigit(part.charAt(start - 1)) || digitFollows(part, word.end()));
            String plain = bare(text).toLowerCase(Locale.ROOT);
            if (code || !Character.isUpperCase(text.codePointAt(0)) || noName(plain)) continue;
            boolean abbreviation = CAPITALS.matcher(text).matches() && text.length() > 1;
            capitals.add(new Capital(text, start, word.end(), begins(part, start), abbreviation));
        }
        return capitals;
    }

    private static boolean noName(String plain) {
        return plain.length() < 2
                || NO_NAMES.contains(plain)
                || Months.number(plain).isPresent();
    }

    private static boolean digitFollows(String part, int end) {
        int i = end;
        if (i < part.length() && part.charAt(i) == '-') i++;
        return i < part.length() && Character.isDigit(part.charAt(i));
    }

    private static boolean begins(String part, int start) {
        int i = start;
        while (i > 0 && Character.isWhitespace(part.charAt(i - 1))) i--;
        return i == 0 || OPENING.indexOf(part.charAt(i - 1)) >= 0;
    }

    /// Whether it is a heading or a label (“Key Findings: …”), in which capitals mean nothing.
    private static boolean titled(String part, List<Capital> capitals) {
        long words = WORD.matcher(part)
                .results()
                .filter(w -> w.end() - w.start() > 3)
                .count();
        long withCapital =
                capitals.stream().filter(c -> c.end() - c.start() > 3).count();
        return words >= 3 && withCapital * 10 > words * 7;
    }

    private static String bare(String word) {
        return POSSESSIVE.matcher(word).replaceAll("").replace(".", "");
    }

    /// What is left out of a quotation cuts it in pieces.
    private static void quotations(String part, Matcher quotation, int from, List<Name> names) {
        for (int group = 1; group <= quotation.groupCount(); group++) {
            if (quotation.group(group) == null) continue;
            int start = quotation.start(group);
            for (String piece : quotation.group(group).split("\\[?(?:…|\\.\\.\\.)]?", -1)) {
                List<String> words = Word.in(piece).stream().map(Word::folded).toList();
                int at = part.indexOf(piece, start);
                if (!words.isEmpty()) names.add(new Name(from + at, from + at + piece.length(), true, words));
                start = at + piece.length();
            }
        }
    }
}
