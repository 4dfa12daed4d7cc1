package polymath.engine.api;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/// Something that went wrong, as code and arguments: the window words it in the user's language, the command line in
/// English.
///
/// @param arguments in the order [FailureCode] names them; numbers are plain digits
public record Failure(FailureCode code, List<String> arguments) {
    public Failure {
        Objects.requireNonNull(code);
        arguments = List.copyOf(arguments);
    }

    public static Failure of(FailureCode code, @Nullable Object... arguments) {
        return new Failure(code, Arrays.stream(arguments).map(String::valueOf).toList());
    }

    /// One English sentence or two: what happened, where, what to do.
    public String english() {
        ResourceBundle sentences = ResourceBundle.getBundle("polymath.engine.api.failures", Locale.ROOT);
        return word(sentences.getString(code.name()));
    }

    /// The arguments put into a sentence in [MessageFormat] form, which has no way of its own to write sizes.
    ///
    /// @param sentence in which `{0}`, `{1}` stand for the arguments and `{b0}`, `{b1}` for the same as sizes in bytes
    public String word(String sentence) {
        Object[] texts = new Object[2 * arguments.size()];
        String form = sentence;
        for (int i = 0; i < arguments.size(); i++) {
            texts[i] = arguments.get(i);
            texts[arguments.size() + i] = bytes(arguments.get(i));
            form = form.replace("{b" + i + "}", "{" + (arguments.size() + i) + "}");
        }
        return new MessageFormat(form, Locale.ROOT).format(texts);
    }

    private static String bytes(String digits) {
        if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9'))
            return digits;
        long n = Long.parseLong(digits);
        if (n < 10_000) return n + " bytes";
        if (n < 1_000_000) return String.format(Locale.ROOT, "%.1f KB", n / 1e3);
        if (n < 1_000_000_000) return String.format(Locale.ROOT, "%.1f MB", n / 1e6);
        return String.format(Locale.ROOT, "%.1f GB", n / 1e9);
    }
}
