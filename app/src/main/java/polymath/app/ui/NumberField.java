package polymath.app.ui;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.DoublePredicate;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.TextField;

/// A field for one number, in the notation of the user's language. What is no number, or not allowed, is marked and
/// changes nothing; on leaving the field shows again what is in force.
public final class NumberField extends TextField {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final NumberFormat format;
    private final DoublePredicate allowed;
    private final ObservableValue<? extends Number> value;

    /// @param name to screen readers
    /// @param value in force
    /// @param change called with every allowed number as it is typed
    public NumberField(
            String name,
            Locale locale,
            ObservableValue<? extends Number> value,
            DoublePredicate allowed,
            DoubleConsumer change) {
        this.allowed = allowed;
        this.value = value;
        format = NumberFormat.getNumberInstance(locale);
        format.setGroupingUsed(false);
        format.setMaximumFractionDigits(3);
        getStyleClass().add("number-field");
        setPrefColumnCount(7);
        setMaxWidth(USE_PREF_SIZE);
        setAccessibleText(name);
        value.subscribe(now -> {
            if (!isFocused()) show();
        });
        textProperty().addListener((property, old, now) -> {
            Optional<Double> number = read(now);
            pseudoClassStateChanged(WRONG, number.isEmpty());
            if (isFocused()) number.ifPresent(change::accept);
        });
        focusedProperty().addListener((property, old, focused) -> {
            if (!focused) show();
        });
        setOnAction(event -> show());
    }

    private void show() {
        // a float's own digits: 0.7f is 0.699999988… as a double
        setText(format.format(new BigDecimal(value.getValue().toString())));
        pseudoClassStateChanged(WRONG, false);
    }

    private Optional<Double> read(String text) {
        String plain = text.strip();
        ParsePosition end = new ParsePosition(0);
        Number number = format.parse(plain, end);
        if (number == null || end.getIndex() < plain.length() || plain.isEmpty()) return point(plain);
        return Optional.of(number.doubleValue()).filter(allowed::test);
    }

    /// With a point, whatever the language writes: 0.7 is what documents about models say.
    private Optional<Double> point(String text) {
        boolean comma =
                format instanceof DecimalFormat d && d.getDecimalFormatSymbols().getDecimalSeparator() == ',';
        if (!comma || !text.matches("[0-9]*\\.[0-9]+")) return Optional.empty();
        return Optional.of(Double.parseDouble(text)).filter(allowed::test);
    }
}
