package polymath.engine;

import java.util.UUID;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Usage;
import polymath.engine.generation.Generator;

/// Publishes an answer as it is made, no more often than a window can use. Used by the engine's thread.
final class AnswerEvents implements Generator.Listener {
    private static final long TEXT_NANOS = 40_000_000;
    private static final long PROGRESS_NANOS = 100_000_000;

    private final UUID id;
    private final EventBus bus;
    private final long start = System.nanoTime();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder sent = new StringBuilder();
    private int generated;
    private long textSent = start - TEXT_NANOS;
    private long progressSent = start - PROGRESS_NANOS;

    AnswerEvents(UUID id, EventBus bus) {
        this.id = id;
        this.bus = bus;
    }

    @Override
    public void processed(int processed, int total, int cached) {
        long now = System.nanoTime();
        if (now - progressSent < PROGRESS_NANOS && processed < total) return;
        progressSent = now;
        bus.publish(new Event.PromptProcessed(id, processed, total, cached, (now - start) / 1e9));
    }

    @Override
    public void restarted(int total) {
        sendText();
        bus.publish(new Event.PromptRestarted(id, total));
    }

    @Override
    public void text(String more, int generatedTokens) {
        text.append(more);
        generated = generatedTokens;
        if (System.nanoTime() - textSent >= TEXT_NANOS) sendText();
    }

    private void sendText() {
        if (text.isEmpty()) return;
        textSent = System.nanoTime();
        bus.publish(new Event.TextGenerated(id, text.toString(), generated));
        sent.append(text);
        text.setLength(0);
    }

    /// Sends the rest of the text, of which this is all.
    String end() {
        sendText();
        return sent.toString();
    }

    /// Sends the rest of the text and the closing event.
    void finish(Generator.Answer answer) {
        sendText();
        Usage usage = answer.usage().withResidentBytes(ProcessMemory.residentBytes());
        bus.publish(new Event.Finished(id, answer.reason(), usage, answer.tokenIds()));
    }
}
