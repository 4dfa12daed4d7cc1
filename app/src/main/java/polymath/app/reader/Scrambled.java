package polymath.app.reader;

import java.util.List;

/// Text whose font says which letters it draws, and says it wrong: codes shifted by some places look like words that
/// nobody can pronounce.
final class Scrambled {
    private static final int LEAST_LETTERS = 200;
    private static final double LEAST_VOWELS = 0.15; // Polish and Czech have about 0.35
    private static final String VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüąęěůőűăâîı";

    private Scrambled() {}

    static boolean looks(List<Piece> pieces) {
        int letters = 0;
        int vowels = 0;
        for (Piece piece : pieces)
            for (int i = 0; i < piece.text().length(); i++) {
                char c = Character.toLowerCase(piece.text().charAt(i));
                if (Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN) continue;
                letters++;
                if (VOWELS.indexOf(c) >= 0) vowels++;
            }
        return letters >= LEAST_LETTERS && vowels < LEAST_VOWELS * letters;
    }
}
