package polymath.app.transfer;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import polymath.engine.api.ChatMessage;

/// A message of ChatGPT's export that a reader of the chat has seen.
///
/// Relied on is: `author.role`, of which `user` and `assistant` are taken; `content.content_type` `text` or
/// `multimodal_text` with `parts`, strings or objects of which `text` is taken; `create_time`; `recipient`, which is
/// `all` unless the message went to a tool; `metadata.is_visually_hidden_from_conversation`.
record ChatGptMessage(ChatMessage.Role role, String text, Optional<Instant> created) {

    /// @return nothing for what is not shown: words of tools and of the system, to tools, hidden ones, empty ones
    static Optional<ChatGptMessage> read(JsonReader in, ImportBudget budget) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return Optional.empty();
        }
        Optional<ChatMessage.Role> role = Optional.empty();
        String text = "";
        Optional<Instant> created = Optional.empty();
        boolean shown = true;
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "author" -> role = role(in);
                case "content" -> text = budget.text(content(in));
                case "create_time" -> created = ChatGptReader.time(in);
                case "recipient" ->
                    shown &= ChatGptReader.string(in).orElse("all").equals("all");
                case "metadata" -> shown &= !hidden(in);
                default -> in.skipValue();
            }
        }
        in.endObject();
        if (!shown || role.isEmpty() || text.isBlank()) return Optional.empty();
        return Optional.of(new ChatGptMessage(role.get(), text, created));
    }

    private static Optional<ChatMessage.Role> role(JsonReader in) throws IOException {
        return member(in, "role").flatMap(name -> switch (name) {
            case "user" -> Optional.of(ChatMessage.Role.USER);
            case "assistant" -> Optional.of(ChatMessage.Role.ASSISTANT);
            default -> Optional.empty();
        });
    }

    private static String content(JsonReader in) throws IOException {
        String type = "";
        StringBuilder text = new StringBuilder();
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return "";
        }
        in.beginObject();
        while (in.hasNext()) {
            String name = in.nextName();
            if (name.equals("content_type")) type = ChatGptReader.string(in).orElse("");
            else if (name.equals("parts") && in.peek() == JsonToken.BEGIN_ARRAY) {
                in.beginArray();
                while (in.hasNext()) {
                    String part = part(in);
                    if (!text.isEmpty() && !part.isEmpty()) text.append('\n');
                    text.append(part);
                }
                in.endArray();
            } else in.skipValue();
        }
        in.endObject();
        return type.equals("text") || type.equals("multimodal_text") ? text.toString() : "";
    }

    /// Pictures and sounds are not in the file; of what was spoken there is the text.
    private static String part(JsonReader in) throws IOException {
        return in.peek() == JsonToken.STRING
                ? in.nextString()
                : member(in, "text").orElse("");
    }

    private static boolean hidden(JsonReader in) throws IOException {
        boolean hidden = false;
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return false;
        }
        in.beginObject();
        while (in.hasNext()) {
            boolean flag = in.nextName().equals("is_visually_hidden_from_conversation");
            if (flag && in.peek() == JsonToken.BOOLEAN) hidden = in.nextBoolean();
            else in.skipValue();
        }
        in.endObject();
        return hidden;
    }

    /// A string member of an object; nothing where something else stands.
    private static Optional<String> member(JsonReader in, String name) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return Optional.empty();
        }
        Optional<String> found = Optional.empty();
        in.beginObject();
        while (in.hasNext()) {
            if (in.nextName().equals(name)) found = ChatGptReader.string(in);
            else in.skipValue();
        }
        in.endObject();
        return found;
    }
}
