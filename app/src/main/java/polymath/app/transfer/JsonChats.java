package polymath.app.transfer;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.DetailsJson;
import polymath.app.storage.PagesJson;
import polymath.app.storage.StoredMessage;

/// Chats as JSON, with everything that is kept of them; [JsonChatsReader] reads it.
///
/// ```json
/// {"format": "polymath-chats", "version": 1, "chats": [
///   {"id": "UUID", "title": "…", "systemPrompt": "…", "createdAt": "2026-11-23T10:15:30Z", "updatedAt": "…",
///    "pinned": false, "folder": "…", "messages": [
///      {"id": "UUID", "role": "USER", "text": "…", "state": "COMPLETE", "createdAt": "…",
///       "details": {"usage": {}, "finishReason": "…", "modelName": "…"}, "documents": [
///        {"name": "…", "text": "…", "pages": {"marks": [], "remarks": []}}]}]}]}
/// ```
///
/// `folder`, `details`, `documents` and `pages` are left out where there are none.
final class JsonChats implements ChatWriter {
    static final String FORMAT = "polymath-chats";
    static final int VERSION = 1;

    private final JsonWriter out;

    JsonChats(Writer writer) {
        out = new JsonWriter(writer);
        out.setIndent(" ");
    }

    @Override
    public void begin() throws IOException {
        out.beginObject();
        out.name("format").value(FORMAT);
        out.name("version").value(VERSION);
        out.name("chats").beginArray();
    }

    @Override
    public void write(ArchivedChat chat) throws IOException {
        Conversation conversation = chat.conversation();
        out.beginObject();
        out.name("id").value(conversation.id().toString());
        out.name("title").value(conversation.title());
        out.name("systemPrompt").value(conversation.systemPrompt());
        out.name("createdAt").value(conversation.createdAt().toString());
        out.name("updatedAt").value(conversation.updatedAt().toString());
        out.name("pinned").value(conversation.pinned());
        if (conversation.folder().isPresent())
            out.name("folder").value(conversation.folder().get());
        out.name("messages").beginArray();
        for (StoredMessage message : chat.messages()) write(message);
        out.endArray();
        out.endObject();
    }

    private void write(StoredMessage message) throws IOException {
        out.beginObject();
        out.name("id").value(message.id().toString());
        out.name("role").value(message.role().name());
        out.name("text").value(message.content());
        out.name("state").value(message.state().name());
        out.name("createdAt").value(message.createdAt().toString());
        if (message.details().isPresent())
            out.name("details").jsonValue(DetailsJson.write(message.details().get()));
        if (!message.attachments().isEmpty()) {
            out.name("documents").beginArray();
            for (Attachment attachment : message.attachments()) {
                out.beginObject();
                out.name("name").value(attachment.name());
                out.name("text").value(attachment.text());
                Optional<String> pages = PagesJson.write(attachment);
                if (pages.isPresent()) out.name("pages").jsonValue(pages.get());
                out.endObject();
            }
            out.endArray();
        }
        out.endObject();
    }

    @Override
    public void end() throws IOException {
        out.endArray();
        out.endObject();
        out.flush();
    }
}
