package polymath.engine.cuda.ptx;

import java.util.ArrayList;
import java.util.List;

/// The words of a program's text, with the lines they stand in, without comments.
final class PtxScanner {
    /// @param text a name, number or string, or one sign
    record Token(String text, int line) {
        boolean isName() {
            return PtxScanner.startsName(text.charAt(0));
        }

        boolean isNumber() {
            return Character.isDigit(text.charAt(0));
        }
    }

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int next;

    PtxScanner(String text) {
        this.text = text;
        while (at < text.length()) scan();
        tokens.add(new Token("\0", line));
    }

    boolean isAtEnd() {
        return next == tokens.size() - 1;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token next() {
        return isAtEnd() ? peek() : tokens.get(next++);
    }

    /// Whether this comes next; it is passed over then.
    boolean accept(String word) {
        if (!peek().text().equals(word)) return false;
        next();
        return true;
    }

    void expect(String word) {
        Token token = next();
        if (!token.text().equals(word)) throw wrong(token, "'" + word + "' expected");
    }

    String name() {
        Token token = next();
        if (!token.isName()) throw wrong(token, "a name expected");
        return token.text();
    }

    int number() {
        Token token = next();
        if (!token.isNumber()) throw wrong(token, "a number expected");
        return Integer.decode(token.text());
    }

    /// Passes over all up to and with a word.
    void skipPast(String word) {
        boolean passed = false;
        while (!isAtEnd() && !passed) passed = next().text().equals(word);
    }

    static PtxError wrong(Token token, String why) {
        return new PtxError("line %d: %s, got '%s'".formatted(token.line(), why, token.text()));
    }

    private void scan() {
        char c = text.charAt(at);
        if (c == '\n') line++;
        if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("//", at)) {
            skipLine();
        } else if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at) + 2;
            for (; at < end; at++) if (text.charAt(at) == '\n') line++;
        } else if (c == '"') {
            add(text.indexOf('"', at + 1) + 1);
        } else if (startsName(c)) {
            addName();
        } else if (Character.isDigit(c)) {
            int end = at;
            while (isInName(end) || isFraction(end)) end++;
            add(end);
        } else {
            add(at + 1);
        }
    }

    private void addName() {
        int end = at + 1;
        // ".reg.b16" are two words, "ld.global" and "L1::no_allocate" are one
        boolean isOpcode = text.charAt(at) != '.';
        while (isInName(end) || isOpcode && isInOpcode(end)) end++;
        String name = text.substring(at, end);
        // these end with their line, unlike all other statements
        if (name.equals(".loc") || name.equals(".file")) skipLine();
        else add(end);
    }

    private boolean isInOpcode(int index) {
        return text.startsWith(".", index) || text.startsWith("::", index) || text.charAt(index - 1) == ':';
    }

    private boolean isInName(int index) {
        if (index >= text.length()) return false;
        char c = text.charAt(index);
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '%';
    }

    private boolean isFraction(int index) {
        return index + 1 < text.length() && text.charAt(index) == '.' && Character.isDigit(text.charAt(index + 1));
    }

    private static boolean startsName(char c) {
        return Character.isLetter(c) || c == '_' || c == '$' || c == '%' || c == '.';
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void add(int end) {
        tokens.add(new Token(text.substring(at, end), line));
        at = end;
    }
}
