package polymath.app.chat;

import java.util.function.Consumer;
import polymath.app.citation.Spot;
import polymath.app.summary.SummaryQueue;
import polymath.app.ui.BlockActions;
import polymath.app.ui.Strings;

/// What the controls of messages reach.
///
/// @param goOnInNew starts a new chat that goes on where this one is full
/// @param about shows what is known of an answer
/// @param show opens a document at a place
/// @param export asks where to and writes the summary that an answer is to a file
record MessageActions(
        ChatViewModel chat,
        BlockActions blocks,
        Runnable goOnInNew,
        Consumer<MessageModel> about,
        Consumer<Spot> show,
        Consumer<MessageModel> export) {
    SummaryQueue summaries() {
        return chat.summaries();
    }

    Strings strings() {
        return blocks.strings();
    }

    void copy(MessageModel message) {
        blocks.copy().accept(message.text());
    }
}
