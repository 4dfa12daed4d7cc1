package polymath.app.storage;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import polymath.engine.api.GpuUse;
import polymath.engine.api.LoadOptions;

/// What the user chose, and where the window was left.
///
/// @param models the files of models that there are
/// @param window where the window was; empty lets the system place it
/// @param systemPrompt given to new conversations where no preset is; empty for none
/// @param load how models are loaded
/// @param cacheGigabytes how much of what the model read is kept on disk, in 10^9 bytes; 0 keeps nothing
public record Settings(
        ModelFiles models,
        Theme theme,
        Optional<WindowBounds> window,
        Optional<UUID> lastConversation,
        boolean sidebarOpen,
        String systemPrompt,
        Look look,
        Answers answers,
        LoadOptions load,
        Writing writing,
        int cacheGigabytes,
        Summaries summaries) {

    /// Of a fresh installation.
    public static final Settings DEFAULT = new Settings(
            ModelFiles.DEFAULT,
            Theme.SYSTEM,
            Optional.empty(),
            Optional.empty(),
            true,
            "",
            Look.DEFAULT,
            Answers.DEFAULT,
            LoadOptions.DEFAULT.withGpu(GpuUse.OFF),
            Writing.DEFAULT,
            8,
            Summaries.DEFAULT);

    /// Colours of the window.
    public enum Theme {
        /// As the operating system has it.
        SYSTEM,
        LIGHT,
        DARK
    }

    /// In screen coordinates of the toolkit; `width` and `height` are positive. When `maximized`, the rest is the place
    /// to go back to.
    public record WindowBounds(double x, double y, double width, double height, boolean maximized) {}

    public Settings {
        Objects.requireNonNull(models);
        Objects.requireNonNull(theme);
        Objects.requireNonNull(window);
        Objects.requireNonNull(lastConversation);
        Objects.requireNonNull(systemPrompt);
        Objects.requireNonNull(look);
        Objects.requireNonNull(answers);
        Objects.requireNonNull(load);
        Objects.requireNonNull(writing);
        if (cacheGigabytes < 0)
            throw new IllegalArgumentException("cacheGigabytes must not be negative, got " + cacheGigabytes);
        Objects.requireNonNull(summaries);
    }

    public Settings withModels(ModelFiles newModels) {
        return with(draft -> draft.models = newModels);
    }

    public Settings withTheme(Theme newTheme) {
        return with(draft -> draft.theme = newTheme);
    }

    public Settings withWindow(WindowBounds bounds) {
        return with(draft -> draft.window = Optional.of(bounds));
    }

    public Settings withLastConversation(Optional<UUID> newLastConversation) {
        return with(draft -> draft.lastConversation = newLastConversation);
    }

    public Settings withSidebarOpen(boolean newSidebarOpen) {
        return with(draft -> draft.sidebarOpen = newSidebarOpen);
    }

    public Settings withSystemPrompt(String newSystemPrompt) {
        return with(draft -> draft.systemPrompt = newSystemPrompt);
    }

    public Settings withLook(Look newLook) {
        return with(draft -> draft.look = newLook);
    }

    public Settings withAnswers(Answers newAnswers) {
        return with(draft -> draft.answers = newAnswers);
    }

    public Settings withLoad(LoadOptions newLoad) {
        return with(draft -> draft.load = newLoad);
    }

    public Settings withWriting(Writing newWriting) {
        return with(draft -> draft.writing = newWriting);
    }

    public Settings withCacheGigabytes(int newCacheGigabytes) {
        return with(draft -> draft.cacheGigabytes = newCacheGigabytes);
    }

    public Settings withSummaries(Summaries newSummaries) {
        return with(draft -> draft.summaries = newSummaries);
    }

    private Settings with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /// Settings of which some are being changed.
    private static final class Draft {
        private ModelFiles models;
        private Theme theme;
        private Optional<WindowBounds> window;
        private Optional<UUID> lastConversation;
        private boolean sidebarOpen;
        private String systemPrompt;
        private Look look;
        private Answers answers;
        private LoadOptions load;
        private Writing writing;
        private int cacheGigabytes;
        private Summaries summaries;

        Draft(Settings from) {
            models = from.models;
            theme = from.theme;
            window = from.window;
            lastConversation = from.lastConversation;
            sidebarOpen = from.sidebarOpen;
            systemPrompt = from.systemPrompt;
            look = from.look;
            answers = from.answers;
            load = from.load;
            writing = from.writing;
            cacheGigabytes = from.cacheGigabytes;
            summaries = from.summaries;
        }

        Settings settings() {
            return new Settings(
                    models,
                    theme,
                    window,
                    lastConversation,
                    sidebarOpen,
                    systemPrompt,
                    look,
                    answers,
                    load,
                    writing,
                    cacheGigabytes,
                    summaries);
        }
    }
}
