package polymath.app.history;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// The days the list is divided into.
public enum HistoryGroup {
    TODAY,
    YESTERDAY,
    LAST_WEEK,
    OLDER;

    /// Where a moment belongs, by the calendar of the reader. A moment in the future (a clock was set back) is today.
    static HistoryGroup of(Instant moment, LocalDate today, ZoneId zone) {
        LocalDate day = LocalDate.ofInstant(moment, zone);
        if (!day.isBefore(today)) return TODAY;
        if (day.equals(today.minusDays(1))) return YESTERDAY;
        return day.isAfter(today.minusDays(8)) ? LAST_WEEK : OLDER;
    }
}
