package polymath.app.storage;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// What the user chose, and where the window was left.
///
/// @param lastModel path of the model opened last
/// @param window where the window was; empty lets the system place it
/// @param systemPrompt given to new conversations; empty for none
public record Settings(
        Optional<String> lastModel,
        Theme theme,
        Optional<WindowBounds> window,
        Optional<UUID> lastConversation,
        boolean sidebarOpen,
        String systemPrompt) {

    /// Of a fresh installation.
    public static final Settings DEFAULT =
            new Settings(Optional.empty(), Theme.SYSTEM, Optional.empty(), Optional.empty(), true, "");

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
    }

    public Settings withLastModel(String path) {
        return new Settings(Optional.of(path), theme, window, lastConversation, sidebarOpen, systemPrompt);
    }

    public Settings withTheme(Theme newTheme) {
        return new Settings(lastModel, newTheme, window, lastConversation, sidebarOpen, systemPrompt);
    }

    public Settings withWindow(WindowBounds bounds) {
        return new Settings(lastModel, theme, Optional.of(bounds), lastConversation, sidebarOpen, systemPrompt);
    }

    public Settings withLastConversation(Optional<UUID> conversation) {
        return new Settings(lastModel, theme, window, conversation, sidebarOpen, systemPrompt);
    }

    public Settings withSidebarOpen(boolean open) {
        return new Settings(lastModel, theme, window, lastConversation, open, systemPrompt);
    }

    public Settings withSystemPrompt(String prompt) {
        return new Settings(lastModel, theme, window, lastConversation, sidebarOpen, prompt);
    }
}
