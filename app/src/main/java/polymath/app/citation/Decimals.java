package polymath.app.citation;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What digits with separators may mean in English, German and Swiss notation.
final class Decimals {
    private Decimals() {}

    /// The values of a number; the text itself if it is none.
    ///
    /// @param text digits with points, commas, colons, apostrophes and blanks between them
    static Set<String> values(String text) {
        String digits = text.replaceAll("[\\s'’\\u00A0\\u202F\\u2009]", "").replace(':', '.');
        List<String> byPoint = List.of(digits.split("\\.", -1));
        List<String> byComma = List.of(digits.split(",", -1));
        boolean points = byPoint.size() > 1;
        boolean commas = byComma.size() > 1;
        if (points && commas) return mixed(digits, byPoint.size(), byComma.size());
        if (!points && !commas) return Set.of(plain(digits));
        List<String> groups = points ? byPoint : byComma;
        if (groups.size() == 2) return one(groups.getFirst(), groups.getLast());
        return grouped(groups) ? Set.of(plain(String.join("", groups))) : Set.of(digits);
    }

    /// The numbers between the separators.
    static Set<String> parts(String text) {
        Set<String> parts = new LinkedHashSet<>();
        for (String part : text.split("\\D+", -1)) if (!part.isEmpty()) parts.add(plain(part));
        return parts;
    }

    /// A decimal without zeros that say nothing.
    static String plain(String decimal) {
        return plain(new BigDecimal(decimal));
    }

    static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    /// The separator that comes last, and once, is that of the decimals.
    private static Set<String> mixed(String digits, int pointGroups, int commaGroups) {
        boolean pointLast = digits.lastIndexOf('.') > digits.lastIndexOf(',');
        if ((pointLast ? pointGroups : commaGroups) != 2) return Set.of(digits);
        int at = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
        List<String> groups = List.of(digits.substring(0, at).split(pointLast ? "," : "\\.", -1));
        if (!grouped(groups)) return Set.of(digits);
        return Set.of(plain(String.join("", groups) + "." + digits.substring(at + 1)));
    }

    private static Set<String> one(String before, String behind) {
        String decimal = plain(before + "." + behind);
        boolean thousands = behind.length() == 3 && before.length() <= 3 && !before.startsWith("0");
        return thousands ? Set.of(decimal, plain(before + behind)) : Set.of(decimal);
    }

    private static boolean grouped(List<String> groups) {
        return groups.getFirst().length() <= 3 && groups.stream().skip(1).allMatch(g -> g.length() == 3);
    }
}
