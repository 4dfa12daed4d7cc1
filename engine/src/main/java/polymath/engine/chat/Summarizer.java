package polymath.engine.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polymath.engine.api.Document;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;
import polymath.engine.generation.BadNumbersException;

/// Summarizes documents of any length: whole where the model reads them well at once, else section by section, each
/// with the gist of the one before, and the sections' summaries merged in passes that shrink.
///
/// What a step came to can be given back to a later run, which then does not do it again: the steps of a document are
/// the same every time.
public final class Summarizer {
    /// Who writes.
    public interface Model {
        /// Tokens of a text.
        int count(String text);

        /// The answer to a prompt.
        ///
        /// @throws java.util.concurrent.CancellationException if it was stopped
        String write(String prompt, int maxTokens) throws BadNumbersException;
    }

    /// Is told how it goes.
    public interface Listener {
        /// The steps known so far: once before the first, and again with each pass of merging.
        void planned(List<SummaryStep> steps);

        /// @param text what it came to, now or in an earlier run
        void done(SummaryStep step, String text);
    }

    /// How long things may be, in tokens.
    ///
    /// @param context of the model
    /// @param whole longest document that is read at once
    public record Limits(int context, int whole) {
        private static final int LONGEST_ANSWER = 1024;

        int answer() {
            return Math.min(LONGEST_ANSWER, context / 4);
        }

        /// What can be read at once besides a prompt of so many tokens.
        int reading(int prompt) {
            return Math.max(1, Math.min(whole, context - answer() - prompt));
        }
    }

    /// The longest gist that a section is read with, in tokens.
    private static final int GIST_TOKENS = 150;
    /// Markers of the chat format, and what tokens differ by where texts are joined.
    private static final int MARGIN = 20;

    /// Bullet points of the section before that a section is read with.
    private static final int GIST = 2;

    private static final String GIST_INTRODUCTION = " The section before it said:\n";
    private static final int BULLETS_OF_SHORT = 5;
    private static final int BULLETS_OF_PAGE = 15;

    private final Model model;
    private final Limits limits;
    private final Map<Integer, String> finished;
    private final Listener listener;
    private final List<SummaryStep> steps = new ArrayList<>();
    private final int reading;

    /// @param finished what steps of an earlier run came to, by number
    public Summarizer(Model model, Limits limits, Map<Integer, String> finished, Listener listener) {
        this.model = model;
        this.limits = limits;
        this.finished = Map.copyOf(finished);
        this.listener = listener;
        int longest = Stream.of(DocumentPrompt.values())
                .map(prompt -> prompt.fill(
                        Map.of("document", "", "neighbours", GIST_INTRODUCTION, "count", "15", "question", "")))
                .mapToInt(model::count)
                .max()
                .orElseThrow();
        reading = limits.reading(longest + GIST_TOKENS + MARGIN);
    }

    /// A text and the pages it is about.
    private record Part(String text, String from, String to) {}

    /// The summary; by section, that of each under an empty line.
    public String summarize(Document document, SummaryDepth depth) throws BadNumbersException {
        List<Section> sections = Section.of(document, model::count, reading);
        boolean whole = sections.size() == 1 && depth != SummaryDepth.SECTIONS;
        for (Section section : sections) plan(whole ? Kind.WHOLE : Kind.SECTION, section);
        listener.planned(List.copyOf(steps));
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            SummaryStep step = steps.get(i);
            String prompt = whole
                    ? whole(depth).fill(Map.of("document", sections.get(i).text()))
                    : sectionPrompt(sections.get(i), parts);
            parts.add(new Part(write(step, prompt, limits.answer()), step.from(), step.to()));
        }
        if (whole || depth == SummaryDepth.SECTIONS) return text(parts);
        while (parts.size() > 1)
            parts = merged(parts, depth == SummaryDepth.SHORT ? BULLETS_OF_SHORT : BULLETS_OF_PAGE);
        return parts.getFirst().text();
    }

    private static DocumentPrompt whole(SummaryDepth depth) {
        return depth == SummaryDepth.SHORT ? DocumentPrompt.SUMMARIZE_SHORT : DocumentPrompt.SUMMARIZE_PAGE;
    }

    private String sectionPrompt(Section section, List<Part> before) {
        String gist = before.isEmpty()
                ? ""
                : shortened(before.getLast().text().lines().limit(GIST).collect(Collectors.joining("\n")), GIST_TOKENS);
        return DocumentPrompt.SUMMARIZE_SECTION.fill(
                Map.of("document", section.text(), "neighbours", gist.isBlank() ? "" : GIST_INTRODUCTION + gist));
    }

    private void plan(Kind kind, Section section) {
        steps.add(new SummaryStep(
                steps.size(),
                kind,
                section.pages().getFirst().label(),
                section.pages().getLast().label(),
                section.tokens()));
    }

    private String write(SummaryStep step, String prompt, int maxTokens) throws BadNumbersException {
        String text = finished.get(step.number());
        if (text == null) text = model.write(prompt, maxTokens).strip();
        listener.done(step, text);
        return text;
    }

    // One pass: as many parts as can be read at once become one. At least two do, so every pass has fewer than before.
    private List<Part> merged(List<Part> parts, int bullets) throws BadNumbersException {
        int room = Math.max(2, reading / 2); // of one part at the most, so that two fit
        List<List<Part>> groups = new ArrayList<>();
        int held = 0;
        for (Part part : parts) {
            Part kept = new Part(shortened(part.text(), room), part.from(), part.to());
            int tokens = model.count(kept.text());
            if (groups.isEmpty() || groups.getLast().size() > 1 && held + tokens > reading) {
                groups.add(new ArrayList<>());
                held = 0;
            }
            groups.getLast().add(kept);
            held += tokens;
        }
        int first = steps.size();
        for (List<Part> group : groups)
            if (group.size() > 1)
                steps.add(new SummaryStep(
                        steps.size(),
                        Kind.MERGE,
                        group.getFirst().from(),
                        group.getLast().to(),
                        model.count(text(group))));
        listener.planned(List.copyOf(steps));
        List<Part> merged = new ArrayList<>();
        for (List<Part> group : groups) {
            if (group.size() == 1) {
                merged.add(group.getFirst());
                continue;
            }
            SummaryStep step = steps.get(first++);
            String prompt =
                    DocumentPrompt.MERGE.fill(Map.of("document", text(group), "count", String.valueOf(bullets)));
            merged.add(new Part(write(step, prompt, limits.answer()), step.from(), step.to()));
        }
        return merged;
    }

    // whole lines as far as they fit
    private String shortened(String text, int tokens) {
        if (model.count(text) <= tokens) return text;
        StringBuilder kept = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (model.count(kept + line) > tokens) break;
            kept.append(line).append('\n');
        }
        return kept.toString().strip();
    }

    private static String text(List<Part> parts) {
        return parts.stream().map(Part::text).collect(Collectors.joining("\n\n"));
    }
}
