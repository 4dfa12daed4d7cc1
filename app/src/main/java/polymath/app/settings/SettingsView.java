package polymath.app.settings;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.Buttons;
import polymath.app.ui.Segments;
import polymath.app.ui.Strings;

/// The settings, in place of the chat: sections on the left, above them where there is no room. Whatever is changed
/// counts at once; there is nothing to confirm.
public final class SettingsView extends BorderPane {
    private static final double NARROW = 560;

    /// What there is to set, in the order of the list.
    public enum Section {
        ANSWERS,
        MODEL,
        FILES,
        DOCUMENTS,
        LOOK,
        WRITING,
        DATA
    }

    private final ObjectProperty<Section> shown = new SimpleObjectProperty<>(this, "shown", Section.ANSWERS);
    private final Map<Section, VBox> pages = new EnumMap<>(Section.class);
    private final ScrollPane scroll = new ScrollPane();
    private final Segments<Section> sections;
    private final Strings strings;
    private final VBox top = new VBox();
    private final VBox left = new VBox();

    /// What is set, and what goes with it.
    ///
    /// @param files the page of model files
    public record Parts(SettingsViewModel settings, CacheViewModel cache, CheckViewModel check, VBox files) {}

    /// @param open shows a folder in the system's file manager
    public SettingsView(Parts parts, Strings strings, Runnable close, Consumer<Path> open) {
        this.strings = strings;
        getStyleClass().add("settings");
        Label title = new Label(strings.get("settings"));
        title.getStyleClass().add("panel-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(title, space, Buttons.icon(Feather.X, strings.get("close"), close));
        header.getStyleClass().add("settings-header");
        header.setAlignment(Pos.CENTER_LEFT);
        top.getStyleClass().add("settings-top");
        top.getChildren().add(header);
        setTop(top);

        SettingsViewModel settings = parts.settings();
        pages.put(Section.ANSWERS, AnswersPage.of(settings, strings));
        pages.put(Section.MODEL, ModelPage.of(settings, parts.check(), strings));
        pages.put(Section.FILES, parts.files());
        pages.put(Section.DOCUMENTS, DocumentsPage.of(settings, strings));
        pages.put(Section.LOOK, LookPage.of(settings, strings));
        pages.put(Section.WRITING, WritingPage.of(settings, strings));
        pages.put(Section.DATA, DataPage.of(settings, parts.cache(), strings, open));
        sections = new Segments<>(
                strings.get("settings"),
                pages.keySet().stream()
                        .map(s -> Segments.Option.of(s, strings.get(key(s))))
                        .toList(),
                shown,
                shown::set);
        sections.getStyleClass().add("settings-sections");
        left.getStyleClass().add("settings-left");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().setAll("scroll-pane", "edge-to-edge");
        scroll.setFocusTraversable(false);
        setCenter(scroll);
        shown.subscribe(this::show);
        widthProperty().subscribe(width -> place(width.doubleValue() < NARROW));
    }

    /// The next size of text.
    ///
    /// @param step 1 is larger, -1 smaller, 0 as it was drawn
    public static int textSize(int percent, int step) {
        if (step == 0) return 100;
        List<Integer> sizes = step > 0 ? LookPage.PERCENTS : LookPage.PERCENTS.reversed();
        return sizes.stream()
                .filter(n -> step > 0 ? n > percent : n < percent)
                .findFirst()
                .orElse(percent);
    }

    /// What a section is called where it stands alone.
    public String name(Section section) {
        return strings.get("settings.named", strings.get(key(section)));
    }

    private static String key(Section section) {
        return "settings." + section.name().toLowerCase(Locale.ROOT);
    }

    /// Opens a section.
    public void open(Section section) {
        shown.set(section);
    }

    public void focusSections() {
        sections.button(shown.get()).ifPresent(ToggleButton::requestFocus);
    }

    private void show(Section section) {
        StackPane centre = new StackPane(pages.get(section));
        centre.setAlignment(Pos.TOP_LEFT);
        scroll.setContent(centre);
        scroll.setVvalue(0);
    }

    private void place(boolean narrow) {
        sections.setOrientation(narrow ? Orientation.HORIZONTAL : Orientation.VERTICAL);
        (narrow ? left : top).getChildren().remove(sections);
        VBox place = narrow ? top : left;
        if (!place.getChildren().contains(sections)) place.getChildren().add(sections);
        setLeft(narrow ? null : left);
    }
}
