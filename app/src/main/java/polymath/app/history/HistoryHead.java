package polymath.app.history;

import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.history.HistoryItem.Head;
import polymath.app.history.HistoryItem.Section;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The head of a section: its name, and of a folder whether it is open and how much is in it.
final class HistoryHead extends HBox {
    private final Strings strings;
    private final Label name = new Label();
    private final Label size = new Label();
    private final FontIcon fold = new FontIcon(Feather.CHEVRON_DOWN);
    private String folder = "";

    HistoryHead(Strings strings) {
        this.strings = strings;
        getStyleClass().add("history-head");
        setAlignment(Pos.CENTER_LEFT);
        name.getStyleClass().add("group-label");
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        size.getStyleClass().add("group-label");
        size.setMinWidth(USE_PREF_SIZE);
    }

    void show(Head head) {
        name.setText(words(head.section()));
        if (head.section() instanceof Section.Folder f) {
            folder = f.name();
            fold.setIconCode(head.open() ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT);
            size.setText(strings.get("history.size", head.size()));
            getChildren().setAll(fold, name, size);
        } else {
            folder = "";
            getChildren().setAll(name);
        }
    }

    String spoken(Head head) {
        return head.section() instanceof Section.Folder
                ? strings.get(head.open() ? "history.folder.open" : "history.folder.shut", name.getText(), head.size())
                : name.getText();
    }

    /// Puts a field in the folder name's place.
    void edit(Consumer<Optional<String>> done) {
        NameField field = new NameField(folder, strings.get("history.folder.rename"), done);
        getChildren().set(getChildren().indexOf(name), field);
        field.begin();
    }

    private String words(Section section) {
        return switch (section) {
            case Section.Temporary ignored -> strings.get("history.temporary");
            case Section.Pinned ignored -> strings.get("history.pinned");
            case Section.Folder f -> SafeText.line(f.name(), 60);
            case Section.Recent recent -> strings.get("history." + recent.day());
            case Section.Earlier earlier ->
                DateTimeFormatter.ofPattern("LLLL yyyy", strings.locale()).format(earlier.month());
        };
    }
}
