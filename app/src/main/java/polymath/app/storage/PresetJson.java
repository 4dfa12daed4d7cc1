package polymath.app.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A [PresetLibrary] as JSON. A preset that cannot be read costs only itself; keys of other versions are kept.
final class PresetJson implements KeptFile.Form<PresetLibrary> {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final JsonObject json;
    private final List<String> unreadable = new ArrayList<>();
    private final PresetLibrary library;

    /// @param text of a file of presets; empty for none
    PresetJson(String text) {
        json = text.isBlank() ? new JsonObject() : parse(text);
        JsonKeys keys = new JsonKeys(json, "", unreadable);
        List<Preset> presets = new ArrayList<>();
        JsonArray array = keys.key("presets", JsonElement::getAsJsonArray).orElseGet(JsonArray::new);
        for (int i = 0; i < array.size(); i++) {
            JsonObject entry = new JsonObject();
            entry.add("presets[" + i + "]", array.get(i));
            new JsonKeys(entry, "", unreadable)
                    .key("presets[" + i + "]", PresetJson::preset)
                    .ifPresent(presets::add);
        }
        library = new PresetLibrary(
                presets,
                keys.key("forNewChats", PresetJson::id),
                keys.key("modified", PresetJson::ids).orElse(Map.of()));
    }

    private JsonObject parse(String text) {
        try {
            JsonElement element = JsonParser.parseString(text);
            if (!element.isJsonArray()) return element.getAsJsonObject();
            JsonObject around = new JsonObject();
            around.add("presets", element);
            return around;
        } catch (JsonParseException | IllegalStateException e) {
            unreadable.add("*");
            return new JsonObject();
        }
    }

    private static Preset preset(JsonElement element) {
        JsonObject entry = element.getAsJsonObject();
        List<Preset.Version> versions = new ArrayList<>();
        if (entry.has("versions"))
            for (JsonElement v : entry.getAsJsonArray("versions"))
                versions.add(new Preset.Version(
                        Instant.parse(v.getAsJsonObject().get("at").getAsString()),
                        v.getAsJsonObject().get("text").getAsString()));
        else versions.add(new Preset.Version(Instant.EPOCH, text(entry)));
        return new Preset(
                entry.has("id") ? id(entry.get("id")) : UUID.randomUUID(),
                entry.get("name").getAsString(),
                versions);
    }

    /// The names that other programs use for it, too.
    private static String text(JsonObject entry) {
        for (String key : new String[] {"text", "prompt", "content", "systemPrompt"})
            if (entry.has(key)) return entry.get(key).getAsString();
        throw new IllegalArgumentException("a preset without text");
    }

    private static Map<UUID, UUID> ids(JsonElement element) {
        Map<UUID, UUID> ids = new LinkedHashMap<>();
        element.getAsJsonObject().asMap().forEach((key, value) -> ids.put(UUID.fromString(key), id(value)));
        return ids;
    }

    private static UUID id(JsonElement element) {
        return UUID.fromString(element.getAsString());
    }

    @Override
    public PresetLibrary value() {
        return library;
    }

    @Override
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public String with(PresetLibrary changed) {
        JsonObject result = json.deepCopy();
        result.add("presets", array(changed.presets()));
        result.remove("forNewChats");
        changed.forNewChats().ifPresent(id -> result.addProperty("forNewChats", id.toString()));
        JsonObject modified = new JsonObject();
        changed.modified().forEach((chat, preset) -> modified.addProperty(chat.toString(), preset.toString()));
        result.add("modified", modified);
        return GSON.toJson(result) + "\n";
    }

    /// A file for others: the presets alone.
    static String exported(List<Preset> presets) {
        JsonObject result = new JsonObject();
        result.add("presets", array(presets));
        return GSON.toJson(result) + "\n";
    }

    private static JsonArray array(List<Preset> presets) {
        JsonArray array = new JsonArray();
        for (Preset preset : presets) {
            JsonObject entry = new JsonObject();
            entry.addProperty("id", preset.id().toString());
            entry.addProperty("name", preset.name());
            JsonArray versions = new JsonArray();
            for (Preset.Version version : preset.versions()) {
                JsonObject v = new JsonObject();
                v.addProperty("at", version.at().toString());
                v.addProperty("text", version.text());
                versions.add(v);
            }
            entry.add("versions", versions);
            array.add(entry);
        }
        return array;
    }

    /// The presets of a file somebody exported.
    ///
    /// @return empty if it holds none
    static Optional<List<Preset>> imported(String text) {
        List<Preset> presets = new PresetJson(text).value().presets();
        return presets.isEmpty() ? Optional.empty() : Optional.of(presets);
    }
}
