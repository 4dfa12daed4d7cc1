package polymath.app.settings;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import polymath.app.storage.Answers;
import polymath.app.storage.Look;
import polymath.app.storage.Settings;
import polymath.app.storage.SettingsStore;
import polymath.app.storage.Summaries;
import polymath.app.storage.Writing;
import polymath.engine.api.LoadOptions;

/// What the user chose, as properties: whoever shows or does what was chosen follows them, so that a change counts at
/// once. Belongs to the UI executor.
public final class SettingsViewModel {
    private final SettingsStore store;
    private final Surroundings around;
    private final ReadOnlyObjectWrapper<Settings> settings;
    private final ObservableValue<Locale> locale;

    /// What the settings need to know and to do beside keeping them.
    ///
    /// @param system the operating system's language
    /// @param data folder with history and models
    /// @param processors that may compute
    /// @param cost of the loaded model's context; empty while there is none
    /// @param reload loads the present model once more, as it is chosen now
    public record Surroundings(
            Locale system, Path data, int processors, ObservableValue<Optional<ContextCost>> cost, Runnable reload) {}

    public SettingsViewModel(SettingsStore store, Surroundings around) {
        this.store = store;
        this.around = around;
        settings = new ReadOnlyObjectWrapper<>(this, "settings", store.settings());
        locale = settings.map(now -> WindowLanguage.of(now.look().language(), around.system()));
    }

    public ReadOnlyObjectProperty<Settings> settingsProperty() {
        return settings.getReadOnlyProperty();
    }

    /// Of the window's texts and numbers.
    public ObservableValue<Locale> locale() {
        return locale;
    }

    public ObservableValue<Optional<ContextCost>> cost() {
        return around.cost();
    }

    public Path dataFolder() {
        return around.data();
    }

    public int processors() {
        return around.processors();
    }

    public void change(UnaryOperator<Settings> change) {
        store.change(change);
        settings.set(store.settings());
    }

    public void changeLook(UnaryOperator<Look> change) {
        change(s -> s.withLook(change.apply(s.look())));
    }

    public void changeAnswers(UnaryOperator<Answers> change) {
        change(s -> s.withAnswers(change.apply(s.answers())));
    }

    public void changeWriting(UnaryOperator<Writing> change) {
        change(s -> s.withWriting(change.apply(s.writing())));
    }

    public void changeSummaries(UnaryOperator<Summaries> change) {
        change(s -> s.withSummaries(change.apply(s.summaries())));
    }

    /// Changes how models are loaded, and loads the present one anew.
    public void changeLoad(UnaryOperator<LoadOptions> change) {
        LoadOptions before = settings.get().load();
        change(s -> s.withLoad(change.apply(s.load())));
        if (!settings.get().load().equals(before)) around.reload().run();
    }
}
