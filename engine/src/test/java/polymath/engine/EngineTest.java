package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.ChatMessage.Role;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.kernel.Kernels;

@Timeout(60)
class EngineTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @SuppressWarnings("NullAway.Init")
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(bus, Kernels.Choice.AUTO);
        bus.subscribe(Event.class, Runnable::run, events::add);
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private Event load(Path model) throws InterruptedException {
        return ask(new Command.LoadModel(UUID.randomUUID(), model.toString(), LoadOptions.DEFAULT))
                .getLast();
    }

    private static Command.Generate generate(int maxTokens, ChatMessage... messages) {
        return new Command.Generate(
                UUID.randomUUID(), new Prompt.Chat(List.of(messages)), SamplingParams.GREEDY, maxTokens, List.of());
    }

    private static ChatMessage user(String text) {
        return new ChatMessage(Role.USER, text);
    }

    private List<Event> ask(Command command) throws InterruptedException {
        bus.publish(command);
        return eventsOf(command.id());
    }

    /// All events of a command up to its closing one.
    private List<Event> eventsOf(UUID id) throws InterruptedException {
        List<Event> seen = new ArrayList<>();
        while (true) {
            Event event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("an event within 30 s, after %s", seen).isNotNull();
            if (event == null || !event.id().equals(id)) continue;
            seen.add(event);
            if (event.closes()) return seen;
        }
    }

    private static String text(List<Event> events) {
        StringBuilder text = new StringBuilder();
        for (Event event : events) if (event instanceof Event.TextGenerated generated) text.append(generated.text());
        return text.toString();
    }

    private static FailureCode code(Event event) {
        assertThat(event).isInstanceOf(Event.Failed.class);
        return ((Event.Failed) event).failure().code();
    }

    @Test
    void aModelIsLoadedPlannedAndDescribed() throws Exception {
        List<Event> seen = ask(
                new Command.LoadModel(UUID.randomUUID(), TinyModel.write(folder).toString(), LoadOptions.DEFAULT));
        assertThat(seen).hasSize(3);
        assertThat(seen.get(0)).isInstanceOf(Event.ModelLoading.class);
        assertThat(seen.get(1)).isInstanceOf(Event.MemoryPlanned.class);
        Event.ModelLoaded loaded = (Event.ModelLoaded) seen.get(2);
        assertThat(loaded.model().name()).isEqualTo("Tiny");
        assertThat(loaded.model().quantization()).isEqualTo("F32");
        assertThat(loaded.model().chatCapable()).isTrue();
        assertThat(loaded.plan().contextTokens()).isEqualTo(TinyModel.CONTEXT);
        assertThat(loaded.device()).contains("thread");
    }

    @Test
    void anAnswerIsStreamedAndAFollowUpReusesWhatWasRead() throws Exception {
        load(TinyModel.write(folder));
        List<Event> first = ask(generate(20, user("hello")));
        Event.Finished end = (Event.Finished) first.getLast();
        assertThat(end.usage().cachedTokens()).isZero();
        assertThat(end.usage().generatedTokens()).isEqualTo(end.tokenIds().size());
        assertThat(end.usage().residentBytes()).isPositive();
        List<Event> second =
                ask(generate(5, user("hello"), new ChatMessage(Role.ASSISTANT, text(first)), user("and more")));
        Event.Finished next = (Event.Finished) second.getLast();
        assertThat(next.usage().cachedTokens())
                .isGreaterThanOrEqualTo(end.usage().promptTokens());
    }

    @Test
    void anAnswerGoesOnWhereItsBeginningEnds() throws Exception {
        load(TinyModel.write(folder));
        Event.Finished written = (Event.Finished) ask(new Command.Generate(
                        UUID.randomUUID(),
                        new Prompt.Raw("<|user|>\ngo<|end|>\n<|assistant|>\nabc"),
                        SamplingParams.GREEDY,
                        6,
                        List.of()))
                .getLast();
        Prompt.Continuation begun = new Prompt.Continuation(List.of(user("go")), "abc");
        Event.Finished goneOn = (Event.Finished)
                ask(new Command.Generate(UUID.randomUUID(), begun, SamplingParams.GREEDY, 6, List.of()))
                        .getLast();
        assertThat(goneOn.tokenIds()).isEqualTo(written.tokenIds());
        assertThat(goneOn.usage().cachedTokens())
                .isGreaterThanOrEqualTo(goneOn.usage().promptTokens() - 1);
        Event.TokensCounted counted = (Event.TokensCounted)
                ask(new Command.CountTokens(UUID.randomUUID(), begun)).getLast();
        assertThat(counted.promptTokens()).isEqualTo(goneOn.usage().promptTokens());
        assertThat(counted.messageTokens()).hasSize(2);
    }

    @Test
    void theSameQuestionGetsTheSameAnswer() throws Exception {
        load(TinyModel.write(folder));
        Event.Finished once = (Event.Finished) ask(generate(30, user("same"))).getLast();
        ask(generate(10, user("something else")));
        Event.Finished again = (Event.Finished) ask(generate(30, user("same"))).getLast();
        assertThat(again.tokenIds()).isEqualTo(once.tokenIds());
    }

    @Test
    void anAnswerEndsAtMaxTokensOrWhenTheContextIsFull() throws Exception {
        Path model = TinyModel.write(folder);
        load(model);
        Command.Generate wild = new Command.Generate(
                UUID.randomUUID(),
                new Prompt.Chat(List.of(user("go"))),
                new SamplingParams(50, 0, 1, 0, 1, 7),
                3,
                List.of());
        Event.Finished end = (Event.Finished) ask(wild).getLast();
        assertThat(end.reason()).isIn(FinishReason.MAX_TOKENS, FinishReason.END_OF_TURN);

        ask(new Command.LoadModel(UUID.randomUUID(), model.toString(), new LoadOptions(20, 1, LoadOptions.KvType.Q8)));
        Event.Finished full = endlessAnswer();
        assertThat(full.reason()).isEqualTo(FinishReason.CONTEXT_FULL);
        assertThat(full.usage().contextTokens()).isEqualTo(20);
    }

    // a seed whose answer goes on until something ends it
    private Event.Finished endlessAnswer() throws InterruptedException {
        for (long seed = 0; ; seed++) {
            Event.Finished end = (Event.Finished) ask(new Command.Generate(
                            UUID.randomUUID(),
                            new Prompt.Chat(List.of(user("go"))),
                            new SamplingParams(50, 0, 1, 0, 1, seed),
                            1000,
                            List.of()))
                    .getLast();
            if (end.reason() != FinishReason.END_OF_TURN) return end;
        }
    }

    @Test
    void aConversationLongerThanTheContextIsRefusedWithBothNumbers() throws Exception {
        load(TinyModel.write(folder));
        Event failed = ask(generate(5, user("x".repeat(600)))).getLast();
        assertThat(code(failed)).isEqualTo(FailureCode.PROMPT_TOO_LONG);
        assertThat(((Event.Failed) failed).failure().english()).contains("604").contains("512");
    }

    @Test
    void tokensAreCountedPerMessageAndInAll() throws Exception {
        load(TinyModel.write(folder));
        var counted = (Event.TokensCounted) ask(new Command.CountTokens(
                        UUID.randomUUID(),
                        new Prompt.Chat(List.of(user("abc"), new ChatMessage(Role.ASSISTANT, "de")))))
                .getLast();
        assertThat(counted.messageTokens()).containsExactly(6, 5);
        assertThat(counted.promptTokens()).isEqualTo(12);
    }

    @Test
    void aFileThatCannotBeUsedIsNamedAndTheLoadedModelStays() throws Exception {
        load(TinyModel.write(folder));
        Path empty = Files.write(folder.resolve("empty.gguf"), new byte[0]);
        Path page = Files.writeString(folder.resolve("page.gguf"), "<!DOCTYPE html><html>Sign in</html>");
        Path cut = TinyModel.writeChanged(folder, "cut.gguf", bytes -> Arrays.copyOf(bytes, bytes.length - 5000));
        Path flipped = TinyModel.writeChanged(folder, "flipped.gguf", EngineTest::withBrokenHeader);
        assertThat(code(load(folder.resolve("nowhere.gguf")))).isEqualTo(FailureCode.MODEL_NOT_FOUND);
        assertThat(code(load(folder))).isEqualTo(FailureCode.MODEL_NOT_A_FILE);
        assertThat(code(load(empty))).isEqualTo(FailureCode.MODEL_EMPTY);
        assertThat(code(load(page))).isEqualTo(FailureCode.MODEL_NOT_GGUF);
        assertThat(code(load(cut))).isEqualTo(FailureCode.MODEL_TRUNCATED);
        assertThat(code(load(flipped))).isEqualTo(FailureCode.MODEL_DAMAGED);
        for (String architecture : List.of("llama", "phi3"))
            assertThat(code(load(TinyModel.writeForeign(folder, architecture))))
                    .isEqualTo(FailureCode.MODEL_WRONG_ARCHITECTURE);
        assertThat(ask(generate(3, user("still there"))).getLast()).isInstanceOf(Event.Finished.class);
    }

    private static byte[] withBrokenHeader(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("tokenizer.ggml.tokens") - 8;
        bytes[at + 6] = 0x7F; // the key's length
        return bytes;
    }

    @Test
    void withoutAModelOrItsMarkersThereIsNoChat() throws Exception {
        assertThat(code(ask(generate(3, user("hello"))).getLast())).isEqualTo(FailureCode.NO_MODEL);
        load(TinyModel.writeWithoutMarkers(folder));
        assertThat(code(ask(generate(3, user("hello"))).getLast())).isEqualTo(FailureCode.NOT_A_CHAT_MODEL);
        Command.Generate raw =
                new Command.Generate(UUID.randomUUID(), new Prompt.Raw("hello"), SamplingParams.GREEDY, 3, List.of());
        assertThat(ask(raw).getLast()).isInstanceOf(Event.Finished.class);
    }

    @Test
    void cancelStopsTheRunningAnswerAndRemovesWaitingOnes() throws Exception {
        load(TinyModel.write(folder));
        Command.Generate running = generate(100_000, user("x".repeat(400)));
        Command.Generate waiting = generate(5, user("never"));
        bus.publish(running);
        bus.publish(waiting);
        bus.publish(new Command.Cancel(waiting.id()));
        bus.publish(new Command.Cancel(running.id()));
        List<Event> closings = new ArrayList<>();
        while (closings.size() < 2) {
            Event event = events.poll(30, TimeUnit.SECONDS);
            if (event instanceof Event.Finished) closings.add(event);
        }
        assertThat(closings).allMatch(event -> ((Event.Finished) event).reason() == FinishReason.CANCELLED);
        assertThat(ask(generate(3, user("next"))).getLast()).isInstanceOf(Event.Finished.class);
    }

    @Test
    void aModelThatChangedOnDiskIsNotusedAnyMore() throws Exception {
        Path model = TinyModel.write(folder);
        load(model);
        Files.setLastModifiedTime(model, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        assertThat(code(ask(generate(3, user("hello"))).getLast())).isEqualTo(FailureCode.MODEL_CHANGED);
    }

    @Test
    void aContextThatDoesNotFitIsRefusedWithOneThatDoes() throws Exception {
        Path model = TinyModel.write(folder);
        Event tooLong = ask(new Command.LoadModel(
                        UUID.randomUUID(), model.toString(), new LoadOptions(5000, 1, LoadOptions.KvType.F16)))
                .getLast();
        assertThat(code(tooLong)).isEqualTo(FailureCode.CONTEXT_TOO_LONG);
    }

    @Test
    void anInspectedFileIsDescribedAndNotLoaded() throws Exception {
        Path model = TinyModel.write(folder);
        var inspected = (Event.ModelInspected) ask(new Command.InspectModel(UUID.randomUUID(), model.toString()))
                .getLast();
        assertThat(inspected.model().fileBytes()).isEqualTo(Files.size(model));
        assertThat(code(ask(generate(3, user("hello"))).getLast())).isEqualTo(FailureCode.NO_MODEL);
    }

    @Test
    void unloadingFreesTheModel() throws Exception {
        load(TinyModel.write(folder));
        assertThat(ask(new Command.UnloadModel(UUID.randomUUID())).getLast()).isInstanceOf(Event.ModelUnloaded.class);
        assertThat(code(ask(generate(3, user("hello"))).getLast())).isEqualTo(FailureCode.NO_MODEL);
    }

    @Test
    void everyFailureHasAnEnglishSentence() throws IOException {
        for (FailureCode code : FailureCode.values()) {
            String sentence = polymath.engine.api.Failure.of(code, "first", "2000000000", "3", "4")
                    .english();
            assertThat(sentence)
                    .as(code.name())
                    .endsWith(".")
                    .doesNotContain("{")
                    .doesNotContain("''");
        }
    }
}
