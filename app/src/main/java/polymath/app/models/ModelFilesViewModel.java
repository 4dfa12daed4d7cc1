package polymath.app.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.storage.ModelFiles;

/// The model files of this computer: those in the folder that files are fetched to, those that were opened elsewhere,
/// and the demo. A file is used where it lies.
///
/// Belongs to the UI executor.
public final class ModelFilesViewModel {
    private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

    private final Services services;
    private final ReadOnlyObjectWrapper<List<Entry>> entries = new ReadOnlyObjectWrapper<>(this, "entries", List.of());
    private final ReadOnlyObjectWrapper<Path> folder;
    private final ReadOnlyObjectWrapper<Optional<Path>> kept =
            new ReadOnlyObjectWrapper<>(this, "kept", Optional.empty());
    private int looks; // of which only the last one counts

    /// What it works with.
    ///
    /// @param chosen what the user chose so far
    /// @param change changes that
    /// @param usual folder that files are fetched to, unless the user chose another one
    /// @param ui runs what touches properties, in order
    /// @param background runs what blocks
    public record Services(
            Supplier<ModelFiles> chosen,
            Consumer<UnaryOperator<ModelFiles>> change,
            ModelViewModel model,
            Optional<Path> demo,
            Path usual,
            Executor ui,
            Executor background) {}

    /// Whose a file is.
    public enum Place {
        /// In the folder of models: it can be deleted here.
        FOLDER,
        /// Somewhere else: it can only be forgotten here.
        ELSEWHERE,
        /// Comes with the program.
        DEMO
    }

    /// @param bytes of all its parts; empty if it is not there any more
    /// @param active whether it is the one that answers, or is being loaded
    public record Entry(Path path, OptionalLong bytes, Place place, boolean active) {}

    public ModelFilesViewModel(Services services) {
        this.services = services;
        folder = new ReadOnlyObjectWrapper<>(this, "folder", chosenFolder());
        services.model().stateProperty().subscribe(now -> refresh());
    }

    /// The one that answers first, then by name, the demo last.
    public ReadOnlyObjectProperty<List<Entry>> entriesProperty() {
        return entries.getReadOnlyProperty();
    }

    /// Where files are fetched to.
    public ReadOnlyObjectProperty<Path> folderProperty() {
        return folder.getReadOnlyProperty();
    }

    /// A file that could not be deleted.
    public ReadOnlyObjectProperty<Optional<Path>> keptProperty() {
        return kept.getReadOnlyProperty();
    }

    /// Has files fetched to another folder from now on. What is in the old one stays there.
    public void changeFolder(Path chosen) {
        services.change()
                .accept(files -> files.withFolder(chosen.toAbsolutePath().toString()));
        folder.set(chosenFolder());
        refresh();
    }

    public void use(Entry entry) {
        services.model().load(entry.path());
    }

    /// Forgets a file that lies elsewhere, deletes one that lies in the folder. The one that answers stays, as does the
    /// demo.
    public void remove(Entry entry) {
        if (entry.active() || entry.place() == Place.DEMO) return;
        kept.set(Optional.empty());
        services.change().accept(files -> files.without(entry.path().toString()));
        if (entry.place() == Place.ELSEWHERE) {
            refresh();
            return;
        }
        services.background().execute(() -> {
            boolean deleted = delete(entry.path());
            services.ui().execute(() -> {
                if (!deleted) kept.set(Optional.of(entry.path()));
                refresh();
            });
        });
    }

    private static boolean delete(Path file) {
        try {
            for (Path part : parts(file)) Files.deleteIfExists(part);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path chosenFolder() {
        return services.chosen().get().folder().map(Path::of).orElse(services.usual());
    }

    /// Looks in the background at what is there now.
    public void refresh() {
        int look = ++looks;
        List<String> known = services.chosen().get().known();
        Path there = folder.get();
        Optional<Path> active = active();
        services.background().execute(() -> {
            List<Entry> found = look(known, there, active);
            services.ui().execute(() -> {
                if (look == looks) entries.set(found);
            });
        });
    }

    private Optional<Path> active() {
        return switch (services.model().stateProperty().get()) {
            case ModelState.Ready ready -> Optional.of(Path.of(ready.model().path()));
            case ModelState.Loading loading -> Optional.of(Path.of(loading.path()));
            case ModelState.None none -> Optional.empty();
            case ModelState.Died died -> Optional.empty();
        };
    }

    private List<Entry> look(List<String> known, Path there, Optional<Path> active) {
        Set<Path> paths = new LinkedHashSet<>();
        active.filter(path -> !services.demo().equals(active)).ifPresent(paths::add);
        Stream.concat(known.stream().map(Path::of), in(there).stream()).sorted().forEach(paths::add);
        List<Entry> found = new ArrayList<>();
        for (Path path : paths)
            found.add(new Entry(
                    path,
                    bytes(path),
                    there.equals(path.getParent()) ? Place.FOLDER : Place.ELSEWHERE,
                    active.equals(Optional.of(path))));
        services.demo()
                .ifPresent(
                        demo -> found.add(new Entry(demo, bytes(demo), Place.DEMO, active.equals(Optional.of(demo)))));
        return found;
    }

    /// The models in a folder; of one in several files the first.
    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(ModelFilesViewModel::isModel).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a folder that cannot be read has nothing to offer
        }
    }

    private static boolean isModel(Path file) {
        String name = String.valueOf(file.getFileName());
        Matcher part = PART.matcher(name);
        return name.toLowerCase(Locale.ROOT).endsWith(".gguf")
                && (!part.matches() || Integer.parseInt(part.group(2)) == 1)
                && Files.isRegularFile(file);
    }

    private static OptionalLong bytes(Path file) {
        try {
            long bytes = 0;
            for (Path part : parts(file)) bytes += Files.size(part);
            return OptionalLong.of(bytes);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// The file, with those that belong to it.
    private static List<Path> parts(Path file) {
        Matcher first = PART.matcher(String.valueOf(file.getFileName()));
        if (!first.matches()) return List.of(file);
        List<Path> parts = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(first.group(3)); i++)
            parts.add(file.resolveSibling("%s-%05d-of-%s.gguf".formatted(first.group(1), i, first.group(3))));
        return parts;
    }
}
