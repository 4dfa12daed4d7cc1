package polymath.app.download;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Content-Range: bytes 100-199/1000` (RFC 9110, 14.4).
///
/// @param from first byte
/// @param end before which byte it stops
record ContentRange(long from, long end, long total) {
    private static final Pattern FORM = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /// Empty for every other form, and for numbers that contradict each other.
    static Optional<ContentRange> parse(String header) {
        Matcher matcher = FORM.matcher(header);
        if (!matcher.matches()) return Optional.empty();
        ContentRange range = new ContentRange(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)) + 1,
                Long.parseLong(matcher.group(3)));
        return range.from < range.end && range.end <= range.total ? Optional.of(range) : Optional.empty();
    }
}
