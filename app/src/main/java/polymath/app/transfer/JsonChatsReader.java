package polymath.app.transfer;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.DetailsJson;
import polymath.app.storage.MessageState;
import polymath.app.storage.PagesJson;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.SafeText;
import polymath.engine.api.ChatMessage;

/// Reads what [JsonChats] writes. Names it does not know are passed over. What is not as it should be is thrown as the
/// unchecked exception of whoever found it.
final class JsonChatsReader {
    /// What SQLite's milliseconds and every calendar can say.
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final int TITLE_CHARS = 200;
    private static final int FOLDER_CHARS = 60;

    private final JsonReader in;
    private final ImportBudget budget;
    private boolean recognized;

    /// Not one of our files.
    static final class ForeignException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// Of a version that is not known here.
    static final class NewerException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    JsonChatsReader(JsonReader in, ImportBudget budget) {
        this.in = in;
        this.budget = budget;
    }

    /// Whether it says that it is ours.
    boolean recognized() {
        return recognized;
    }

    List<ArchivedChat> read() throws IOException {
        List<ArchivedChat> chats = new ArrayList<>();
        in.beginObject();
        if (!in.hasNext() || !in.nextName().equals("format") || !in.nextString().equals(JsonChats.FORMAT))
            throw new ForeignException();
        recognized = true;
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "version" -> {
                    if (in.nextInt() > JsonChats.VERSION) throw new NewerException();
                }
                case "chats" -> {
                    in.beginArray();
                    while (in.hasNext()) chats.add(chat());
                    in.endArray();
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        return chats;
    }

    private ArchivedChat chat() throws IOException {
        budget.chat();
        Optional<UUID> id = Optional.empty();
        String title = "";
        String systemPrompt = "";
        Optional<Instant> created = Optional.empty();
        Optional<Instant> updated = Optional.empty();
        boolean pinned = false;
        Optional<String> folder = Optional.empty();
        List<Said> said = List.of();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "id" -> id = Optional.of(UUID.fromString(in.nextString()));
                case "title" -> title = SafeText.line(in.nextString(), TITLE_CHARS);
                case "systemPrompt" -> systemPrompt = budget.text(in.nextString());
                case "createdAt" -> created = Optional.of(time());
                case "updatedAt" -> updated = Optional.of(time());
                case "pinned" -> pinned = in.nextBoolean();
                case "folder" -> folder = Optional.of(SafeText.line(in.nextString(), FOLDER_CHARS));
                case "messages" -> said = messages();
                default -> in.skipValue();
            }
        }
        in.endObject();
        Conversation conversation = new Conversation(
                id.orElseThrow(),
                title,
                systemPrompt,
                created.orElseThrow(),
                updated.orElse(created.get()),
                pinned,
                folder.filter(name -> !name.isEmpty()),
                false);
        UUID home = conversation.id();
        return new ArchivedChat(conversation, said.stream().map(s -> s.in(home)).toList());
    }

    private List<Said> messages() throws IOException {
        List<Said> said = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) said.add(message());
        in.endArray();
        return said;
    }

    /// A message before the id of its conversation is known.
    private record Said(
            UUID id,
            ChatMessage.Role role,
            String text,
            MessageState state,
            Instant created,
            Optional<AnswerDetails> details,
            List<Attachment> documents) {
        StoredMessage in(UUID conversation) {
            return new StoredMessage(id, conversation, role, text, state, created, details, documents);
        }
    }

    private Said message() throws IOException {
        budget.node();
        Optional<UUID> id = Optional.empty();
        Optional<ChatMessage.Role> role = Optional.empty();
        Optional<String> text = Optional.empty();
        MessageState state = MessageState.COMPLETE;
        Optional<Instant> created = Optional.empty();
        Optional<AnswerDetails> details = Optional.empty();
        List<Attachment> documents = List.of();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "id" -> id = Optional.of(UUID.fromString(in.nextString()));
                case "role" -> role = Optional.of(ChatMessage.Role.valueOf(in.nextString()));
                case "text" -> text = Optional.of(budget.text(in.nextString()));
                case "state" -> state = MessageState.valueOf(in.nextString());
                case "createdAt" -> created = Optional.of(time());
                case "details" -> details = Optional.of(DetailsJson.read(in));
                case "documents" -> documents = documents();
                default -> in.skipValue();
            }
        }
        in.endObject();
        return new Said(
                id.orElseThrow(),
                role.orElseThrow(),
                text.orElseThrow(),
                state == MessageState.WRITING ? MessageState.INTERRUPTED : state, // nobody writes it any more
                created.orElseThrow(),
                details,
                documents);
    }

    private List<Attachment> documents() throws IOException {
        List<Attachment> documents = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            budget.node();
            String name = "";
            String text = "";
            Optional<PagesJson> pages = Optional.empty();
            in.beginObject();
            while (in.hasNext()) {
                switch (in.nextName()) {
                    case "name" -> name = budget.text(in.nextString());
                    case "text" -> text = budget.text(in.nextString());
                    case "pages" -> pages = Optional.of(PagesJson.read(in));
                    default -> in.skipValue();
                }
            }
            in.endObject();
            documents.add(PagesJson.attach(name, text, pages.orElse(null)));
        }
        in.endArray();
        return documents;
    }

    private Instant time() throws IOException {
        Instant time = Instant.parse(in.nextString());
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) throw new IllegalArgumentException("time " + time);
        return time;
    }
}
