package polymath.app.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import polymath.app.citation.Sources;
import polymath.app.storage.Coverage;
import polymath.app.storage.MessageState;
import polymath.app.ui.Block;
import polymath.app.ui.BlockRow;
import polymath.app.ui.OpenMarkdown;
import polymath.app.ui.Strings;
import polymath.app.ui.TextNote;
import polymath.app.ui.VirtualColumn.Row;

/// The rows of one message. For an answer that grows, only the open end is parsed again.
final class TranscriptRows {
    private static final double TURN_GAP = 32;
    private static final double ANSWER_GAP = 24;
    private static final double SUMMARY_GAP = 16;

    private final MessageModel message;
    private final MessageActions actions;
    private OpenMarkdown markdown = new OpenMarkdown();
    private Optional<PromptRow> prompt = Optional.empty();
    private Optional<AnswerNotes> answerNotes = Optional.empty();
    private int parsed;
    private int edition;

    TranscriptRows(MessageModel message, MessageActions actions) {
        this.message = message;
        this.actions = actions;
    }

    /// The same row as long as it looks the same, so that its node stays.
    private Row promptRow(boolean expanded, Runnable expand) {
        boolean versioned = message.versions().count() > 1;
        if (prompt.isEmpty()
                || prompt.get().expanded() != expanded
                || prompt.get().versioned() != versioned)
            prompt = Optional.of(new PromptRow(message, expanded, versioned, TURN_GAP, actions, expand));
        return prompt.get();
    }

    private UUID id() {
        return message.id();
    }

    /// What was read for an answer that says something, and what of it is in doubt.
    private List<EvidenceRow.Line> evidence(boolean says) {
        if (!says) return List.of();
        List<EvidenceRow.Line> lines = new ArrayList<>();
        Strings strings = actions.strings();
        Optional<Coverage> coverage = message.coverage();
        coverage.ifPresent(c -> lines.add(new EvidenceRow.Line(
                CoverageWords.of(c, strings), c.isComplete() ? EvidenceRow.Tone.FINE : EvidenceRow.Tone.DOUBT)));
        answerNotes.ifPresent(notes -> {
            if (coverage.isEmpty())
                lines.add(new EvidenceRow.Line(strings.get("coverage.unknown"), EvidenceRow.Tone.UNKNOWN));
            for (String words : notes.doubts().words(strings))
                lines.add(new EvidenceRow.Line(words, EvidenceRow.Tone.DOUBT));
        });
        return lines;
    }

    /// What the chat's documents say of each block; nothing while they are not known.
    private List<List<List<TextNote>>> notes(List<Block> blocks) {
        Optional<Sources> sources = actions.chat().sources().of(message);
        boolean written = message.state() != MessageState.WRITING;
        Optional<String> text = written ? Optional.of(message.text()) : Optional.empty();
        answerNotes = sources.map(s -> answerNotes
                .filter(n -> n.isOf(s, written))
                .orElseGet(() -> new AnswerNotes(s, text, actions.strings(), actions.show())));
        return answerNotes.map(n -> n.of(blocks)).orElse(Collections.nCopies(blocks.size(), List.of()));
    }

    /// The rows as of now.
    ///
    /// @param last whether no message follows
    List<Row> rows(boolean last, boolean expanded, Runnable expand) {
        ChatViewModel chat = actions.chat();
        if (!message.isAnswer()) {
            boolean edited = chat.edit().message().equals(Optional.of(message));
            Row row = edited ? new PromptEditRow(message, TURN_GAP, actions) : promptRow(expanded, expand);
            boolean unanswered = last && !edited && !chat.phaseProperty().get().working();
            return unanswered ? List.of(row, new UnansweredRow(id(), actions)) : List.of(row);
        }
        if (message.text().length() < parsed || message.edition() != edition) {
            edition = message.edition();
            markdown = new OpenMarkdown();
            parsed = 0;
        }
        String more = message.textFrom(parsed);
        if (!more.isEmpty()) markdown.append(more);
        parsed += more.length();
        List<Row> rows = new ArrayList<>();
        message.summary()
                .ifPresent(s -> rows.add(new SummaryRow(
                        message, s, s.shapeProperty().get(), actions.summaries().before(s), ANSWER_GAP, actions)));
        boolean writing = message.state() == MessageState.WRITING;
        List<Block> blocks = markdown.blocks();
        List<List<List<TextNote>>> notes = notes(blocks);
        for (int i = 0; i < blocks.size(); i++) {
            Block block = blocks.get(i);
            boolean caret =
                    writing && i == blocks.size() - 1 && chat.phaseProperty().get() == Phase.WRITING;
            double gap = i > 0 ? BlockRow.gapAbove(block) : rows.isEmpty() ? ANSWER_GAP : SUMMARY_GAP;
            rows.add(new BlockRow(id(), block, caret, gap, notes.get(i), actions.blocks()));
        }
        if (message.summary().isPresent()) {
            if (!writing && !blocks.isEmpty()) rows.add(new FooterRow(message, last, actions));
        } else if (writing) {
            // also below the beginning of an answer that goes on, until there is more of it
            if (blocks.isEmpty() || chat.phaseProperty().get() != Phase.WRITING)
                rows.add(new ProgressRow(id(), chat, blocks.isEmpty() ? ANSWER_GAP : 12, actions.strings()));
        } else {
            if (message.state() != MessageState.COMPLETE)
                rows.add(new OutcomeRow(message, last, blocks.isEmpty() ? ANSWER_GAP : 12, actions));
            List<EvidenceRow.Line> evidence = evidence(!blocks.isEmpty());
            if (!evidence.isEmpty()) rows.add(new EvidenceRow(id(), evidence));
            if (!blocks.isEmpty() || message.versions().count() > 1) rows.add(new FooterRow(message, last, actions));
        }
        return rows;
    }
}
