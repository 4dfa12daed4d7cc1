package polymath.app.transfer;

import java.io.IOException;
import java.io.Writer;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Attachment;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.engine.api.ChatMessage;

/// Chats as one HTML page that needs nothing else: no script, no picture, no style from elsewhere, and a policy that
/// forbids them. What users and models wrote is escaped.
final class HtmlChats implements ChatWriter {
    private static final String HEAD = """
            <!doctype html>
            <html lang="{language}">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <meta name="viewport" content="width=device-width">
            <title>{title}</title>
            <style>
            :root { color-scheme: light dark; --line: #8884; --soft: #8881; --accent: light-dark(#0F766E, #4FB8AC) }
            body { font: 15px/1.6 Inter, system-ui, sans-serif; max-width: 720px; margin: 48px auto; padding: 0 24px }
            article + article { margin-top: 64px; border-top: 1px solid var(--line); padding-top: 32px }
            h1 { font-size: 28px; line-height: 1.25; margin: 0 0 4px }
            header p, .who, .document { color: light-dark(#6B675E, #A29D92); font-size: 13px; margin: 0 0 4px }
            section { margin-top: 32px }
            .said { background: var(--soft); border-radius: 10px; padding: 12px 16px; white-space: pre-wrap; overflow-wrap: anywhere }
            pre { background: var(--soft); border-radius: 10px; padding: 12px 16px; overflow-x: auto }
            code { font: 13.5px/1.55 "JetBrains Mono", ui-monospace, monospace }
            table { border-collapse: collapse } th, td { border-bottom: 1px solid var(--line); padding: 8px 16px 8px 0; text-align: left }
            blockquote { border-left: 2px solid var(--line); margin-left: 0; padding-left: 16px }
            a { color: var(--accent) }
            .mark { color: var(--accent); font-size: 13px; white-space: nowrap }
            .note { border-top: 1px solid var(--line); padding-top: 16px; font-size: 13px }
            </style>
            </head>
            <body>
            """;

    private final Writer out;
    private final Strings strings;
    private final ExportWords words;
    private final String title;
    private final HtmlMarkdown markdown = new HtmlMarkdown();

    /// @param title of the page
    HtmlChats(Writer out, Strings strings, String title) {
        this.out = out;
        this.strings = strings;
        this.words = new ExportWords(strings);
        this.title = title;
    }

    /// The beginning of a page.
    static String head(Strings strings, String title) {
        return HEAD.replace("{language}", strings.locale().toLanguageTag())
                .replace("{title}", HtmlMarkdown.escaped(title));
    }

    @Override
    public void begin() throws IOException {
        out.write(head(strings, title));
    }

    @Override
    public void write(ArchivedChat chat) throws IOException {
        out.write("<article>\n<header>\n<h1>" + HtmlMarkdown.escaped(words.title(chat.conversation())) + "</h1>\n<p>"
                + HtmlMarkdown.escaped(words.time(chat.conversation().createdAt())) + "</p>\n</header>\n");
        String prompt = chat.conversation().systemPrompt();
        if (!prompt.isBlank()) block(words.systemPrompt(), said(prompt), "");
        for (StoredMessage message : chat.messages()) write(message);
        out.write("</article>\n");
    }

    private void write(StoredMessage message) throws IOException {
        boolean answer = message.role() == ChatMessage.Role.ASSISTANT;
        if (answer && message.content().isBlank()) return;
        StringBuilder documents = new StringBuilder();
        for (Attachment attachment : message.attachments())
            documents
                    .append("<p class=\"document\">")
                    .append(HtmlMarkdown.escaped(words.document(attachment)))
                    .append("</p>\n");
        String text = answer ? markdown.html(message.content()) : said(message.content());
        block(words.speaker(message), text, documents.toString());
    }

    private static String said(String text) {
        return text.isBlank()
                ? ""
                : "<div class=\"said\">"
                        + HtmlMarkdown.escaped(SafeText.clean(text).strip()) + "</div>\n";
    }

    private void block(String who, String html, String documents) throws IOException {
        out.write("<section>\n<p class=\"who\">" + HtmlMarkdown.escaped(who) + "</p>\n" + documents + html
                + "</section>\n");
    }

    @Override
    public void end() throws IOException {
        out.write("</body>\n</html>\n");
    }
}
