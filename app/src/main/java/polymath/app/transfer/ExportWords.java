package polymath.app.transfer;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The words around what was said, in the user's language.
record ExportWords(Strings strings) {
    private static final int TITLE_CHARS = 200;

    String title(Conversation conversation) {
        String title = SafeText.line(conversation.title(), TITLE_CHARS);
        return title.isEmpty() ? strings.get("header.newChat") : title;
    }

    String time(Instant moment) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(strings.locale())
                .format(moment.atZone(ZoneId.systemDefault()));
    }

    String systemPrompt() {
        return strings.get("prompt.title");
    }

    /// Who speaks: the user, or the model by its name where it is known.
    String speaker(StoredMessage message) {
        return switch (message.role()) {
            case USER -> strings.get("export.you");
            case SYSTEM -> systemPrompt();
            case ASSISTANT ->
                message.details()
                        .map(details -> SafeText.line(details.modelName(), TITLE_CHARS))
                        .filter(name -> !name.isEmpty())
                        .orElse(strings.get("export.assistant"));
        };
    }

    String document(Attachment attachment) {
        return strings.get(
                "export.document",
                SafeText.line(attachment.name(), TITLE_CHARS),
                attachment.text().length());
    }
}
