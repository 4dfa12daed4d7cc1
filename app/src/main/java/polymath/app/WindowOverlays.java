package polymath.app;

import java.util.ArrayList;
import java.util.List;
import polymath.app.palette.PaletteView;
import polymath.app.palette.PaletteViewModel;
import polymath.app.palette.PaletteViewModel.Action;
import polymath.app.palette.ShortcutList;
import polymath.app.settings.SettingsView.Section;
import polymath.app.storage.Preset;
import polymath.app.ui.Overlay;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What comes over the window for a moment: the command palette and the list of keys.
final class WindowOverlays {
    private static final double PALETTE_WIDTH = 560;
    private static final double LIST_WIDTH = 480;

    private final AppModel app;
    private final AppWindow window;
    private final Strings strings;
    private final Overlay layer = new Overlay();
    private final PaletteViewModel palette = new PaletteViewModel();
    private final PaletteView paletteView;

    WindowOverlays(AppModel app, AppWindow window, Strings strings) {
        this.app = app;
        this.window = window;
        this.strings = strings;
        paletteView = new PaletteView(palette, strings, layer::close);
    }

    /// Belongs over everything else.
    Overlay layer() {
        return layer;
    }

    void close() {
        if (layer.isOpen()) layer.close();
    }

    void openPalette() {
        List<Action> actions = new ArrayList<>(window.shortcuts().actions());
        for (Section section : Section.values())
            actions.add(new Action(window.nameOf(section), "", () -> window.openSettings(section)));
        for (Preset preset : app.prompt().presets().library().presets())
            actions.add(new Action(
                    strings.get("palette.preset", SafeText.line(preset.name(), 60)),
                    "",
                    () -> window.takePreset(preset)));
        actions.add(new Action(strings.get("goOnInNew"), "", window::goOnInNew));
        palette.begin(actions);
        layer.show(paletteView, PALETTE_WIDTH);
        paletteView.focusField();
    }

    void openShortcuts() {
        boolean enterSends = app.choices().settingsProperty().get().writing().enterSends();
        ShortcutList list = new ShortcutList(window.shortcuts().lines(enterSends), strings, layer::close);
        layer.show(list, LIST_WIDTH);
        list.focusClose();
    }
}
