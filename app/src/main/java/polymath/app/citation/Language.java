package polymath.app.citation;

import java.util.List;
import java.util.Set;

/// Tells German, where every noun has a capital, from other languages, where a capital means a name.
final class Language {
    private static final Set<String> GERMAN = Set.of(
            "der", "die", "das", "und", "ist", "sind", "ein", "eine", "einen", "einer", "nicht", "mit", "von", "zu",
            "den", "dem", "des", "auf", "fur", "im", "wurde", "werden", "wird", "sich", "auch", "als", "bei", "aus",
            "nach", "uber", "durch", "zum", "zur", "vom", "hat", "oder", "dass");

    private static final int LOOKED_AT = 4_000;

    private Language() {}

    /// Whether one word in twelve, and at least one, is one of the commonest German ones.
    static boolean isGerman(String text) {
        List<Word> words = Word.in(text.substring(0, Math.min(LOOKED_AT, text.length())));
        long german = words.stream().filter(w -> GERMAN.contains(w.folded())).count();
        return german > 0 && german * 12 >= words.size();
    }
}
