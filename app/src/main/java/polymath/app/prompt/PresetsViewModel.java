package polymath.app.prompt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.storage.Preset;
import polymath.app.storage.PresetLibrary;
import polymath.app.storage.PresetStore;

/// The library of named system prompts. A chat gets a copy: no change here changes a chat. Belongs to the UI executor.
public final class PresetsViewModel {
    private final PresetStore store;
    private final Executor ui;
    private final Executor background;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<PresetLibrary> library;
    private final ReadOnlyObjectWrapper<Optional<Deleted>> deleted =
            new ReadOnlyObjectWrapper<>(this, "deleted", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<FileNote>> note =
            new ReadOnlyObjectWrapper<>(this, "note", Optional.empty());

    /// What can be brought back.
    ///
    /// @param forNewChats whether new chats began with it
    public record Deleted(int index, Preset preset, boolean forNewChats) {}

    /// What became of an import or export.
    ///
    /// @param count of presets that came or went
    public record FileNote(Kind kind, int count) {
        public enum Kind {
            IMPORTED,
            EXPORTED,
            /// The file holds no presets.
            NOTHING,
            /// It cannot be read or written.
            FAILED
        }
    }

    /// @param background runs what reads and writes files of the user's choice
    public PresetsViewModel(PresetStore store, Executor ui, Executor background, Clock clock) {
        this.store = store;
        this.ui = ui;
        this.background = background;
        this.clock = clock;
        library = new ReadOnlyObjectWrapper<>(this, "library", store.library());
    }

    public ReadOnlyObjectProperty<PresetLibrary> libraryProperty() {
        return library.getReadOnlyProperty();
    }

    public PresetLibrary library() {
        return library.get();
    }

    /// The preset deleted last.
    public ReadOnlyObjectProperty<Optional<Deleted>> deletedProperty() {
        return deleted.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Optional<FileNote>> noteProperty() {
        return note.getReadOnlyProperty();
    }

    /// What a new chat's system prompt is, if a preset says so.
    public Optional<String> textForNewChats() {
        return library().forNewChats().flatMap(library()::preset).map(Preset::text);
    }

    public Preset create(String name, String text) {
        Preset preset = Preset.of(library().free(name.strip()), text, now());
        change(l -> l.with(preset));
        return preset;
    }

    public void duplicate(Preset preset) {
        create(preset.name(), preset.text());
    }

    /// An empty name changes nothing.
    public void rename(Preset preset, String name) {
        if (name.isBlank() || name.strip().equals(preset.name())) return;
        change(l -> l.with(preset.renamed(l.free(name.strip()))));
    }

    /// Gives a preset another text; the one it had stays in its history.
    public void edit(Preset preset, String text) {
        change(l -> l.with(preset.edited(text, now())));
    }

    /// Makes an old text the present one again.
    public void restore(Preset preset, Preset.Version version) {
        edit(preset, version.text());
    }

    public void delete(Preset preset) {
        int index = library().presets().indexOf(preset);
        boolean chosen = library().forNewChats().filter(preset.id()::equals).isPresent();
        change(l -> l.without(preset.id()));
        deleted.set(Optional.of(new Deleted(index, preset, chosen)));
    }

    public void undoDelete() {
        deleted.get()
                .ifPresent(back -> change(l -> {
                    PresetLibrary with = l.with(back.index(), back.preset());
                    return back.forNewChats()
                            ? with.withForNewChats(Optional.of(back.preset().id()))
                            : with;
                }));
        deleted.set(Optional.empty());
    }

    /// Forgets what could be brought back, and what is said about files.
    public void forget() {
        deleted.set(Optional.empty());
        note.set(Optional.empty());
    }

    /// Which one new chats begin with; empty for none.
    public void setForNewChats(Optional<UUID> preset) {
        change(l -> l.withForNewChats(preset));
    }

    /// Notes from which preset a chat's prompt was made by changing it.
    public void noteModified(UUID chat, Optional<UUID> preset) {
        change(l -> l.withModified(chat, preset));
    }

    public void importFrom(Path file) {
        background.execute(() -> {
            try {
                Optional<Integer> more = store.importFrom(file);
                say(more.map(n -> new FileNote(FileNote.Kind.IMPORTED, n))
                        .orElse(new FileNote(FileNote.Kind.NOTHING, 0)));
            } catch (IOException e) {
                say(new FileNote(FileNote.Kind.FAILED, 0));
            }
        });
    }

    public void export(List<Preset> presets, Path file) {
        background.execute(() -> {
            try {
                store.export(presets, file);
                say(new FileNote(FileNote.Kind.EXPORTED, presets.size()));
            } catch (IOException e) {
                say(new FileNote(FileNote.Kind.FAILED, 0));
            }
        });
    }

    private void say(FileNote now) {
        ui.execute(() -> {
            library.set(store.library());
            note.set(Optional.of(now));
        });
    }

    private void change(UnaryOperator<PresetLibrary> change) {
        store.change(change);
        library.set(store.library());
    }

    private Instant now() {
        return clock.instant();
    }
}
