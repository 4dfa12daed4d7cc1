package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;

class StringsTest {
    private static final Pattern ARGUMENT = Pattern.compile("\\{b?\\d");

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSameArguments() {
        ResourceBundle english = ResourceBundle.getBundle("polymath.app.strings", Locale.ROOT);
        ResourceBundle german = ResourceBundle.getBundle("polymath.app.strings", Locale.GERMAN);
        TreeSet<String> own = german.keySet().stream()
                .filter(key -> !key.startsWith("failure."))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(own).isEqualTo(new TreeSet<>(english.keySet()));
        for (String key : english.keySet())
            assertThat(arguments(german.getString(key))).as(key).isEqualTo(arguments(english.getString(key)));
    }

    @Test
    void everyFailureHasAGermanSentence() {
        Strings german = Strings.of(Locale.GERMAN);
        for (FailureCode code : FailureCode.values()) {
            Failure failure = Failure.of(code, "eins", "zwei", "drei");
            assertThat(german.failure(failure)).as(code.name()).isNotBlank().isNotEqualTo(failure.english());
            assertThat(german.failure(failure)).as(code.name()).doesNotContain("{");
        }
    }

    @Test
    void englishIsEnglishOnAGermanSystem() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Strings.of(Locale.UK).get("copy")).isEqualTo("Copy");
            assertThat(Strings.of(Locale.FRANCE).get("copy")).isEqualTo("Copy");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void numbersFollowTheLanguage() {
        assertThat(Strings.of(Locale.GERMANY).get("header.context", 1_204, 32_768))
                .isEqualTo("1.204 von 32.768");
        assertThat(Strings.of(Locale.UK).get("header.context", 1_204, 32_768)).isEqualTo("1,204 of 32,768");
    }

    private static Set<String> arguments(String text) {
        return ARGUMENT.matcher(text).results().map(r -> r.group()).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyTextCanBeFormatted() {
        for (Locale locale : Arrays.asList(Locale.ENGLISH, Locale.GERMAN)) {
            Strings strings = Strings.of(locale);
            ResourceBundle bundle = ResourceBundle.getBundle("polymath.app.strings", Locale.ROOT);
            for (String key : bundle.keySet())
                assertThat(strings.get(key, 1, 2, 3, 4, 5)).as(key).isNotNull();
        }
    }
}
