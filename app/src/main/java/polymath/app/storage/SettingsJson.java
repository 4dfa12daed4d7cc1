package polymath.app.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// [Settings] as JSON, key by key: a key that cannot be read costs only itself. Keys of other versions are kept.
final class SettingsJson {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final JsonObject json;
    private final List<String> unreadable = new ArrayList<>();
    private final Settings settings;

    /// @param text of a settings file; empty for none
    SettingsJson(String text) {
        json = text.isBlank() ? new JsonObject() : parse(text);
        Settings defaults = Settings.DEFAULT;
        settings = new Settings(
                key("lastModel", JsonElement::getAsString),
                key("theme", e -> Settings.Theme.valueOf(e.getAsString().toUpperCase(Locale.ROOT)))
                        .orElse(defaults.theme()),
                key("window", SettingsJson::bounds),
                key("lastConversation", e -> UUID.fromString(e.getAsString())),
                key("sidebarOpen", SettingsJson::flag).orElse(defaults.sidebarOpen()),
                key("systemPrompt", JsonElement::getAsString).orElse(defaults.systemPrompt()));
    }

    private JsonObject parse(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            unreadable.add("*");
            return new JsonObject();
        }
    }

    private <T> Optional<T> key(String name, Function<JsonElement, T> reading) {
        JsonElement element = json.get(name);
        if (element == null || element.isJsonNull()) return Optional.empty();
        try {
            return Optional.of(reading.apply(element));
        } catch (RuntimeException e) { // hand-edited files fail in every way there is
            unreadable.add(name);
            return Optional.empty();
        }
    }

    private static boolean flag(JsonElement element) {
        // Gson reads every other word as false.
        return switch (element.getAsString()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("not true or false");
        };
    }

    private static Settings.WindowBounds bounds(JsonElement element) {
        JsonObject window = element.getAsJsonObject();
        double width = finite(window.get("width"));
        double height = finite(window.get("height"));
        if (width <= 0 || height <= 0) throw new IllegalArgumentException("a window needs a size");
        return new Settings.WindowBounds(
                finite(window.get("x")), finite(window.get("y")), width, height, flag(window.get("maximized")));
    }

    private static double finite(JsonElement element) {
        double value = element.getAsDouble();
        if (!Double.isFinite(value)) throw new IllegalArgumentException("not a number: " + value);
        return value;
    }

    Settings settings() {
        return settings;
    }

    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    /// The file's text with other settings.
    String with(Settings changed) {
        JsonObject result = json.deepCopy();
        put(result, "lastModel", changed.lastModel());
        put(result, "theme", Optional.of(changed.theme().name().toLowerCase(Locale.ROOT)));
        put(result, "window", changed.window());
        put(result, "lastConversation", changed.lastConversation().map(UUID::toString));
        put(result, "sidebarOpen", Optional.of(changed.sidebarOpen()));
        put(result, "systemPrompt", Optional.of(changed.systemPrompt()));
        return GSON.toJson(result) + "\n";
    }

    private static void put(JsonObject json, String key, Optional<?> value) {
        json.remove(key);
        value.ifPresent(present -> json.add(key, GSON.toJsonTree(present)));
    }
}
