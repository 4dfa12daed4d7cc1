package polymath.engine.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;

/// What the model is told about documents. The words are resources of this package, one file each, because the demo
/// model's training reads them too. The document comes first and the question last, so that questions about one
/// document share its place in the cache.
enum DocumentPrompt {
    /// `document`.
    SUMMARIZE_SHORT("summarize-short"),
    /// `document`.
    SUMMARIZE_PAGE("summarize-page"),
    /// `document`, `neighbours`.
    SUMMARIZE_SECTION("summarize-section"),
    /// `document`, `count`.
    MERGE("merge"),
    /// `document`, `question`.
    ANSWER("answer-from-document");

    private static final Pattern GAP = Pattern.compile("\\{(\\w+)}");

    private final String text;

    DocumentPrompt(String name) {
        text = read(name + ".txt");
    }

    /// The content of a message as the model reads it: with its documents, each page under its mark. Documents without
    /// a question are to be summarized.
    static String content(ChatMessage message) {
        if (message.documents().isEmpty()) return message.content();
        DocumentPrompt prompt = message.content().isBlank() ? SUMMARIZE_PAGE : ANSWER;
        String document = marked(message.documents());
        return prompt.fill(
                Map.of("document", document, "question", message.content().strip()));
    }

    /// The prompt with a text in each of its gaps. Each is put in where the template has it, never where a text happens
    /// to have such braces.
    String fill(Map<String, String> texts) {
        return GAP.matcher(text)
                .replaceAll(gap -> Matcher.quoteReplacement(
                        Objects.requireNonNull(texts.get(gap.group(1)), () -> name() + " needs " + gap.group(1))));
    }

    private static String marked(List<Document> documents) {
        return documents.stream()
                .map(d -> documents.size() == 1 ? marked(d) : d.name() + "\n\n" + marked(d))
                .collect(Collectors.joining("\n\n"));
    }

    private static String marked(Document document) {
        return pages(document.pages());
    }

    /// Pages, each under its mark.
    static String pages(List<Document.Page> pages) {
        return pages.stream()
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
