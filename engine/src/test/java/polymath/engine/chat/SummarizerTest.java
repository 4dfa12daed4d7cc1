package polymath.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polymath.engine.api.Document;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

class SummarizerTest {
    private static final Pattern MARK = Pattern.compile("^\\[(p\\. \\d+)]$", Pattern.MULTILINE);
    private static final Pattern BULLET = Pattern.compile("^- .*$", Pattern.MULTILINE);

    /// Writes a bullet point for each page, and to merge keeps the first of every three.
    private static final class Scripted implements Summarizer.Model {
        private final List<String> prompts = new ArrayList<>();
        private int stopAfter = Integer.MAX_VALUE;

        @Override
        public int count(String text) {
            return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
        }

        @Override
        public String write(String prompt, int maxTokens) {
            if (prompts.size() == stopAfter) throw new CancellationException();
            prompts.add(prompt);
            if (prompt.startsWith("Here are the summaries")) {
                List<String> bullets =
                        BULLET.matcher(prompt).results().map(r -> r.group()).toList();
                return IntStream.range(0, bullets.size())
                        .filter(i -> i % 3 == 0)
                        .mapToObj(bullets::get)
                        .collect(Collectors.joining("\n"));
            }
            Matcher marks = MARK.matcher(prompt);
            return marks.results()
                    .map(m -> "- About " + m.group(1).replace("p. ", "page ") + ". [" + m.group(1) + "]")
                    .collect(Collectors.joining("\n"));
        }
    }

    /// Keeps what it is told.
    private static final class Told implements Summarizer.Listener {
        private List<SummaryStep> plan = List.of();
        private final Map<Integer, String> done = new HashMap<>();

        @Override
        public void planned(List<SummaryStep> steps) {
            plan = steps;
        }

        @Override
        public void done(SummaryStep step, String text) {
            done.put(step.number(), text);
        }
    }

    private final Scripted model = new Scripted();
    private final Told told = new Told();

    private static Document document(int pages) {
        return new Document(
                "report.pdf",
                IntStream.rangeClosed(1, pages)
                        .mapToObj(p -> new Document.Page(
                                p, "p. " + p, "word ".repeat(98).strip()))
                        .toList());
    }

    private String summarize(int pages, SummaryDepth depth, Map<Integer, String> finished) throws Exception {
        return new Summarizer(model, new Summarizer.Limits(4096, 1000), finished, told)
                .summarize(document(pages), depth);
    }

    @Test
    void whatFitsIsReadWhole() throws Exception {
        assertThat(summarize(3, SummaryDepth.PAGE, Map.of()))
                .isEqualTo("- About page 1. [p. 1]\n- About page 2. [p. 2]\n- About page 3. [p. 3]");
        assertThat(told.plan).containsExactly(new SummaryStep(0, Kind.WHOLE, "p. 1", "p. 3", 300));
        assertThat(model.prompts.getFirst()).contains("on one page");
    }

    @Test
    void aLongOneIsReadInSectionsThatCoverEveryPage() throws Exception {
        String summary = summarize(60, SummaryDepth.SECTIONS, Map.of());
        for (int p = 1; p <= 60; p++) assertThat(summary).contains("[p. " + p + "]");
        assertThat(told.plan).hasSize(6).allMatch(step -> step.kind() == Kind.SECTION && step.tokens() <= 1000);
        assertThat(model.prompts.get(1))
                .contains("The section before it said:\n- About page 1. [p. 1]\n- About page 2. [p. 2]");
    }

    @Test
    void sectionsAreMergedInPassesUntilOneTextIsLeft() throws Exception {
        String summary = summarize(600, SummaryDepth.SHORT, Map.of());
        List<SummaryStep> merges =
                told.plan.stream().filter(s -> s.kind() == Kind.MERGE).toList();
        assertThat(merges).hasSizeGreaterThan(1);
        assertThat(merges.getLast().from()).isEqualTo("p. 1");
        assertThat(merges.getLast().to()).isEqualTo("p. 600");
        assertThat(summary).startsWith("- About page 1. [p. 1]").doesNotContain("\n\n");
        assertThat(model.prompts.getLast()).contains("at most 5 bullet points");
    }

    /// Noise of one endless line is no gist: the prompt of the next section would not fit.
    @Test
    void aGistThatIsTooLongIsLeftOut() throws Exception {
        List<String> prompts = new ArrayList<>();
        Summarizer.Model noisy = new Summarizer.Model() {
            @Override
            public int count(String text) {
                return model.count(text);
            }

            @Override
            public String write(String prompt, int maxTokens) {
                prompts.add(prompt);
                return "- word ".repeat(500);
            }
        };
        Summarizer.Limits limits = new Summarizer.Limits(1500, 1000);
        new Summarizer(noisy, limits, Map.of(), told).summarize(document(30), SummaryDepth.SECTIONS);
        assertThat(prompts).hasSizeGreaterThan(2).allMatch(prompt -> model.count(prompt) <= 1500 - limits.answer());
    }

    /// A model that says everything twice when it merges: passes end all the same.
    @Test
    void mergingEndsWhateverTheModelWrites() throws Exception {
        Summarizer.Model chatty = new Summarizer.Model() {
            @Override
            public int count(String text) {
                return model.count(text);
            }

            @Override
            public String write(String prompt, int maxTokens) {
                return "- word [p. 1]\n".repeat(900);
            }
        };
        new Summarizer(chatty, new Summarizer.Limits(4096, 1000), Map.of(), told)
                .summarize(document(100), SummaryDepth.PAGE);
        assertThat(told.plan).hasSizeLessThan(30);
    }

    @Test
    void whatWasDoneBeforeIsNotDoneAgain() throws Exception {
        for (int stopped = 1; stopped < 7; stopped++) { // of six sections and one merge
            Told first = new Told();
            Scripted interrupted = new Scripted();
            interrupted.stopAfter = stopped;
            assertThatThrownBy(() -> new Summarizer(interrupted, new Summarizer.Limits(4096, 1000), Map.of(), first)
                            .summarize(document(60), SummaryDepth.PAGE))
                    .isInstanceOf(CancellationException.class);
            assertThat(first.done).hasSize(stopped);
            Told second = new Told();
            Scripted resumed = new Scripted();
            String summary = new Summarizer(resumed, new Summarizer.Limits(4096, 1000), first.done, second)
                    .summarize(document(60), SummaryDepth.PAGE);
            assertThat(resumed.prompts).hasSize(7 - stopped);
            assertThat(second.done).containsAllEntriesOf(first.done);
            assertThat(summary)
                    .isEqualTo(new Summarizer(new Scripted(), new Summarizer.Limits(4096, 1000), Map.of(), told)
                            .summarize(document(60), SummaryDepth.PAGE));
        }
    }
}
