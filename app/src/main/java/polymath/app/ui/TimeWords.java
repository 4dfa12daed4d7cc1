package polymath.app.ui;

import java.time.Duration;

/// Estimated times in words, as exactly as an estimate is worth: `about 40 s`, `about 4 min`, `about 3 h 20 min`.
public final class TimeWords {
    private TimeWords() {}

    public static String about(Duration time, Strings strings) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < 10) return strings.get("time.seconds", seconds);
        if (seconds < 90) return strings.get("time.seconds", (seconds + 5) / 10 * 10);
        long minutes = (seconds + 30) / 60;
        if (minutes < 60) return strings.get("time.minutes", minutes);
        long ten = (minutes + 5) / 10 * 10;
        return ten % 60 == 0
                ? strings.get("time.hours", ten / 60)
                : strings.get("time.hoursMinutes", ten / 60, ten % 60);
    }
}
