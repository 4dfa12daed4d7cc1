package polymath.app.chat;

import java.util.List;
import java.util.stream.Collectors;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// A chat as it is on screen, to be pasted elsewhere: Markdown, the user's words as they were typed.
public final class ChatText {
    private static final int NAME_CHARS = 60;

    private ChatText() {}

    public static String of(List<MessageModel> messages, Strings strings) {
        return messages.stream()
                .filter(m -> !m.text().isBlank() || !m.attachments().isEmpty())
                .map(m -> message(m, strings))
                .collect(Collectors.joining("\n\n"));
    }

    private static String message(MessageModel message, Strings strings) {
        StringBuilder text = new StringBuilder("## ")
                .append(strings.get(message.isAnswer() ? "export.assistant" : "export.you"))
                .append("\n");
        message.attachments()
                .forEach(a -> text.append("\n- ")
                        .append(strings.get(
                                "export.document",
                                SafeText.line(a.name(), NAME_CHARS),
                                a.text().length())));
        if (!message.attachments().isEmpty()) text.append('\n');
        return text.append('\n')
                .append(SafeText.clean(message.text()).strip())
                .toString()
                .strip();
    }
}
