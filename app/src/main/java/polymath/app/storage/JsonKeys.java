package polymath.app.storage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Reads an object key by key: one that cannot be read costs only itself and is noted.
///
/// @param path names of the objects around it, each with a dot behind it
/// @param unreadable takes the paths of the keys that could not be read
record JsonKeys(JsonObject json, String path, List<String> unreadable) {

    /// An object inside this one; empty where there is none.
    JsonKeys inside(String name) {
        return new JsonKeys(
                key(name, JsonElement::getAsJsonObject).orElseGet(JsonObject::new), path + name + ".", unreadable);
    }

    <T> Optional<T> key(String name, Function<JsonElement, T> reading) {
        JsonElement element = json.get(name);
        if (element == null || element.isJsonNull()) return Optional.empty();
        try {
            return Optional.of(reading.apply(element));
        } catch (RuntimeException e) { // hand-edited files fail in every way there is
            unreadable.add(path + name);
            return Optional.empty();
        }
    }

    /// A constant's name in small letters.
    <E extends Enum<E>> E word(String name, E otherwise) {
        return key(
                        name,
                        e -> Enum.valueOf(
                                otherwise.getDeclaringClass(), e.getAsString().toUpperCase(Locale.ROOT)))
                .orElse(otherwise);
    }

    boolean flag(String name, boolean otherwise) {
        return key(name, JsonKeys::flag).orElse(otherwise);
    }

    int number(String name, int least, int most, int otherwise) {
        return key(name, e -> {
                    int value = e.getAsBigDecimal().intValueExact();
                    if (value < least || value > most)
                        throw new IllegalArgumentException(value + " is not in " + least + ".." + most);
                    return value;
                })
                .orElse(otherwise);
    }

    static boolean flag(JsonElement element) {
        // Gson reads every other word as false.
        return switch (element.getAsString()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("not true or false");
        };
    }

    static double finite(JsonElement element) {
        double value = element.getAsDouble();
        if (!Double.isFinite(value)) throw new IllegalArgumentException("not a number: " + value);
        return value;
    }
}
