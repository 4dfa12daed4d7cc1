package polymath.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import polymath.app.palette.PaletteViewModel.Action;
import polymath.app.palette.ShortcutList;
import polymath.app.ui.KeyNames;
import polymath.app.ui.Strings;

/// The table of all that can be done from anywhere: by its keys, in the command palette, and listed by F1. "Shortcut"
/// is
/// Ctrl, on macOS Cmd.
final class Shortcuts {
    /// @param name its text is `action.NAME`
    /// @param keys empty for what is in the palette only
    private record Row(String name, Optional<KeyCombination> keys, Runnable run) {
        static Row of(String name, String keys, Runnable run) {
            return new Row(name, Optional.of(KeyCombination.valueOf(keys)), run);
        }

        static Row of(String name, Runnable run) {
            return new Row(name, Optional.empty(), run);
        }
    }

    /// Keys that only work where they belong: listed, not done here. Their texts are `shortcut.NAME`.
    private static final List<List<String>> ELSEWHERE = List.of(
            List.of("stop", "Esc"),
            List.of("rename", "F2"),
            List.of("editLast", "Up"),
            List.of("undo", "Shortcut+Z"),
            List.of("pastePlain", "Shortcut+Shift+V"));

    private static final KeyCombination UNDO = KeyCombination.valueOf("Shortcut+Z");

    private static final List<KeyCombination> PLUS = List.of(
            KeyCombination.valueOf("Shortcut+Equals"),
            KeyCombination.valueOf("Shortcut+Shift+Equals"),
            KeyCombination.valueOf("Shortcut+Add"));

    private final List<Row> table;
    private final AppWindow window;
    private final Strings strings;

    Shortcuts(AppWindow window, Strings strings) {
        this.window = window;
        this.strings = strings;
        table = List.of(
                Row.of("newChat", "Shortcut+N", window::newChat),
                Row.of("temporary", "Shortcut+Shift+N", window::newTemporaryChat),
                Row.of("nextChat", "Alt+Down", window::nextChat),
                Row.of("previousChat", "Alt+Up", window::previousChat),
                Row.of("search", "Shortcut+K", window::focusSearch),
                Row.of("find", "Shortcut+F", window::findInChat),
                Row.of("export", "Shortcut+E", window::exportChat),
                Row.of("open", "Shortcut+O", window::openFiles),
                Row.of("showText", window::showLastDocument),
                Row.of("composer", "Shortcut+L", window::focusComposer),
                Row.of("again", "Shortcut+R", window::answerAgain),
                Row.of("copyLast", "Shortcut+Shift+C", window::copyLastAnswer),
                Row.of("copyChat", window::copyChat),
                Row.of("sidebar", "Shortcut+B", window::toggleSidebar),
                Row.of("prompt", "Shortcut+Shift+S", window::openPrompt),
                Row.of("presets", window::openPresets),
                Row.of("model", window::chooseModel),
                Row.of("settings", "Shortcut+Comma", window::openSettings),
                Row.of("larger", "Shortcut+Plus", () -> window.changeTextSize(1)),
                Row.of("smaller", "Shortcut+Minus", () -> window.changeTextSize(-1)),
                Row.of("normal", "Shortcut+0", () -> window.changeTextSize(0)),
                Row.of("diagnostics", window::copyDiagnostics),
                Row.of("palette", "Shortcut+Shift+P", window::openPalette),
                Row.of("shortcuts", "F1", window::openShortcuts),
                Row.of("quit", "Shortcut+Q", window::quit));
    }

    /// Does what the keys pressed stand for.
    void pressed(KeyEvent event) {
        if (UNDO.match(event) && !typed(event) && window.undoDelete()) {
            event.consume();
            return;
        }
        for (Row row : table) {
            // the plus is another key, or the upper half of one, on many keyboards
            boolean plus = row.name().equals("larger") && PLUS.stream().anyMatch(keys -> keys.match(event));
            if (!plus && row.keys().filter(keys -> keys.match(event)).isEmpty()) continue;
            event.consume();
            window.closeOverlay();
            row.run().run();
            return;
        }
    }

    // What was typed comes back first; an empty composer could only undo that its message was sent.
    private static boolean typed(KeyEvent event) {
        return event.getTarget() instanceof TextInputControl field
                && field.isUndoable()
                && !field.getText().isEmpty();
    }

    /// For the command palette.
    List<Action> actions() {
        return table.stream()
                .map(row -> new Action(strings.get("action." + row.name()), keys(row), row.run()))
                .toList();
    }

    /// For the list of keys.
    ///
    /// @param enterSends what Enter does in the composer
    List<ShortcutList.Line> lines(boolean enterSends) {
        List<ShortcutList.Line> lines = new ArrayList<>();
        String enter = strings.get("key.enter");
        lines.add(new ShortcutList.Line(
                strings.get("shortcut.send"), enterSends ? enter : strings.get("key.control") + "+" + enter));
        lines.add(new ShortcutList.Line(
                strings.get("shortcut.break"), enterSends ? strings.get("key.shift") + "+" + enter : enter));
        for (List<String> row : ELSEWHERE)
            lines.add(new ShortcutList.Line(
                    strings.get("shortcut." + row.getFirst()),
                    KeyNames.of(KeyCombination.valueOf(row.getLast()), strings)));
        for (Row row : table)
            if (row.keys().isPresent())
                lines.add(new ShortcutList.Line(strings.get("action." + row.name()), keys(row)));
        return lines;
    }

    private String keys(Row row) {
        return row.keys().map(keys -> KeyNames.of(keys, strings)).orElse("");
    }
}
