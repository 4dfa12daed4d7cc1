package polymath.app.documents;

import java.time.Duration;

/// How long the reader may take.
///
/// @param page of processor time for one page, where a document is read page by page
/// @param silence without any sign of progress
record ReaderLimits(Duration page, Duration silence) {
    static final ReaderLimits USUAL = new ReaderLimits(Duration.ofSeconds(5), Duration.ofSeconds(60));
}
