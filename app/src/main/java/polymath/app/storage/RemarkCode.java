package polymath.app.storage;

/// What is worth knowing about a document that was read, with the arguments of its sentence.
public enum RemarkCode {
    /// how many invisible characters were taken out
    HIDDEN_CHARACTERS,
    /// how many characters that nobody sees on the page were left out
    HIDDEN_TEXT,
    /// how many lines were left out, the first of them
    RUNNING_LINES,
    /// how many pages, which
    PICTURE_PAGES,
    /// how many pages, which
    GARBLED_PAGES,
    /// how many pages, which
    DAMAGED_PAGES,
    /// how many pages, which
    SKIPPED_PAGES,
    /// how many cells were read; the others were not
    CELLS_CUT,
    /// how many characters were read; the others were not
    TEXT_CUT,
    /// how many tokens it has: too many, so that for each question the passages that match it are read
    IN_PASSAGES,
    /// it is a chat that another one goes on from
    EARLIER_CHAT,
    /// first and last page that are read because the user chose so, their labels
    ONLY_PAGES
}
