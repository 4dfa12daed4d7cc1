package polymath.app.citation;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/// The names of months in English and German, and their short forms.
final class Months {
    private static final List<List<String>> NAMES = List.of(
            List.of("january", "jan", "januar", "jänner"),
            List.of("february", "feb", "februar"),
            List.of("march", "mar", "märz", "mär", "maerz"),
            List.of("april", "apr"),
            List.of("may", "mai"),
            List.of("june", "jun", "juni"),
            List.of("july", "jul", "juli"),
            List.of("august", "aug"),
            List.of("september", "sep", "sept"),
            List.of("october", "oct", "oktober", "okt"),
            List.of("november", "nov"),
            List.of("december", "dec", "dezember", "dez"));

    private Months() {}

    /// 1 to 12.
    static OptionalInt number(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        for (int i = 0; i < NAMES.size(); i++) if (NAMES.get(i).contains(lower)) return OptionalInt.of(i + 1);
        return OptionalInt.empty();
    }
}
