package polymath.app.citation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import polymath.app.citation.Unfound.Kind;

/// Looks up the figures, names and quotations of an answer on the pages that each statement names, or on all pages if
/// it names none. No model takes part: what is found stands there in that or another notation, what is not found may
/// still be true, since it may be computed or put in other words.
public final class AnswerCheck {
    /// A count up to this in a statement that names no page is the answer's own: “there are three points”.
    private static final int OWN_COUNT = 12;

    private static final int NEAR_CHARS = 20;

    private static final Pattern PAGE_WORD = Pattern.compile(
            "(?i)(?:\\b(?:pages?|pp?|s|seiten?|slides?|folien?|lines?|zeilen?|chapters?|kapitel|sections?|abschnitt"
                    + "|sheets?)\\.?|§)\\s*$");

    private final Sources sources;
    private final List<Sources.Page> all;
    private final boolean german;
    private final boolean foreign;

    /// @param answer the whole of it, whose language decides what is a name
    public AnswerCheck(Sources sources, String answer) {
        this.sources = sources;
        all = sources.allPages();
        german = Language.isGerman(answer);
        foreign = sources.documents().stream().noneMatch(d -> d.isGerman() == german);
    }

    /// What a text says that is not on its pages: each statement is looked up by its own marks.
    ///
    /// @param names whether names count; in headings capitals mean nothing
    public List<Unfound> unfound(String text, boolean names) {
        List<Unfound> unfound = new ArrayList<>();
        for (Statement statement : Statement.in(text)) {
            List<PageReference> cited =
                    statement.marks().stream().flatMap(m -> m.pages().stream()).toList();
            unfound.addAll(unfound(text, statement.start(), statement.end(), cited, names));
        }
        return unfound;
    }

    /// The same for a text whose pages are named elsewhere, such as a cell of a table's row.
    public List<Unfound> unfound(String text, List<PageReference> cited) {
        return Statement.in(text).stream()
                .flatMap(s -> unfound(text, s.start(), s.end(), cited, true).stream())
                .toList();
    }

    private List<Unfound> unfound(String text, int from, int to, List<PageReference> cited, boolean names) {
        List<Sources.Page> pages = cited.stream()
                .flatMap(c -> sources.pages(c).stream())
                .distinct()
                .toList();
        List<Unfound> unfound = new ArrayList<>();
        String part = text.substring(from, to);
        for (Figure figure : Figures.in(part)) {
            if (isOwn(part, figure, pages.isEmpty())) continue;
            look(text, from + figure.start(), from + figure.end(), Kind.FIGURE, pages, f -> f.has(figure))
                    .ifPresent(unfound::add);
        }
        if (names) {
            for (Name name : Names.in(text, from, to, german, foreign)) {
                Kind kind = name.quoted() ? Kind.QUOTATION : Kind.NAME;
                look(text, name.start(), name.end(), kind, pages, f -> has(f, name))
                        .ifPresent(unfound::add);
            }
        }
        unfound.sort(Comparator.comparingInt(Unfound::start));
        return joined(text, unfound);
    }

    private static boolean has(PageFacts facts, Name name) {
        if (name.quoted()) return facts.hasQuotation(String.join(" ", name.words()));
        return facts.hasWord(String.join("", name.words()))
                || name.words().stream().allMatch(facts::hasWord);
    }

    /// Numbers that count or name parts of the answer or of the document, and are not of what it says.
    private static boolean isOwn(String part, Figure figure, boolean uncited) {
        int from = Math.max(0, figure.start() - NEAR_CHARS);
        String before = part.substring(from, figure.start());
        String behind = part.substring(figure.end(), Math.min(part.length(), figure.end() + NEAR_CHARS));
        boolean enumerates = behind.startsWith(")") && ((from == 0 && before.isBlank()) || before.endsWith("("));
        if (enumerates || PAGE_WORD.matcher(before).find()) return true;
        boolean counts = figure.scaled().isEmpty()
                && figure.values().stream().allMatch(v -> v.matches("\\d{1,2}") && Integer.parseInt(v) <= OWN_COUNT);
        return uncited && counts && !behind.strip().startsWith("%");
    }

    private Optional<Unfound> look(
            String text, int start, int end, Kind kind, List<Sources.Page> pages, Predicate<PageFacts> there) {
        List<Sources.Page> searched = pages.isEmpty() ? all : pages;
        if (searched.stream().anyMatch(page -> there.test(page.facts()))) return Optional.empty();
        Optional<String> elsewhere = pages.isEmpty()
                ? Optional.empty()
                : all.stream()
                        .filter(page -> there.test(page.facts()))
                        .map(Sources.Page::label)
                        .findFirst();
        List<String> labels = pages.stream().map(Sources.Page::label).distinct().toList();
        return Optional.of(new Unfound(start, end, kind, text.substring(start, end), labels, elsewhere));
    }

    /// First and last name are one.
    private static List<Unfound> joined(String text, List<Unfound> unfound) {
        List<Unfound> joined = new ArrayList<>();
        for (Unfound next : unfound) {
            Optional<Unfound> last = joined.isEmpty() ? Optional.empty() : Optional.of(joined.getLast());
            if (last.filter(l -> next.start() < l.end()).isPresent()) continue;
            boolean one = last.filter(l -> l.kind() == Kind.NAME
                            && next.kind() == Kind.NAME
                            && l.elsewhere().equals(next.elsewhere())
                            && text.substring(l.end(), next.start()).isBlank())
                    .isPresent();
            if (!one) joined.add(next);
            else
                last.ifPresent(l -> joined.set(
                        joined.size() - 1,
                        new Unfound(
                                l.start(),
                                next.end(),
                                Kind.NAME,
                                text.substring(l.start(), next.end()),
                                l.pages(),
                                l.elsewhere())));
        }
        return joined;
    }
}
