package polymath.app.chat;

import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import polymath.app.storage.Answers;
import polymath.app.storage.PromptVariables;
import polymath.app.storage.Summaries;
import polymath.app.storage.Writing;
import polymath.engine.api.SamplingParams;

/// What the user chose that chats go by.
///
/// @param language of the window, for the variables of system prompts
public record ChatChoices(Answers answers, Writing writing, Summaries summaries, Locale language) {
    /// Of a fresh installation.
    public static final ChatChoices DEFAULT =
            new ChatChoices(Answers.DEFAULT, Writing.DEFAULT, Summaries.DEFAULT, Locale.ENGLISH);

    /// What the engine is told for one answer; styles that throw dice get a seed of their own, short enough to be
    /// copied by hand.
    public SamplingParams sampling() {
        return answers.sampling(ThreadLocalRandom.current().nextLong(1, 1_000_000_000));
    }

    /// The same for what is written anew and is to come out differently.
    public static SamplingParams varied(SamplingParams sampling) {
        return Variation.of(sampling);
    }

    /// A system prompt as the model gets it today.
    String expanded(String systemPrompt) {
        return new PromptVariables(LocalDate.now(java.time.ZoneId.systemDefault()), language).expand(systemPrompt);
    }
}
