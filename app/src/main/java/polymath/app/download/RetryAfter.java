package polymath.app.download;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3).
final class RetryAfter {
    private static final Duration MOST = Duration.ofHours(1);

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers) {
        return headers.firstValue("Retry-After").flatMap(value -> parse(value.strip(), Instant.now()));
    }

    /// Nothing below zero and nothing above an hour; empty if it is neither form.
    static Optional<Duration> parse(String value, Instant now) {
        try {
            Duration delay = value.matches("\\d{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            if (delay.isNegative()) return Optional.of(Duration.ZERO);
            return Optional.of(delay.compareTo(MOST) > 0 ? MOST : delay);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
