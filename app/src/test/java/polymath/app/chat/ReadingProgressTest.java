package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Prompt;

class ReadingProgressTest {
    private static Duration remaining(int processed, int total, int cached, double seconds) {
        return new ReadingProgress(processed, total, cached, seconds, Optional.empty()).remaining();
    }

    @Test
    void laterTokensTakeLonger() {
        assertThat(remaining(1_000, 2_000, 0, 10)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        // at 35,000 tokens attention costs as much as the weights: nine tenths take 9 times as long and a third more
        assertThat(remaining(2_500, 25_000, 0, 10)).isBetween(Duration.ofSeconds(115), Duration.ofSeconds(130));
    }

    @Test
    void whatWasInTheCacheSaysNothingOfTheSpeed() {
        assertThat(remaining(10_100, 10_200, 10_000, 5)).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
        assertThat(remaining(10_000, 10_200, 10_000, 5)).isZero();
        assertThat(remaining(100, 10_200, 0, 0.5)).as("too early").isZero();
        assertThat(remaining(10_200, 10_200, 0, 5)).isZero();
    }

    @Test
    void thePageBeingReadIsTold() {
        Document document = new Document(
                "report.pdf",
                List.of(new Document.Page(1, "p. 1", "a".repeat(400)), new Document.Page(3, "p. 3", "b".repeat(400))));
        ChatMessage asks = new ChatMessage(ChatMessage.Role.USER, "c".repeat(200), List.of(document));
        PromptPages pages = PromptPages.of(new Prompt.Chat(List.of(asks)));
        assertThat(pages.at(0)).contains("p. 1");
        assertThat(pages.at(0.3)).contains("p. 1");
        assertThat(pages.at(0.6)).contains("p. 3");
        assertThat(pages.at(0.9)).isEmpty();
        assertThat(PromptPages.NONE.at(0.5)).isEmpty();
    }
}
