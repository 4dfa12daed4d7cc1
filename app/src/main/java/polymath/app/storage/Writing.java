package polymath.app.storage;

/// How messages are written.
///
/// @param enterSends Enter sends and Shift+Enter breaks the line; otherwise Ctrl+Enter sends and Enter breaks it
/// @param longPastesAttach a long text that is pasted becomes an attachment instead of filling the field
public record Writing(boolean enterSends, boolean longPastesAttach) {
    /// Of a fresh installation.
    public static final Writing DEFAULT = new Writing(true, true);

    /// A pasted text longer than this is long.
    public static final int LONG_PASTE_CHARS = 2_500;

    public Writing withEnterSends(boolean sends) {
        return new Writing(sends, longPastesAttach);
    }

    public Writing withLongPastesAttach(boolean attach) {
        return new Writing(enterSends, attach);
    }
}
