package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polymath.app.storage.Attachment;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.Strings;
import polymath.engine.api.ChatMessage.Role;

class ChatTextTest {
    private static MessageModel message(Role role, String text, Attachment... documents) {
        return new MessageModel(new StoredMessage(
                UUID.randomUUID(),
                UUID.randomUUID(),
                role,
                text,
                MessageState.COMPLETE,
                Instant.EPOCH,
                Optional.empty(),
                List.of(documents)));
    }

    @Test
    void aWholeChatIsOneMarkdownText() {
        assertThat(ChatText.of(
                        List.of(
                                message(Role.USER, "What is in it?", new Attachment("notes.txt", "Some *notes*.")),
                                message(Role.ASSISTANT, "- **Notes** [line 1]\n"),
                                message(Role.ASSISTANT, "")),
                        Strings.of(Locale.ENGLISH)))
                .matches(
                        "(?s)## You\n\n- [^\n]*notes\\.txt[^\n]*\n\nWhat is in it\\?\n\n## [^\n]+\n\n- \\*\\*Notes\\*\\* \\[line 1]");
    }
}
