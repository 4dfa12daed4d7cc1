package polymath.app.transfer;

/// How much one import may hold. A file can be written to exhaust who reads it; nobody's own history is near these
/// numbers.
final class ImportBudget {
    private static final int CHATS = 100_000;
    private static final int NODES = 2_000_000;
    private static final long CHARACTERS = 200_000_000;

    /// There was more than that.
    static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private int chats;
    private int nodes;
    private long characters;

    void chat() {
        if (++chats > CHATS) throw new ExceededException();
    }

    /// A message, a document, or a node of a tree of messages.
    void node() {
        if (++nodes > NODES) throw new ExceededException();
    }

    String text(String text) {
        characters += text.length();
        if (characters > CHARACTERS) throw new ExceededException();
        return text;
    }
}
