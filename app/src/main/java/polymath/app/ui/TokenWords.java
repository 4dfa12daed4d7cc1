package polymath.app.ui;

/// What tokens are in words of English, for people: about three words to four tokens.
public final class TokenWords {
    private TokenWords() {}

    public static long of(long tokens) {
        return tokens * 3 / 4;
    }

    /// In a number that claims no more than it knows.
    public static long rounded(long tokens) {
        long words = of(tokens);
        int unit = words >= 10_000 ? 1_000 : words >= 1_000 ? 100 : 10;
        return words / unit * unit;
    }
}
