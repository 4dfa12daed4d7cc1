package polymath.app.storage;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import polymath.engine.api.LoadOptions;

/// What the user chose, and where the window was left.
///
/// @param lastModel path of the model opened last
/// @param window where the window was; empty lets the system place it
/// @param systemPrompt given to new conversations where no preset is; empty for none
/// @param load how models are loaded
/// @param cacheGigabytes how much of what the model read is kept on disk, in 10^9 bytes; 0 keeps nothing
public record Settings(
        Optional<String> lastModel,
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
            Optional.empty(),
            Theme.SYSTEM,
            Optional.empty(),
            Optional.empty(),
            true,
            "",
            Look.DEFAULT,
            Answers.DEFAULT,
            LoadOptions.DEFAULT,
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
        Objects.requireNonNull(lastModel);
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

    public Settings withLastModel(String path) {
        return new Settings(
                Optional.of(path),
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

    public Settings withTheme(Theme newTheme) {
        return new Settings(
                lastModel,
                newTheme,
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

    public Settings withWindow(WindowBounds bounds) {
        return new Settings(
                lastModel,
                theme,
                Optional.of(bounds),
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

    public Settings withLastConversation(Optional<UUID> conversation) {
        return new Settings(
                lastModel,
                theme,
                window,
                conversation,
                sidebarOpen,
                systemPrompt,
                look,
                answers,
                load,
                writing,
                cacheGigabytes,
                summaries);
    }

    public Settings withSidebarOpen(boolean open) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                open,
                systemPrompt,
                look,
                answers,
                load,
                writing,
                cacheGigabytes,
                summaries);
    }

    public Settings withSystemPrompt(String prompt) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                sidebarOpen,
                prompt,
                look,
                answers,
                load,
                writing,
                cacheGigabytes,
                summaries);
    }

    public Settings withLook(Look newLook) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                sidebarOpen,
                systemPrompt,
                newLook,
                answers,
                load,
                writing,
                cacheGigabytes,
                summaries);
    }

    public Settings withAnswers(Answers newAnswers) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                sidebarOpen,
                systemPrompt,
                look,
                newAnswers,
                load,
                writing,
                cacheGigabytes,
                summaries);
    }

    public Settings withLoad(LoadOptions options) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                sidebarOpen,
                systemPrompt,
                look,
                answers,
                options,
                writing,
                cacheGigabytes,
                summaries);
    }

    public Settings withWriting(Writing newWriting) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                sidebarOpen,
                systemPrompt,
                look,
                answers,
                load,
                newWriting,
                cacheGigabytes,
                summaries);
    }

    public Settings withCacheGigabytes(int gigabytes) {
        return new Settings(
                lastModel,
                theme,
                window,
                lastConversation,
                sidebarOpen,
                systemPrompt,
                look,
                answers,
                load,
                writing,
                gigabytes,
                summaries);
    }

    public Settings withSummaries(Summaries newSummaries) {
        return new Settings(
                lastModel,
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
                newSummaries);
    }
}
