package polymath.app.citation;

import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds dates in English, German and ISO form. A date is a [Figure] whose values are `2024-3-12`, or `*-3-12` where
/// no year stands; its parts are its numbers.
final class Dates {
    private static final Pattern DAY_FIRST = Pattern.compile(
            "(?<![\\d.,])(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s+(?:of\\s+)?(\\p{L}{3,9})\\.?(?:,?\\s+(\\d{4})(?![\\d.,]\\d|\\d))?");
    private static final Pattern MONTH_FIRST = Pattern.compile(
            "(?<!\\p{L})(\\p{L}{3,9})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?(?![\\d]|[.,]\\d)(?:,?\\s+(\\d{4})(?!\\d))?");
    private static final Pattern ISO = Pattern.compile("(?<![\\d-])(\\d{4})-(\\d{2})-(\\d{2})(?![\\d-])");
    private static final Pattern NUMBERS =
            Pattern.compile("(?<![\\d./])(\\d{1,2})([./])\\s?(\\d{1,2})\\2\\s?(\\d{4}|\\d{2})(?![./]?\\d)");

    private Dates() {}

    /// By where they start.
    static NavigableMap<Integer, Figure> in(String text) {
        NavigableMap<Integer, Figure> dates = new TreeMap<>();
        Matcher iso = ISO.matcher(text);
        while (iso.find()) add(dates, iso, values(number(iso, 1), number(iso, 2), number(iso, 3)));
        Matcher numbers = NUMBERS.matcher(text);
        while (numbers.find()) {
            int year = numbers.group(4).length() == 2 ? 2000 + number(numbers, 4) : number(numbers, 4);
            Set<String> values = new LinkedHashSet<>(values(year, number(numbers, 3), number(numbers, 1)));
            if (numbers.group(2).equals("/")) values.addAll(values(year, number(numbers, 1), number(numbers, 3)));
            add(dates, numbers, values);
        }
        Matcher dayFirst = DAY_FIRST.matcher(text);
        while (dayFirst.find()) named(dates, dayFirst, 2, 1);
        Matcher monthFirst = MONTH_FIRST.matcher(text);
        while (monthFirst.find()) named(dates, monthFirst, 1, 2);
        return dates;
    }

    private static void named(NavigableMap<Integer, Figure> dates, Matcher found, int monthGroup, int dayGroup) {
        OptionalInt month = Months.number(found.group(monthGroup));
        if (month.isEmpty()) return;
        int year = found.group(3) == null ? -1 : number(found, 3);
        add(dates, found, values(year, month.getAsInt(), number(found, dayGroup)));
    }

    private static int number(Matcher found, int group) {
        return Integer.parseInt(found.group(group));
    }

    /// Nothing if there is no such day.
    private static Set<String> values(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > 31) return Set.of();
        return Set.of((year < 0 ? "*" : year) + "-" + month + "-" + day);
    }

    private static void add(NavigableMap<Integer, Figure> dates, Matcher found, Set<String> values) {
        if (values.isEmpty() || !Figures.isFree(dates, found.start(), found.end())) return;
        dates.put(
                found.start(), new Figure(found.start(), found.end(), values, Set.of(), Decimals.parts(found.group())));
    }
}
