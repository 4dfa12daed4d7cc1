package polymath.app.citation;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds the numbers and dates of a text.
final class Figures {
    private static final String BLANK = "[ \\u00A0\\u202F\\u2009]";

    /// Letters that run into digits are a name: H100, COVID-19. Not so the signs of currencies.
    private static final Pattern CODE = Pattern.compile(
            "(?<![\\p{L}\\d])(?!(?:EUR|USD|GBP|CHF|US|JPY)\\d)(\\p{L}+)(-?)(\\d[\\p{L}\\d]*+(?:-\\d[\\p{L}\\d]*+)*+)");

    private static final Pattern NUMBER =
            Pattern.compile("\\d{1,3}(?:" + BLANK + "\\d{3})+(?!\\d)(?:[.,]\\d+)?" + "|\\d+(?:[.,:'’]\\d+)*+");

    /// Directly behind a number: “3.2m”, “5 bn”, “12 Mio.”.
    private static final Pattern SCALE = Pattern.compile("[\\s\\u00A0\\u202F-]?(\\p{L}+)");

    private static final Pattern SHORT_YEAR = Pattern.compile("(?<!\\d)(\\d{2})\\d{2}[/–-]$");

    private static final Map<String, Integer> POWERS = Map.ofEntries(
            Map.entry("k", 3),
            Map.entry("tsd", 3),
            Map.entry("thousand", 3),
            Map.entry("tausend", 3),
            Map.entry("m", 6),
            Map.entry("mn", 6),
            Map.entry("mio", 6),
            Map.entry("million", 6),
            Map.entry("millions", 6),
            Map.entry("millionen", 6),
            Map.entry("bn", 9),
            Map.entry("billion", 9),
            Map.entry("billions", 9),
            Map.entry("mrd", 9),
            Map.entry("milliarde", 9),
            Map.entry("milliarden", 9),
            Map.entry("trillion", 12),
            Map.entry("trillions", 12));

    /// What is longer is no number that anybody writes, and slow to read as one.
    private static final int LONGEST = 40;

    private Figures() {}

    /// In the order of the text, not overlapping; dates before the numbers they are made of.
    static List<Figure> in(String text) {
        NavigableMap<Integer, Figure> figures = new TreeMap<>(Dates.in(text));
        Matcher code = CODE.matcher(text);
        while (code.find()) if (isFree(figures, code.start(), code.end())) figures.put(code.start(), code(code));
        Matcher number = NUMBER.matcher(text);
        int from = 0;
        while (from < text.length() && number.find(from)) {
            from = number.end();
            Map.Entry<Integer, Figure> over = figures.floorEntry(number.start());
            if (over != null && over.getValue().end() > number.start())
                from = Math.max(from, over.getValue().end());
            else figures.put(number.start(), number(text, number.start(), number.end()));
        }
        return List.copyOf(figures.values());
    }

    /// Whether none of the figures, by where they start, lies there.
    static boolean isFree(NavigableMap<Integer, Figure> figures, int start, int end) {
        Map.Entry<Integer, Figure> before = figures.lowerEntry(end);
        return before == null || before.getValue().end() <= start;
    }

    /// With a hyphen, and with a year, the number may be meant by itself: “mid-2023”, “FY2023”.
    private static Figure code(Matcher code) {
        String digits = code.group(3).replaceAll("\\D.*", "");
        boolean apart = !code.group(2).isEmpty() || digits.length() == 4;
        String literal = code.group().replace("-", "").toLowerCase(Locale.ROOT);
        Set<String> parts = apart ? Set.of(Decimals.plain(digits)) : Set.of();
        return new Figure(code.start(), code.end(), Set.of(literal), Set.of(), parts);
    }

    private static Figure number(String text, int start, int end) {
        String written = text.substring(start, end);
        if (written.length() > LONGEST) return new Figure(start, end, Set.of(written));
        Set<String> values = new LinkedHashSet<>(Decimals.values(written));
        Matcher year = SHORT_YEAR.matcher(text.substring(Math.max(0, start - 5), start));
        if (written.length() == 2 && year.find()) values.add(year.group(1) + written); // 2023/24
        Set<String> parts = Decimals.parts(written);
        boolean several = written.matches(".*[.,:].*[.,:].*") && parts.size() > 1 && !isNumber(values);
        Matcher scale = SCALE.matcher(text).region(end, Math.min(text.length(), end + LONGEST));
        if (scale.lookingAt()) {
            Integer power = POWERS.get(scale.group(1).toLowerCase(Locale.ROOT));
            boolean letter = scale.group(1).length() == 1; // 3.2m, but not 5 m
            if (power != null && isNumber(values) && (!letter || scale.start(1) == end))
                return new Figure(start, scale.end(1), values, scaled(values, power), Set.of());
        }
        return new Figure(start, end, values, Set.of(), several ? parts : Set.of());
    }

    private static boolean isNumber(Set<String> values) {
        return values.stream().allMatch(v -> v.matches("\\d+(\\.\\d+)?"));
    }

    private static Set<String> scaled(Set<String> values, int power) {
        return values.stream()
                .map(v -> Decimals.plain(new BigDecimal(v).scaleByPowerOfTen(power)))
                .collect(Collectors.toSet());
    }
}
