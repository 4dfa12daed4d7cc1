package polymath.app.transfer;

import java.io.IOException;
import java.io.Writer;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Attachment;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.engine.api.ChatMessage;

/// Chats as Markdown: answers as the model wrote them, the user's words as they were typed. Attached documents are
/// named, their text stays out.
final class MarkdownChats implements ChatWriter {
    private final Writer out;
    private final Strings strings;
    private boolean first = true;

    MarkdownChats(Writer out, Strings strings) {
        this.out = out;
        this.strings = strings;
    }

    @Override
    public void begin() {}

    @Override
    public void write(ArchivedChat chat) throws IOException {
        if (!first) out.write("\n---\n\n");
        first = false;
        ExportWords words = new ExportWords(strings);
        out.write("# " + words.title(chat.conversation()) + "\n\n");
        out.write("*" + words.time(chat.conversation().createdAt()) + "*\n\n");
        String prompt = chat.conversation().systemPrompt();
        if (!prompt.isBlank())
            out.write("> **" + words.systemPrompt() + "**\n>\n> "
                    + SafeText.clean(prompt).strip().replace("\n", "\n> ") + "\n\n");
        for (StoredMessage message : chat.messages()) write(message, words);
    }

    private void write(StoredMessage message, ExportWords words) throws IOException {
        if (message.role() == ChatMessage.Role.ASSISTANT && message.content().isBlank()) return;
        out.write("## " + words.speaker(message) + "\n\n");
        for (Attachment attachment : message.attachments()) out.write("- " + words.document(attachment) + "\n");
        if (!message.attachments().isEmpty()) out.write("\n");
        String text = SafeText.clean(message.content()).strip();
        if (!text.isEmpty()) out.write(text + "\n\n");
    }

    @Override
    public void end() {}
}
