package polymath.app.citation;

import java.util.Objects;
import java.util.Set;

/// A number or a date in a text, with all that it may mean: 1.234 is more than a thousand in German, and one and a bit
/// in English. Values are plain decimals, `1234.5`; dates are written `2024-3-12`; what is no number, such as `H100`
/// or the section 1.2.3, is a value as it stands.
///
/// @param start in characters of the text
/// @param values what is written, whatever word of size follows
/// @param scaled the values times that word: 12400000 of “12.4 million”; empty where there is none
/// @param parts the numbers that it is made of, where it may be meant as several
record Figure(int start, int end, Set<String> values, Set<String> scaled, Set<String> parts) {
    Figure {
        Objects.requireNonNull(values);
        scaled = Set.copyOf(scaled);
        values = Set.copyOf(values);
        parts = Set.copyOf(parts);
    }

    Figure(int start, int end, Set<String> values) {
        this(start, end, values, Set.of(), Set.of());
    }
}
