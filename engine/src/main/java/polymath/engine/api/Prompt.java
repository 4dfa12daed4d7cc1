package polymath.engine.api;

import java.util.List;

/// What is put before the model.
public sealed interface Prompt {

    /// A conversation, to be written in the model's chat template and left open for the assistant's answer. What the
    /// messages say is plain text: markers in it are not recognised.
    record Chat(List<ChatMessage> messages) implements Prompt {
        public Chat {
            messages = List.copyOf(messages);
            if (messages.isEmpty()) throw new IllegalArgumentException("a chat prompt needs at least one message");
        }
    }

    /// A conversation whose last answer is begun and shall go on: what is written next follows its last character.
    ///
    /// @param messages before that answer
    /// @param beginning of the answer, plain text like the messages
    record Continuation(List<ChatMessage> messages, String beginning) implements Prompt {
        public Continuation {
            messages = List.copyOf(messages);
            if (messages.isEmpty()) throw new IllegalArgumentException("a continuation needs at least one message");
            if (beginning.isEmpty()) throw new IllegalArgumentException("the beginning is empty");
        }
    }

    /// Text without a template, to be continued as it stands; special tokens in it (`<|user|>`) are recognised.
    record Raw(String text) implements Prompt {
        public Raw {
            if (text.isEmpty()) throw new IllegalArgumentException("the prompt is empty");
        }
    }
}
