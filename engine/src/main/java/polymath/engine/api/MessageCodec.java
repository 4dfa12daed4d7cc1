package polymath.engine.api;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages as JSON, one a line: `{"type":"Cancel","id":"…"}`. The type is the record's simple name, looked up among
/// the
/// permitted ones, never a class name from the text. Thread-safe.
public final class MessageCodec {
    /// Longest line in characters that either side accepts.
    public static final int MAX_LINE_CHARS = 64 << 20;

    private static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeSpecialFloatingPointValues()
            .registerTypeAdapterFactory(new SealedTypes())
            .create();

    private MessageCodec() {}

    /// One line without its line break.
    public static String encode(Message message) {
        return GSON.toJson(message, Message.class);
    }

    /// The message a line holds, or why it holds none.
    ///
    /// @throws MalformedMessageException for anything that is not one complete message
    public static Message decode(String line) throws MalformedMessageException {
        try {
            return Optional.ofNullable(GSON.fromJson(line, Message.class))
                    .orElseThrow(() -> new MalformedMessageException("an empty line", null));
        } catch (RuntimeException e) { // Gson's own, and whatever a record's constructor refuses
            throw new MalformedMessageException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A line that is no message.
    public static final class MalformedMessageException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedMessageException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /// One adapter for every sealed interface of ours: its records under their simple names.
    private static final class SealedTypes implements TypeAdapterFactory {
        @Override
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> token) {
            Class<? super T> base = token.getRawType();
            if (!base.isSealed()) return null;
            Map<String, Class<?>> records = new LinkedHashMap<>();
            collect(base, records);
            return new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, T value) throws IOException {
                    JsonObject json = new JsonObject();
                    json.addProperty("type", value.getClass().getSimpleName());
                    gson.toJsonTree(value).getAsJsonObject().asMap().forEach(json::add);
                    gson.toJson(json, out);
                }

                @Override
                public T read(JsonReader in) {
                    JsonObject json = gson.fromJson(in, JsonObject.class);
                    JsonElement type = json == null ? null : json.get("type");
                    Class<?> record = type == null ? null : records.get(type.getAsString());
                    if (record == null) throw new JsonParseException("unknown message type " + type);
                    @SuppressWarnings("unchecked") // one of the records collected below T
                    T value = (T) gson.fromJson(json, record);
                    return value;
                }
            };
        }

        private static void collect(Class<?> type, Map<String, Class<?>> records) {
            if (type.isRecord()) records.put(type.getSimpleName(), type);
            else for (Class<?> permitted : type.getPermittedSubclasses()) collect(permitted, records);
        }
    }
}
