package polymath.app.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import polymath.app.citation.AnswerCheck;
import polymath.app.citation.CitationMark;
import polymath.app.citation.PageReference;
import polymath.app.citation.Sources;
import polymath.app.citation.Spot;
import polymath.app.citation.Statement;
import polymath.app.citation.Unfound;
import polymath.app.ui.Block;
import polymath.app.ui.BlockRow;
import polymath.app.ui.Strings;
import polymath.app.ui.TextNote;

/// What there is to say about the text of an answer by its documents: where its marks lead and, once it is written,
/// what of it does not stand where it says. Kept for each block as long as the block is the same object.
final class AnswerNotes {
    private static final int MOST_LABELS = 3;

    private final Sources sources;
    private final Optional<AnswerCheck> check;
    private final Strings strings;
    private final Consumer<Spot> show;
    private IdentityHashMap<Block, BlockNotes> known = new IdentityHashMap<>();
    private Doubts doubts = new Doubts(List.of(), List.of());

    private record BlockNotes(List<List<TextNote>> flows, List<Unfound> unfound, List<String> deadMarks) {}

    /// @param written the answer's text once it is complete; empty while it is being written
    /// @param show opens a document at a place
    AnswerNotes(Sources sources, Optional<String> written, Strings strings, Consumer<Spot> show) {
        this.sources = sources;
        check = written.map(text -> new AnswerCheck(sources, text));
        this.strings = strings;
        this.show = show;
    }

    /// Whether they are those of an answer with these sources, written or not.
    boolean isOf(Sources now, boolean written) {
        return sources.equals(now) && check.isPresent() == written;
    }

    /// For each of an answer's blocks the notes on its flows.
    List<List<List<TextNote>>> of(List<Block> blocks) {
        IdentityHashMap<Block, BlockNotes> now = new IdentityHashMap<>();
        List<List<List<TextNote>>> all = new ArrayList<>();
        List<Unfound> unfound = new ArrayList<>();
        List<String> deadMarks = new ArrayList<>();
        for (Block block : blocks) {
            BlockNotes notes = Optional.ofNullable(known.get(block)).orElseGet(() -> notes(block));
            now.put(block, notes);
            all.add(notes.flows());
            unfound.addAll(notes.unfound());
            deadMarks.addAll(notes.deadMarks());
        }
        known = now;
        doubts = new Doubts(unfound, deadMarks);
        return all;
    }

    /// Of the blocks as of the last call of [#of].
    Doubts doubts() {
        return doubts;
    }

    private BlockNotes notes(Block block) {
        List<String> flows = BlockRow.flows(block);
        List<List<TextNote>> notes = new ArrayList<>();
        List<Unfound> unfound = new ArrayList<>();
        List<String> deadMarks = new ArrayList<>();
        for (int i = 0; i < flows.size(); i++) {
            String text = flows.get(i);
            Optional<String> row = row(block, flows, i);
            List<TextNote> own = new ArrayList<>(links(text, row, deadMarks));
            for (Unfound doubt : unfound(block, text, row)) {
                unfound.add(doubt);
                own.add(new TextNote(doubt.start(), doubt.end(), TextNote.Kind.DOUBT, words(doubt), Optional.empty()));
            }
            own.sort(Comparator.comparingInt(TextNote::start));
            notes.add(List.copyOf(own));
        }
        boolean any = notes.stream().anyMatch(n -> !n.isEmpty());
        return new BlockNotes(any ? List.copyOf(notes) : List.of(), unfound, deadMarks);
    }

    private List<Unfound> unfound(Block block, String text, Optional<String> row) {
        if (check.isEmpty()) return List.of();
        if (row.isPresent()) {
            List<PageReference> cited = CitationMark.in(row.get()).stream()
                    .flatMap(mark -> mark.pages().stream())
                    .toList();
            return check.get().unfound(text, cited);
        }
        return check.get().unfound(text, !(block instanceof Block.Heading));
    }

    /// What a mark in a cell speaks of is the whole row; elsewhere it is the statement before it.
    private static Optional<String> row(Block block, List<String> flows, int flow) {
        if (!(block instanceof Block.Table table)) return Optional.empty();
        int before = 0;
        for (var row : table.rows()) {
            int cells = Math.min(row.size(), table.columns().size());
            if (flow < before + cells) return Optional.of(String.join(" ", flows.subList(before, before + cells)));
            before += cells;
        }
        return Optional.empty();
    }

    private List<TextNote> links(String text, Optional<String> row, List<String> deadMarks) {
        List<TextNote> links = new ArrayList<>();
        if (text.indexOf('[') < 0) return links;
        for (Statement statement : Statement.in(text))
            for (CitationMark mark : statement.marks())
                for (PageReference page : mark.pages()) {
                    if (sources.has(page)) {
                        links.add(link(page, row.orElse(statement.words(text))));
                    } else {
                        deadMarks.add(page.label());
                        String why = sources.isSilent(page) ? "cite.silent" : "cite.missing";
                        links.add(
                                note(page, TextNote.Kind.DEAD_LINK, strings.get(why, page.label()), Optional.empty()));
                    }
                }
        return links;
    }

    private TextNote link(PageReference page, String words) {
        return note(
                page,
                TextNote.Kind.LINK,
                strings.get("cite.show", page.label()),
                Optional.of(() -> sources.find(page, words).ifPresent(show)));
    }

    private static TextNote note(PageReference page, TextNote.Kind kind, String hint, Optional<Runnable> action) {
        return new TextNote(page.start(), page.end(), kind, hint, action);
    }

    private String words(Unfound doubt) {
        if (doubt.pages().isEmpty()) return strings.get("check.nowhere");
        List<String> labels = doubt.pages();
        String pages = String.join(", ", labels.subList(0, Math.min(MOST_LABELS, labels.size())))
                + (labels.size() > MOST_LABELS ? " …" : "");
        return doubt.elsewhere()
                .map(there -> strings.get("check.elsewhere", pages, there))
                .orElse(strings.get("check.cited", pages));
    }
}
