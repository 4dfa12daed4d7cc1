package polymath.app.chat;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import polymath.app.ui.Strings;

/// How full the context is: a thin bar in tints of one hue, the numbers in its tooltip.
final class ContextBar extends Region {
    private final List<Region> parts = List.of(part("system"), part("conversation"), part("attached"), part("draft"));
    private final ObservableValue<ContextUse> use;
    private final Strings strings;
    private final Tooltip tooltip = new Tooltip();

    ContextBar(ObservableValue<ContextUse> use, Strings strings) {
        this.use = use;
        this.strings = strings;
        getStyleClass().add("context-bar");
        getChildren().addAll(parts);
        Tooltip.install(this, tooltip);
        use.subscribe(now -> {
            tooltip.setText(words(now));
            setAccessibleText(words(now));
            requestLayout();
        });
    }

    private static Region part(String style) {
        Region part = new Region();
        part.getStyleClass().add(style);
        return part;
    }

    private String words(ContextUse now) {
        if (!now.known()) return strings.get("context.unknown");
        return strings.get(
                "context.tooltip",
                now.systemTokens(),
                now.conversationTokens(),
                now.attachedTokens(),
                now.draftTokens(),
                now.freeTokens(),
                now.limitTokens());
    }

    @Override
    protected void layoutChildren() {
        ContextUse now = use.getValue();
        int[] tokens = {now.systemTokens(), now.conversationTokens(), now.attachedTokens(), now.draftTokens()};
        double x = 0;
        for (int i = 0; i < tokens.length; i++) {
            double width = now.known() ? getWidth() * Math.min(tokens[i], now.limitTokens()) / now.limitTokens() : 0;
            double shown = tokens[i] > 0 && now.known() ? Math.max(2, width) : 0; // a few tokens are still some
            parts.get(i).resizeRelocate(x, 0, Math.min(shown, getWidth() - x), getHeight());
            x += Math.min(shown, getWidth() - x);
        }
    }
}
