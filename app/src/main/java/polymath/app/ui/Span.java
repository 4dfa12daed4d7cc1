package polymath.app.ui;

import java.util.Objects;

/// A piece of text in one style.
///
/// @param link where a click leads, empty for none; always an address that [Links#target] accepts
public record Span(String text, Style style, String link) {

    /// How a piece of text is set.
    public record Style(boolean bold, boolean italic, boolean code, boolean strike) {
        public static final Style PLAIN = new Style(false, false, false, false);

        Style withBold() {
            return new Style(true, italic, code, strike);
        }

        Style withItalic() {
            return new Style(bold, true, code, strike);
        }

        Style withCode() {
            return new Style(bold, italic, true, strike);
        }

        Style withStrike() {
            return new Style(bold, italic, code, true);
        }
    }

    public Span {
        Objects.requireNonNull(text);
        Objects.requireNonNull(style);
        Objects.requireNonNull(link);
    }

    public static Span plain(String text) {
        return new Span(text, Style.PLAIN, "");
    }
}
