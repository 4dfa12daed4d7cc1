package polymath.app.citation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The forms in which a name may stand on a page: plural and genitive, the adjective of a country, umlauts written out;
/// and the numbers that words stand for. All words are folded.
final class WordForms {
    private static final List<String> ENDINGS = List.of("y", "n", "an", "ian", "ish", "ese", "sch", "sche", "schen");

    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("zero", "0"),
            Map.entry("null", "0"),
            Map.entry("one", "1"),
            Map.entry("once", "1"),
            Map.entry("first", "1"),
            Map.entry("ein", "1"),
            Map.entry("eins", "1"),
            Map.entry("eine", "1"),
            Map.entry("einen", "1"),
            Map.entry("einem", "1"),
            Map.entry("einer", "1"),
            Map.entry("two", "2"),
            Map.entry("twice", "2"),
            Map.entry("second", "2"),
            Map.entry("zwei", "2"),
            Map.entry("three", "3"),
            Map.entry("third", "3"),
            Map.entry("drei", "3"),
            Map.entry("four", "4"),
            Map.entry("fourth", "4"),
            Map.entry("vier", "4"),
            Map.entry("five", "5"),
            Map.entry("fifth", "5"),
            Map.entry("funf", "5"),
            Map.entry("six", "6"),
            Map.entry("sixth", "6"),
            Map.entry("sechs", "6"),
            Map.entry("seven", "7"),
            Map.entry("seventh", "7"),
            Map.entry("sieben", "7"),
            Map.entry("eight", "8"),
            Map.entry("eighth", "8"),
            Map.entry("acht", "8"),
            Map.entry("nine", "9"),
            Map.entry("ninth", "9"),
            Map.entry("neun", "9"),
            Map.entry("ten", "10"),
            Map.entry("tenth", "10"),
            Map.entry("zehn", "10"),
            Map.entry("eleven", "11"),
            Map.entry("elf", "11"),
            Map.entry("twelve", "12"),
            Map.entry("dozen", "12"),
            Map.entry("zwolf", "12"),
            Map.entry("dutzend", "12"),
            Map.entry("fifteen", "15"),
            Map.entry("funfzehn", "15"),
            Map.entry("twenty", "20"),
            Map.entry("zwanzig", "20"),
            Map.entry("thirty", "30"),
            Map.entry("dreissig", "30"),
            Map.entry("forty", "40"),
            Map.entry("vierzig", "40"),
            Map.entry("fifty", "50"),
            Map.entry("funfzig", "50"),
            Map.entry("sixty", "60"),
            Map.entry("sechzig", "60"),
            Map.entry("seventy", "70"),
            Map.entry("siebzig", "70"),
            Map.entry("eighty", "80"),
            Map.entry("achtzig", "80"),
            Map.entry("ninety", "90"),
            Map.entry("neunzig", "90"),
            Map.entry("hundred", "100"),
            Map.entry("hundert", "100"),
            Map.entry("thousand", "1000"),
            Map.entry("tausend", "1000"),
            Map.entry("half", "50"),
            Map.entry("halfte", "50"));

    private WordForms() {}

    /// What a page is searched by for a word on it.
    static List<String> kept(String word) {
        String plain = withoutUmlauts(word);
        return plain.equals(word)
                ? List.of(word, Word.stem(word))
                : List.of(word, Word.stem(word), plain, Word.stem(plain));
    }

    /// What a name may be kept as.
    static Set<String> sought(String word) {
        Set<String> forms = new LinkedHashSet<>(kept(word));
        for (String ending : ENDINGS) {
            forms.add(word + ending);
            if (word.endsWith(ending) && word.length() - ending.length() >= 4)
                forms.add(word.substring(0, word.length() - ending.length()));
        }
        return forms;
    }

    /// The number that a word stands for; empty for none.
    static String number(String word) {
        return NUMBERS.getOrDefault(word, "");
    }

    /// ae as it is written where there is no ä, which folding made an a.
    private static String withoutUmlauts(String word) {
        return word.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    }
}
