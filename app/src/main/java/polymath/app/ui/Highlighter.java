package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import polymath.app.ui.Block.Kind;
import polymath.app.ui.Block.Run;

/// Splits code into runs of one colour: comments, strings, numbers and keywords of the languages in [CodeLanguage]. One
/// pass from left to right without regular expressions, so no text can make it slow.
final class Highlighter {
    /// Longer code is not coloured: nobody reads it here, and it is cut into many blocks anyway.
    private static final int LONGEST = 200_000;

    private final String code;
    private final CodeLanguage language;
    private final List<Run> runs = new ArrayList<>();
    private int at;
    private int plainFrom;

    private Highlighter(String code, CodeLanguage language) {
        this.code = code;
        this.language = language;
    }

    /// The code in runs; a language that is not known, or none, gives one plain run.
    static List<Run> runs(String code, String languageName) {
        Optional<CodeLanguage> language = CodeLanguage.named(languageName);
        if (code.isEmpty() || code.length() > LONGEST || language.isEmpty()) return List.of(new Run(code, Kind.PLAIN));
        return new Highlighter(code, language.get()).scan();
    }

    private List<Run> scan() {
        while (at < code.length()) {
            char c = code.charAt(at);
            if (startsComment()) continue;
            Optional<String> quote = language.quotes().stream()
                    .filter(q -> code.startsWith(q, at))
                    .findFirst();
            if (quote.isPresent()) emit(endOfString(quote.get()), Kind.STRING);
            else if (Character.isDigit(c)) emit(endOfNumber(), Kind.NUMBER);
            else if (language.isMarkup() && c == '<') emit(endOfTag(), Kind.KEYWORD);
            else if (isWord(c)) word();
            else at++;
        }
        flushPlain(at);
        return runs;
    }

    private boolean startsComment() {
        for (String mark : language.lineComments())
            if (code.startsWith(mark, at) && (!mark.equals("#") || at == 0 || !isWord(code.charAt(at - 1)))) {
                int feed = code.indexOf('\n', at);
                emit(feed < 0 ? code.length() : feed, Kind.COMMENT);
                return true;
            }
        if (!language.blockComments().isEmpty()
                && code.startsWith(language.blockComments().getFirst(), at)) {
            String close = language.blockComments().getLast();
            int end =
                    code.indexOf(close, at + language.blockComments().getFirst().length());
            emit(end < 0 ? code.length() : end + close.length(), Kind.COMMENT);
            return true;
        }
        return false;
    }

    private int endOfString(String quote) {
        boolean overLines = quote.length() == 3 || quote.equals("`");
        int i = at + quote.length();
        while (i < code.length()) {
            if (code.startsWith(quote, i)) return i + quote.length();
            if (code.charAt(i) == '\n' && !overLines) return i;
            i += code.charAt(i) == '\\' ? 2 : 1;
        }
        return code.length();
    }

    private int endOfNumber() {
        int i = at;
        while (i < code.length()) {
            char c = code.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '.' && c != '_') break;
            if (c == '.' && (i + 1 >= code.length() || !Character.isDigit(code.charAt(i + 1)))) break;
            i++;
        }
        return i;
    }

    private int endOfTag() {
        int i = at + 1;
        while (i < code.length() && (isWord(code.charAt(i)) || "/!?:-".indexOf(code.charAt(i)) >= 0)) i++;
        return i;
    }

    private void word() {
        int end = at;
        while (end < code.length() && isWord(code.charAt(end))) end++;
        String word = code.substring(at, end);
        if (language.keywords().contains(language.ignoreCase() ? word.toLowerCase(Locale.ROOT) : word))
            emit(end, Kind.KEYWORD);
        else at = end;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
    }

    private void emit(int end, Kind kind) {
        flushPlain(at);
        int stop = Math.min(end, code.length());
        runs.add(new Run(code.substring(at, stop), kind));
        at = stop;
        plainFrom = stop;
    }

    private void flushPlain(int end) {
        if (end > plainFrom) runs.add(new Run(code.substring(plainFrom, end), Kind.PLAIN));
    }
}
