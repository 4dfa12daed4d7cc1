package polymath.app.storage;

import java.text.Normalizer;
import java.util.Arrays;

/// Text made comparable: lower case, without accents, compatibility forms resolved, and letters that Unicode does not
/// decompose (`ł ø đ ß æ`) replaced by what people type for them. Index and query are folded the same way. Each folded
/// character knows where it came from, so that finds can be shown in the original.
public final class FoldedText {
    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    private FoldedText(int length) {
        text = new StringBuilder(length);
        starts = new int[length];
        ends = new int[length];
    }

    public static FoldedText of(String original) {
        FoldedText folded = new FoldedText(original.length() + 16);
        for (int i = 0; i < original.length(); ) {
            int c = original.codePointAt(i);
            int next = i + Character.charCount(c);
            folded.take(c, i, next);
            i = next;
        }
        return folded;
    }

    /// For the index and for queries: ideographs stand alone, because a run of them would be one long word to the
    /// tokenizer and only its beginning could be found.
    static String forIndex(String original) {
        String folded = of(original).text();
        if (folded.codePoints().noneMatch(FoldedText::ideograph)) return folded;
        StringBuilder spaced = new StringBuilder(folded.length() * 2);
        folded.codePoints().forEach(c -> {
            if (ideograph(c)) spaced.append(' ').appendCodePoint(c).append(' ');
            else spaced.appendCodePoint(c);
        });
        return spaced.toString();
    }

    public String text() {
        return text.toString();
    }

    /// Where the original of folded character `index` begins.
    public int start(int index) {
        return starts[index];
    }

    /// Where the original of folded character `index` ends, accents that follow it included.
    public int end(int index) {
        return ends[index];
    }

    static boolean wordCharacter(int c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    public static boolean ideograph(int c) {
        if (c < 0x2e80) return false;
        Character.UnicodeScript script = Character.UnicodeScript.of(c);
        return script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA;
    }

    private void take(int c, int start, int end) {
        if (c < 0x80) {
            put(c >= 'A' && c <= 'Z' ? (char) (c + 32) : (char) c, start, end);
            return;
        }
        String replaced = replacement(c);
        String plain =
                replaced.isEmpty() ? Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD) : replaced;
        int before = text.length();
        plain.codePoints().filter(part -> !accent(part)).forEach(part -> {
            for (char unit : Character.toChars(Character.toLowerCase(part))) put(unit, start, end);
        });
        if (text.length() == before && before > 0) ends[before - 1] = end; // an accent belongs to its letter
    }

    private static boolean accent(int c) {
        // Marks of one script (vowel signs of Hindi or Thai) are spelling; marks of all scripts are accents.
        return Character.getType(c) == Character.NON_SPACING_MARK
                && Character.UnicodeScript.of(c) == Character.UnicodeScript.INHERITED;
    }

    private static String replacement(int c) {
        return switch (c) {
            case 'ł', 'Ł' -> "l";
            case 'ø', 'Ø' -> "o";
            case 'đ', 'Đ', 'ð', 'Ð' -> "d";
            case 'ß', 'ẞ' -> "ss";
            case 'æ', 'Æ' -> "ae";
            case 'œ', 'Œ' -> "oe";
            case 'þ', 'Þ' -> "th";
            case 'ħ', 'Ħ' -> "h";
            case 'ŧ', 'Ŧ' -> "t";
            case 'ı' -> "i";
            case 'ς' -> "σ";
            default -> "";
        };
    }

    private void put(char unit, int start, int end) {
        int at = text.length();
        if (at == starts.length) {
            starts = Arrays.copyOf(starts, 2 * at);
            ends = Arrays.copyOf(ends, 2 * at);
        }
        starts[at] = start;
        ends[at] = end;
        text.append(unit);
    }
}
