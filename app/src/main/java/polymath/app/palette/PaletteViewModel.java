package polymath.app.palette;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Finds what can be done by the words for it: each word typed must begin a word of the name. Belongs to the UI
/// executor.
public final class PaletteViewModel {
    private final StringProperty query = new SimpleStringProperty(this, "query", "");
    private final ObservableList<Action> matches = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper selected = new ReadOnlyIntegerWrapper(this, "selected");
    private List<Action> actions = List.of();

    /// Something that can be done.
    ///
    /// @param name in the user's language
    /// @param keys that do it, as written on the keyboard; may be empty
    public record Action(String name, String keys, Runnable run) {}

    public PaletteViewModel() {
        query.addListener((property, old, now) -> find());
    }

    /// Begins anew.
    public void begin(List<Action> all) {
        actions = List.copyOf(all);
        query.set("");
        find();
    }

    public StringProperty queryProperty() {
        return query;
    }

    public ObservableList<Action> matches() {
        return matches;
    }

    /// Index of the match that Enter does; -1 without matches.
    public ReadOnlyIntegerProperty selectedProperty() {
        return selected.getReadOnlyProperty();
    }

    /// Moves the choice, from the last match on to the first.
    public void move(int by) {
        if (!matches.isEmpty()) selected.set(Math.floorMod(selected.get() + by, matches.size()));
    }

    private void find() {
        List<String> words = List.of(folded(query.get()).strip().split("\\s+"));
        selected.set(-1);
        matches.setAll(actions.stream()
                .filter(action -> words.stream().allMatch(word -> hasWord(action.name(), word)))
                .sorted(Comparator.comparing(
                        (Action action) -> !folded(action.name()).startsWith(words.getFirst())))
                .toList());
        selected.set(matches.isEmpty() ? -1 : 0);
    }

    private static boolean hasWord(String name, String beginning) {
        String folded = folded(name);
        return folded.startsWith(beginning) || folded.contains(" " + beginning);
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ");
    }
}
