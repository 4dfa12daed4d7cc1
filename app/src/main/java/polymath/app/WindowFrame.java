package polymath.app;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/// The window's three regions side by side: sidebar, main, panel. Where there is no room for all, the panel lies over
/// the main region; where there is hardly room for one, the sidebar does too and shows only when it is asked for.
final class WindowFrame extends Region {
    private static final double SIDEBAR = 264;
    private static final double PANEL = 380;
    /// Main keeps at least this beside a panel.
    private static final double MAIN_MIN = 520;

    /// Below this width the sidebar would leave no column to read in.
    private static final double NARROW = 640;

    private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

    private final Region sidebar;
    private final Region main;
    private Optional<Region> panel = Optional.empty();
    private boolean sidebarOpen = true;
    private boolean sidebarOver;

    WindowFrame(Region sidebar, Region main) {
        this.sidebar = sidebar;
        this.main = main;
        getStyleClass().add("window");
        getChildren().addAll(main, sidebar);
    }

    boolean sidebarOpen() {
        return narrow() ? sidebarOver : sidebarOpen;
    }

    /// Whether the sidebar lies over the main region; what is opened then is not what the user wants for good.
    boolean narrow() {
        return getWidth() > 0 && getWidth() < NARROW;
    }

    void setSidebarOpen(boolean open) {
        if (narrow()) sidebarOver = open;
        else sidebarOpen = open;
        sidebar.setVisible(open);
        requestLayout();
    }

    /// Takes the sidebar away where it lies over what was just chosen in it.
    void hideSidebarOver() {
        sidebarOver = false;
        requestLayout();
    }

    Optional<Region> panel() {
        return panel;
    }

    void setPanel(Optional<Region> now) {
        panel.ifPresent(getChildren()::remove);
        panel = now;
        now.ifPresent(getChildren()::add);
        requestLayout();
    }

    boolean shows(Node node) {
        return panel.filter(p -> p.equals(node)).isPresent();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double wide = sidebarOpen() ? Math.min(SIDEBAR, width) : 0;
        double left = narrow() ? 0 : wide;
        sidebar.setVisible(sidebarOpen());
        sidebar.pseudoClassStateChanged(OVER, narrow());
        if (sidebarOpen()) sidebar.resizeRelocate(0, 0, wide, height);
        double right = panel.isPresent() ? Math.min(PANEL, width - left) : 0;
        boolean over = right > 0 && width - left - right < MAIN_MIN;
        panel.ifPresent(p -> {
            p.resizeRelocate(width - right, 0, right, height);
            p.pseudoClassStateChanged(OVER, over);
        });
        main.resizeRelocate(left, 0, Math.max(0, width - left - (over ? 0 : right)), height);
    }
}
