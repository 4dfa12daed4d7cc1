package polymath.app.chat;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import polymath.app.citation.PageReference;
import polymath.app.citation.Sources;
import polymath.app.citation.Spot;
import polymath.app.citation.Statement;
import polymath.app.ui.Block;
import polymath.app.ui.BlockRow;
import polymath.app.ui.Strings;
import polymath.app.ui.TextNote;

/// What there is to say about the text of an answer by its documents: where its marks lead. Kept for each block as long
/// as the block is the same object.
final class AnswerNotes {
    private final Sources sources;
    private final Strings strings;
    private final Consumer<Spot> show;
    private IdentityHashMap<Block, List<List<TextNote>>> known = new IdentityHashMap<>();

    /// @param show opens a document at a place
    AnswerNotes(Sources sources, Strings strings, Consumer<Spot> show) {
        this.sources = sources;
        this.strings = strings;
        this.show = show;
    }

    Sources sources() {
        return sources;
    }

    /// For each of an answer's blocks the notes on its flows.
    List<List<List<TextNote>>> of(List<Block> blocks) {
        IdentityHashMap<Block, List<List<TextNote>>> now = new IdentityHashMap<>();
        List<List<List<TextNote>>> all = new ArrayList<>();
        for (Block block : blocks) {
            List<List<TextNote>> notes = Optional.ofNullable(known.get(block)).orElseGet(() -> notes(block));
            now.put(block, notes);
            all.add(notes);
        }
        known = now;
        return all;
    }

    private List<List<TextNote>> notes(Block block) {
        List<String> flows = BlockRow.flows(block);
        List<List<TextNote>> notes = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < flows.size(); i++) {
            List<TextNote> links = links(flows.get(i), row(block, flows, i));
            any |= !links.isEmpty();
            notes.add(links);
        }
        return any ? List.copyOf(notes) : List.of();
    }

    /// What a mark in a cell speaks of is the whole row; elsewhere it is the statement before it.
    private static Optional<String> row(Block block, List<String> flows, int flow) {
        if (!(block instanceof Block.Table table)) return Optional.empty();
        int from = flow;
        int to = flow;
        int before = 0;
        for (var row : table.rows()) {
            int cells = Math.min(row.size(), table.columns().size());
            if (flow < before + cells) {
                from = before;
                to = before + cells;
                break;
            }
            before += cells;
        }
        return Optional.of(String.join(" ", flows.subList(from, to)));
    }

    private List<TextNote> links(String text, Optional<String> row) {
        List<TextNote> links = new ArrayList<>();
        if (text.indexOf('[') < 0) return links;
        for (Statement statement : Statement.in(text))
            for (var mark : statement.marks())
                for (PageReference page : mark.pages()) links.add(link(page, row.orElse(statement.words(text))));
        return links;
    }

    private TextNote link(PageReference page, String words) {
        if (!sources.has(page)) {
            String why = sources.isSilent(page) ? "cite.silent" : "cite.missing";
            return new TextNote(
                    page.start(),
                    page.end(),
                    TextNote.Kind.DEAD_LINK,
                    strings.get(why, page.label()),
                    Optional.empty());
        }
        return new TextNote(
                page.start(),
                page.end(),
                TextNote.Kind.LINK,
                strings.get("cite.show", page.label()),
                Optional.of(() -> sources.find(page, words).ifPresent(show)));
    }
}
