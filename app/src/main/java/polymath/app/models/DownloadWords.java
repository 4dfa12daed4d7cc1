package polymath.app.models;

import java.time.Duration;
import java.util.Locale;
import polymath.app.download.DownloadEvent;
import polymath.app.download.Outcome;
import polymath.app.ui.Bytes;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.TimeWords;

/// What is said about a download.
final class DownloadWords {
    private final Strings strings;

    DownloadWords(Strings strings) {
        this.strings = strings;
    }

    String title(DownloadState state) {
        return switch (state) {
            case DownloadState.Idle idle -> "";
            case DownloadState.Running now ->
                strings.get("download.running", now.variant().quantization());
            case DownloadState.Checking now ->
                strings.get("download.checking", now.variant().quantization());
            case DownloadState.Paused now ->
                strings.get("download.paused", now.variant().quantization());
            case DownloadState.Failed now ->
                strings.get("download.failed", now.variant().quantization());
        };
    }

    /// Under the title.
    String line(DownloadState state) {
        return switch (state) {
            case DownloadState.Idle idle -> "";
            case DownloadState.Running now -> running(now);
            case DownloadState.Checking now -> percent(now.bytes(), now.total());
            case DownloadState.Paused now -> strings.get("download.kept", percent(now.bytes(), now.total()));
            case DownloadState.Failed now -> problem(now.outcome());
        };
    }

    /// Where there is little room.
    String brief(DownloadState state) {
        return switch (state) {
            case DownloadState.Running now -> runningBriefly(now);
            case DownloadState.Failed failed -> strings.get("download.look");
            default -> line(state);
        };
    }

    private String runningBriefly(DownloadState.Running now) {
        String percent = percent(now.bytes(), now.total());
        if (now.waiting().isPresent()) return strings.get("download.waiting.brief", percent);
        return now.bytesPerSecond() > 0 ? percent + " · " + left(now) : percent;
    }

    private String running(DownloadState.Running now) {
        if (now.waiting().isPresent()) return waiting(now.waiting().get(), now);
        if (now.total() == 0) return strings.get("download.asking");
        if (now.bytesPerSecond() == 0) return Bytes.ofTotal(now.bytes(), now.total(), strings);
        return strings.get(
                "download.progress",
                Bytes.ofTotal(now.bytes(), now.total(), strings),
                now.bytesPerSecond() / 1e6,
                left(now));
    }

    private String left(DownloadState.Running now) {
        double seconds = (now.total() - now.bytes()) / now.bytesPerSecond();
        return TimeWords.about(Duration.ofSeconds((long) Math.min(seconds, 1e7)), strings);
    }

    private String waiting(DownloadEvent.Waiting waiting, DownloadState.Running now) {
        return strings.get(
                "download.waiting." + waiting.trouble().name().toLowerCase(Locale.ROOT),
                percent(now.bytes(), now.total()),
                Math.max(1, waiting.delay().toSeconds()));
    }

    private String percent(long bytes, long total) {
        return strings.get("download.percent", total == 0 ? 0 : 100 * bytes / total);
    }

    private String problem(Outcome outcome) {
        return switch (outcome) {
            case Outcome.NoSpace none -> strings.get("download.problem.space", Bytes.of(none.missingBytes(), strings));
            case Outcome.CannotWrite cannot ->
                strings.get("download.problem.write", SafeText.line(cannot.problem(), 120));
            case Outcome.Refused refused ->
                strings.get(
                        "download.problem." + refused.reason().name().toLowerCase(Locale.ROOT),
                        SafeText.line(refused.detail(), 120));
            case Outcome.Finished finished -> "";
            case Outcome.Paused paused -> "";
        };
    }
}
