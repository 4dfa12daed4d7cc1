package polymath.app.chat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Prompt;

/// Where in a prompt the pages of its documents stand, to say which is being read. All tokens count as equally long,
/// so it may be a page beside it. Immutable.
final class PromptPages {
    /// Of a prompt without documents.
    static final PromptPages NONE = new PromptPages(List.of());

    private static final int AROUND_MARK = 4; // brackets and line ends

    private final TreeMap<Long, String> labels = new TreeMap<>(); // by the character they begin with
    private final long chars;

    private PromptPages(List<ChatMessage> messages) {
        long at = 0;
        for (ChatMessage message : messages) {
            for (Document document : message.documents())
                for (Document.Page page : document.pages()) {
                    labels.put(at, page.label());
                    at += page.label().length() + AROUND_MARK + page.text().length();
                }
            if (!message.documents().isEmpty()) labels.put(at, "");
            at += message.content().length();
        }
        chars = at;
    }

    static PromptPages of(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Chat chat -> new PromptPages(chat.messages());
            case Prompt.Continuation going -> new PromptPages(going.messages());
            case Prompt.Raw ignored -> NONE;
        };
    }

    /// The mark of the page there; empty outside of documents.
    ///
    /// @param fraction of the prompt, from 0 to 1
    Optional<String> at(double fraction) {
        return Optional.ofNullable(labels.floorEntry((long) (fraction * chars)))
                .map(Map.Entry::getValue)
                .filter(label -> !label.isEmpty());
    }
}
