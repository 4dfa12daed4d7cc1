package polymath.engine.api;

/// How much a summary tells.
public enum SummaryDepth {
    /// At most five bullet points.
    SHORT,
    /// About a page.
    PAGE,
    /// Each section's own summary, nothing merged.
    SECTIONS
}
