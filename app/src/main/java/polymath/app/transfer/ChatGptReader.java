package polymath.app.transfer;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Conversation;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.SafeText;
import polymath.engine.api.ChatMessage;

/// Reads `conversations.json` of an export of ChatGPT, whose format is not documented. Relied on is: an array of
/// objects with `title`, `create_time` and `update_time` (seconds since 1970), `conversation_id` or `id`,
/// `current_node`, and `mapping` from node ids to `{"message", "parent"}`; see [ChatGptMessage] for messages. All else
/// is passed over.
///
/// Read is what ChatGPT shows: the path from `current_node` up to the root. Where that names no node, it is the path
/// from the node that comes last. Ids are derived from ChatGPT's, so that a later export brings only what is new.
final class ChatGptReader {
    private static final int TITLE_CHARS = 200;

    private final JsonReader in;
    private final ImportBudget budget;

    ChatGptReader(JsonReader in, ImportBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    private record Node(Optional<String> parent, Optional<ChatGptMessage> message) {}

    List<ArchivedChat> read() throws IOException {
        List<ArchivedChat> chats = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) chat().ifPresent(chats::add);
        in.endArray();
        return chats;
    }

    private Optional<ArchivedChat> chat() throws IOException {
        budget.chat();
        String title = "";
        Optional<String> id = Optional.empty();
        Optional<String> current = Optional.empty();
        Optional<Instant> created = Optional.empty();
        Optional<Instant> updated = Optional.empty();
        Map<String, Node> mapping = Map.of();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "title" -> title = SafeText.line(string(in).orElse(""), TITLE_CHARS);
                case "conversation_id" -> id = string(in);
                case "id" -> id = id.isPresent() ? skipped(id) : string(in);
                case "current_node" -> current = string(in);
                case "create_time" -> created = time(in);
                case "update_time" -> updated = time(in);
                case "mapping" -> mapping = mapping();
                default -> in.skipValue();
            }
        }
        in.endObject();
        Instant begun = created.orElse(Instant.EPOCH);
        String source = "chatgpt:" + id.orElse(title + begun);
        Conversation conversation =
                new Conversation(uuid(source), title, "", begun, updated.orElse(begun), false, Optional.empty(), false);
        List<StoredMessage> messages = messages(conversation, source, path(mapping, current));
        return messages.isEmpty() ? Optional.empty() : Optional.of(new ArchivedChat(conversation, messages));
    }

    private Optional<String> skipped(Optional<String> kept) throws IOException {
        in.skipValue();
        return kept;
    }

    private Map<String, Node> mapping() throws IOException {
        Map<String, Node> nodes = new LinkedHashMap<>();
        in.beginObject();
        while (in.hasNext()) {
            budget.node();
            String id = in.nextName();
            Optional<String> parent = Optional.empty();
            Optional<ChatGptMessage> message = Optional.empty();
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "parent" -> parent = string(in);
                    case "message" -> message = ChatGptMessage.read(in, budget);
                    default -> in.skipValue();
                }
            }
            in.endObject();
            nodes.put(id, new Node(parent, message));
        }
        in.endObject();
        return nodes;
    }

    /// From the root down.
    private static List<Map.Entry<String, ChatGptMessage>> path(Map<String, Node> nodes, Optional<String> current) {
        List<Map.Entry<String, ChatGptMessage>> path = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<String> at = current.filter(nodes::containsKey);
        if (at.isEmpty() && !nodes.isEmpty())
            at = Optional.of(List.copyOf(nodes.keySet()).getLast());
        while (at.isPresent() && seen.add(at.get())) { // a tree made by hand may run in circles
            String id = at.get();
            Node node = nodes.get(id);
            if (node == null) break;
            node.message().ifPresent(message -> path.add(Map.entry(id, message)));
            at = node.parent();
        }
        Collections.reverse(path);
        return path;
    }

    /// ChatGPT answers in several messages where it uses tools; here one speaker's words are one message.
    private static List<StoredMessage> messages(
            Conversation conversation, String source, List<Map.Entry<String, ChatGptMessage>> path) {
        List<StoredMessage> messages = new ArrayList<>();
        for (Map.Entry<String, ChatGptMessage> entry : path) {
            ChatGptMessage message = entry.getValue();
            if (!messages.isEmpty() && messages.getLast().role() == message.role()) {
                StoredMessage last = messages.removeLast();
                messages.add(message(
                        last.id(), conversation, message, last.content() + "\n\n" + message.text(), last.createdAt()));
            } else {
                Instant time = message.created().orElse(conversation.createdAt());
                messages.add(message(uuid(source + ":" + entry.getKey()), conversation, message, message.text(), time));
            }
        }
        return messages;
    }

    private static StoredMessage message(
            UUID id, Conversation conversation, ChatGptMessage message, String text, Instant time) {
        ChatMessage.Role role = message.role();
        return new StoredMessage(
                id, conversation.id(), role, text, MessageState.COMPLETE, time, Optional.empty(), List.of());
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /// A string, or nothing where something else stands.
    static Optional<String> string(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.STRING) return Optional.of(in.nextString());
        in.skipValue();
        return Optional.empty();
    }

    /// Seconds since 1970, or nothing where something else stands.
    static Optional<Instant> time(JsonReader in) throws IOException {
        if (in.peek() != JsonToken.NUMBER) {
            in.skipValue();
            return Optional.empty();
        }
        double seconds = in.nextDouble();
        return seconds >= 0 && seconds < 253_000_000_000.0 // the year 9987
                ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)))
                : Optional.empty();
    }
}
