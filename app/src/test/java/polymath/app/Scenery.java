package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be found out about a window by looking at its scene graph. FX thread only, unless said otherwise.
final class Scenery {
    private Scenery() {}

    /// All nodes that can be seen.
    static List<Node> shown(Node node) {
        List<Node> all = new ArrayList<>();
        collect(node, all);
        return all;
    }

    private static void collect(Node node, List<Node> all) {
        if (!node.isVisible() || node.getOpacity() == 0) return;
        all.add(node);
        if (node instanceof Parent parent) parent.getChildrenUnmodifiable().forEach(child -> collect(child, all));
    }

    /// What a screen reader calls it; empty for nothing.
    static String name(Node node) {
        String text = node.getAccessibleText();
        if (text != null && !text.isBlank()) return text;
        return switch (node) {
            case Labeled labeled -> labeled.getText();
            case TextInputControl input ->
                Optional.ofNullable(input.getPromptText()).orElse("");
            default -> "";
        };
    }

    /// Every text it shows or speaks.
    static List<String> texts(Node node) {
        Stream<String> own = switch (node) {
            case FontIcon icon -> Stream.of();
            case Text text -> Stream.of(text.getText());
            case Control control -> Optional.ofNullable(control.getTooltip()).map(t -> t.getText()).stream();
            default -> Stream.of();
        };
        return Stream.concat(own, Stream.ofNullable(node.getAccessibleText()))
                .filter(text -> !text.isBlank())
                .toList();
    }

    /// Of a text against what lies behind it, by the formula of WCAG 2.
    static double contrast(Text text) {
        Color ground = ground(text);
        double a = luminance(over(text.getFill() instanceof Color c ? c : Color.BLACK, ground));
        double b = luminance(ground);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /// The colour behind a node.
    static Color ground(Node node) {
        Parent parent = node.getParent();
        if (parent == null) return Color.WHITE;
        if (!(parent instanceof Region region) || region.getBackground() == null) return ground(parent);
        Color below = null;
        for (BackgroundFill fill : region.getBackground().getFills())
            if (fill.getFill() instanceof Color color && color.getOpacity() > 0)
                below = over(color, color.isOpaque() ? Color.WHITE : below == null ? ground(parent) : below);
        return below == null ? ground(parent) : below;
    }

    private static Color over(Color top, Color below) {
        return below.interpolate(Color.color(top.getRed(), top.getGreen(), top.getBlue()), top.getOpacity());
    }

    private static double luminance(Color color) {
        double[] linear = Stream.of(color.getRed(), color.getGreen(), color.getBlue())
                .mapToDouble(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    /// Goes through a scene by Tab until the focus comes back: each stop changes how it, or what it stands in, looks.
    /// Not on the FX thread.
    static void assertFocusShows(Scene scene, String state) {
        List<String> unseen = new ArrayList<>();
        IdentityHashMap<Node, Boolean> seen = new IdentityHashMap<>();
        for (int i = 0; i < 60; i++) {
            Map<Node, List<Object>> before = Fx.fx(() -> looks(scene.getRoot()));
            Optional<Node> was = Fx.fx(() -> Optional.ofNullable(scene.getFocusOwner()));
            Fx.run(() -> was.orElse(scene.getRoot()).requestFocusTraversal(TraversalDirection.NEXT));
            Fx.settle(scene);
            Node now = Fx.fx(scene::getFocusOwner);
            if (now == null || seen.put(now, true) != null) break;
            if (was.isPresent() && was.get().equals(now)) break;
            if (!Fx.fx(() -> now.isFocusVisible() && changed(now, before))) unseen.add(state + ": " + now);
        }
        assertThat(unseen).isEmpty();
        assertThat(seen.size()).as(state + ": stops of Tab").isGreaterThan(4);
    }

    private static boolean changed(Node node, Map<Node, List<Object>> before) {
        Node place = node;
        for (int up = 0; up < 3 && place != null; up++, place = place.getParent())
            if (!look(place).equals(before.getOrDefault(place, List.of()))) return true;
        // a list shows its focus on one of its rows
        return node instanceof Parent parent
                && shown(parent).stream().anyMatch(child -> !look(child).equals(before.getOrDefault(child, List.of())));
    }

    private static Map<Node, List<Object>> looks(Node root) {
        Map<Node, List<Object>> looks = new HashMap<>();
        shown(root).forEach(node -> looks.put(node, look(node)));
        return looks;
    }

    private static List<Object> look(Node node) {
        return node instanceof Region region
                ? List.of(Optional.ofNullable(region.getBorder()), Optional.ofNullable(region.getBackground()))
                : List.of(node instanceof Text text ? text.isUnderline() : "");
    }
}
