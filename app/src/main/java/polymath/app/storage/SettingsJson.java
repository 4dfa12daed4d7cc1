package polymath.app.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import polymath.engine.api.GpuUse;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.SamplingParams;

/// [Settings] as JSON, key by key: a key that cannot be read costs only itself. Keys of other versions are kept.
final class SettingsJson implements KeptFile.Form<Settings> {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final int MOST_CACHE_GIGABYTES = 1_000_000;

    private final JsonObject json;
    private final List<String> unreadable = new ArrayList<>();
    private final Settings settings;

    /// @param text of a settings file; empty for none
    SettingsJson(String text) {
        json = text.isBlank() ? new JsonObject() : parse(text);
        JsonKeys keys = new JsonKeys(json, "", unreadable);
        Settings defaults = Settings.DEFAULT;
        settings = new Settings(
                models(keys.inside("models")),
                keys.word("theme", defaults.theme()),
                keys.key("window", SettingsJson::bounds),
                keys.key("lastConversation", e -> UUID.fromString(e.getAsString())),
                keys.flag("sidebarOpen", defaults.sidebarOpen()),
                keys.key("systemPrompt", JsonElement::getAsString).orElse(defaults.systemPrompt()),
                look(keys.inside("look")),
                answers(keys.inside("answers")),
                load(keys.inside("model")),
                writing(keys.inside("writing")),
                keys.inside("cache").number("gigabytes", 0, MOST_CACHE_GIGABYTES, defaults.cacheGigabytes()),
                summaries(keys.inside("summaries")));
    }

    private JsonObject parse(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            unreadable.add("*");
            return new JsonObject();
        }
    }

    private static ModelFiles models(JsonKeys keys) {
        List<String> known = keys.key("known", SettingsJson::texts).orElse(List.of());
        Optional<String> folder =
                keys.key("folder", e -> Path.of(e.getAsString()).toString()).filter(text -> !text.isBlank());
        return new ModelFiles(known.stream().limit(ModelFiles.MOST_KNOWN).toList(), folder);
    }

    private static List<String> texts(JsonElement element) {
        return element.getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    private static Look look(JsonKeys keys) {
        Look defaults = Look.DEFAULT;
        return new Look(
                keys.word("accent", defaults.accent()),
                keys.number("textPercent", Look.SMALLEST_PERCENT, Look.LARGEST_PERCENT, defaults.textPercent()),
                keys.word("language", defaults.language()),
                keys.word("motion", defaults.motion()));
    }

    private static Answers answers(JsonKeys keys) {
        Answers defaults = Answers.DEFAULT;
        return new Answers(
                keys.word("style", defaults.style()),
                keys.key("own", SettingsJson::sampling).orElse(defaults.own()),
                keys.number("maxTokens", Answers.FEWEST_TOKENS, Answers.MOST_TOKENS, defaults.maxTokens()));
    }

    private static SamplingParams sampling(JsonElement element) {
        JsonObject own = element.getAsJsonObject();
        return new SamplingParams(
                own.get("temperature").getAsFloat(),
                own.get("topK").getAsInt(),
                own.get("topP").getAsFloat(),
                own.get("minP").getAsFloat(),
                own.get("repeatPenalty").getAsFloat(),
                own.get("seed").getAsLong());
    }

    private static LoadOptions load(JsonKeys keys) {
        LoadOptions defaults = Settings.DEFAULT.load();
        return new LoadOptions(
                keys.number("contextTokens", 0, Integer.MAX_VALUE, defaults.contextTokens()),
                keys.number("threads", 0, 1_024, defaults.threads()),
                keys.word("kvType", defaults.kvType()),
                GpuUse.AUTO.withMode(keys.word("gpu", defaults.gpu().mode())));
    }

    private static Writing writing(JsonKeys keys) {
        Writing defaults = Writing.DEFAULT;
        return new Writing(
                keys.flag("enterSends", defaults.enterSends()),
                keys.flag("longPastesAttach", defaults.longPastesAttach()));
    }

    private static Summaries summaries(JsonKeys keys) {
        Summaries defaults = Summaries.DEFAULT;
        return new Summaries(
                keys.number("wholeTokens", Summaries.FEWEST_TOKENS, Summaries.MOST_TOKENS, defaults.wholeTokens()),
                keys.flag("keepAwake", defaults.keepAwake()));
    }

    private static Settings.WindowBounds bounds(JsonElement element) {
        JsonObject window = element.getAsJsonObject();
        double width = JsonKeys.finite(window.get("width"));
        double height = JsonKeys.finite(window.get("height"));
        if (width <= 0 || height <= 0) throw new IllegalArgumentException("a window needs a size");
        return new Settings.WindowBounds(
                JsonKeys.finite(window.get("x")),
                JsonKeys.finite(window.get("y")),
                width,
                height,
                JsonKeys.flag(window.get("maximized")));
    }

    @Override
    public Settings value() {
        return settings;
    }

    @Override
    public List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public String with(Settings changed) {
        JsonObject result = json.deepCopy();
        put(result, "models", "known", changed.models().known());
        put(result, "models", "folder", changed.models().folder().orElse(""));
        put(result, "theme", Optional.of(word(changed.theme())));
        put(result, "window", changed.window());
        put(result, "lastConversation", changed.lastConversation().map(UUID::toString));
        put(result, "sidebarOpen", Optional.of(changed.sidebarOpen()));
        put(result, "systemPrompt", Optional.of(changed.systemPrompt()));
        Look look = changed.look();
        put(result, "look", "accent", word(look.accent()));
        put(result, "look", "textPercent", look.textPercent());
        put(result, "look", "language", word(look.language()));
        put(result, "look", "motion", word(look.motion()));
        Answers answers = changed.answers();
        put(result, "answers", "style", word(answers.style()));
        put(result, "answers", "own", answers.own());
        put(result, "answers", "maxTokens", answers.maxTokens());
        LoadOptions load = changed.load();
        put(result, "model", "contextTokens", load.contextTokens());
        put(result, "model", "threads", load.threads());
        put(result, "model", "kvType", word(load.kvType()));
        put(result, "model", "gpu", word(load.gpu().mode()));
        put(result, "writing", "enterSends", changed.writing().enterSends());
        put(result, "writing", "longPastesAttach", changed.writing().longPastesAttach());
        put(result, "cache", "gigabytes", changed.cacheGigabytes());
        put(result, "summaries", "wholeTokens", changed.summaries().wholeTokens());
        put(result, "summaries", "keepAwake", changed.summaries().keepAwake());
        return GSON.toJson(result) + "\n";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void put(JsonObject json, String key, Optional<?> value) {
        json.remove(key);
        value.ifPresent(present -> json.add(key, GSON.toJsonTree(present)));
    }

    private static void put(JsonObject json, String group, String key, Object value) {
        if (!(json.get(group) instanceof JsonObject)) json.add(group, new JsonObject());
        // Gson cannot reflect on records of the engine's module, so they go in by their parts
        json.getAsJsonObject(group).add(key, value instanceof SamplingParams p ? tree(p) : GSON.toJsonTree(value));
    }

    private static JsonElement tree(SamplingParams p) {
        return GSON.toJsonTree(Map.of(
                "temperature",
                p.temperature(),
                "topK",
                p.topK(),
                "topP",
                p.topP(),
                "minP",
                p.minP(),
                "repeatPenalty",
                p.repeatPenalty(),
                "seed",
                p.seed()));
    }
}
