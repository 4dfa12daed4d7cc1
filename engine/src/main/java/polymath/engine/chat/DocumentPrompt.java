package polymath.engine.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;

/// What the model is told about documents. The words are resources of this package, one file each, because the demo
/// model's training reads them too. The document comes first and the question last, so that questions about one
/// document share its place in the cache.
enum DocumentPrompt {
    SUMMARIZE_PAGE("summarize-page"),
    ANSWER("answer-from-document");

    private final String text;

    DocumentPrompt(String name) {
        text = read(name + ".txt");
    }

    /// The content of a message as the model reads it: with its documents, each page under its mark. Documents without
    /// a question are to be summarized.
    static String content(ChatMessage message) {
        if (message.documents().isEmpty()) return message.content();
        DocumentPrompt prompt = message.content().isBlank() ? SUMMARIZE_PAGE : ANSWER;
        // Each is put in where the template has it, never where a document happens to have such braces.
        String[] parts = prompt.text.split("\\{document}|\\{question}", -1);
        String document = marked(message.documents());
        String upToDocument = parts[0] + document + parts[1];
        return prompt == ANSWER ? upToDocument + message.content().strip() + parts[2] : upToDocument;
    }

    private static String marked(List<Document> documents) {
        return documents.stream()
                .map(d -> documents.size() == 1 ? marked(d) : d.name() + "\n\n" + marked(d))
                .collect(Collectors.joining("\n\n"));
    }

    private static String marked(Document document) {
        return document.pages().stream()
                .map(page -> "[" + page.label() + "]\n" + page.text())
                .collect(Collectors.joining("\n\n"));
    }

    private static String read(String name) {
        try (InputStream in = DocumentPrompt.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException("resource " + name + " is missing from the program");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
