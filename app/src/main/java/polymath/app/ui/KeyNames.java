package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyCombination.ModifierValue;

/// Keys as the user's keyboard has them written: Ctrl+N, Strg+N, ⌘N.
public final class KeyNames {
    private static final boolean MAC =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");

    private KeyNames() {}

    public static String of(KeyCombination keys, Strings strings) {
        List<String> parts = new ArrayList<>();
        if (keys.getShortcut() == ModifierValue.DOWN || keys.getControl() == ModifierValue.DOWN)
            parts.add(MAC ? "⌘" : strings.get("key.control"));
        if (keys.getAlt() == ModifierValue.DOWN) parts.add(MAC ? "⌥" : strings.get("key.alt"));
        if (keys.getShift() == ModifierValue.DOWN) parts.add(MAC ? "⇧" : strings.get("key.shift"));
        if (keys instanceof KeyCodeCombination code) parts.add(name(code.getCode(), strings));
        return String.join(MAC ? "" : "+", parts);
    }

    private static String name(KeyCode code, Strings strings) {
        return switch (code) {
            case ENTER -> strings.get("key.enter");
            case ESCAPE -> strings.get("key.escape");
            case COMMA -> ",";
            case PLUS, EQUALS -> "+";
            case MINUS -> "−";
            case UP -> "↑";
            case DOWN -> "↓";
            case DIGIT0 -> "0";
            default -> code.getName();
        };
    }
}
