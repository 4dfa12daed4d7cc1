package polymath.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.citation.Spot;
import polymath.app.citation.TextRange;
import polymath.app.storage.Attachment;

/// Pictures of answers about documents and of the viewer, in `target/screenshots`.
class DocumentPicturesTest {
    private static final String ANSWER = """
            The harbour of Emden had its best year since records began:

            - It handled 5.4 million tonnes of goods, 6 % more than in the year before [p. 1].
            - Forty ships a week called, most of them with cars [p. 1, 2].
            - The basin was dredged to 12.5 metres for 3,250,000 euros, as the harbour master Anna Weber and the \
            engineer Paul Jansen report [p. 1].
            - Towers and blades for 84 turbines left for the fields off Borkum [p. 3].
            - The grain terminal was closed [p. 31], as a picture shows [p. 4].

            | Quarter | Cars | Page |
            |---|---:|---|
            | First | 310,000 | [p. 2] |
            | Second | 352,000 | [p. 2] |
            """;

    private static WindowFixture answered(Path folder, Locale locale, String answer, Attachment... documents) {
        WindowFixture window = new WindowFixture(folder, locale, SampleDocuments.source(documents));
        window.fillHistory();
        window.load();
        window.ui(window.engine()::loaded);
        SampleDocuments.attach(window, documents);
        window.send("What happened in 2023?");
        window.answer(answer);
        window.await(() -> true);
        window.ui(() -> {});
        return window;
    }

    private static Spot spot(Attachment document, int page, String passage) {
        String text = document.document().pages().get(page).text();
        int at = text.indexOf(passage);
        return new Spot(document, page, true, Optional.of(new TextRange(at, at + passage.length())));
    }

    @Test
    void answerAndViewer(@TempDir Path folder) throws IOException {
        Attachment report = SampleDocuments.harbour();
        try (WindowFixture window = answered(folder, Locale.ENGLISH, ANSWER, report)) {
            window.shootBoth("document-answer");
            window.ui(() ->
                    window.window().showDocument(spot(report, 0, "The basin was dredged to a depth of 11.5 metres.")));
            window.shootBoth("document-passage");
            window.shoot("document-passage-900x600", ColorScheme.LIGHT, 900, 600);
            window.ui(() -> window.window().showDocument(new Spot(report, 2, true, Optional.empty())));
            window.shootBoth("document-page");
            window.ui(() -> window.window().showDocument(Spot.beginning(report)));
            window.shootBoth("document-text");
        }
    }

    @Test
    void attached(@TempDir Path folder) throws IOException {
        Attachment report = SampleDocuments.harbour();
        Attachment notes = SampleDocuments.document("Notes on berths.docx", "p.", List.of("One.", "Two."));
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, SampleDocuments.source(report, notes))) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            SampleDocuments.attach(window, report, notes);
            window.shoot("document-chips", ColorScheme.LIGHT, 1440, 900);
        }
    }

    @Test
    void complete(@TempDir Path folder) throws IOException {
        Attachment notes = SampleDocuments.document(
                "berths.pdf", "p.", List.of("Berth 1 is 107 metres long.", "Berth 2 is 114 metres long."));
        try (WindowFixture window =
                answered(folder, Locale.ENGLISH, "Berth 1 is 107 metres long [p. 1], berth 2 is 114 [p. 2].", notes)) {
            window.ui(() ->
                    window.app().kept().keep(window.app().chats().current().id().orElseThrow(), true));
            window.shootBoth("document-complete");
        }
    }

    @Test
    void german(@TempDir Path folder) throws IOException {
        Attachment report = SampleDocuments.document(
                "Geschäftsbericht.pdf",
                "p.",
                List.of(
                        "Der Umsatz stieg um 3,2 % auf 14,2 Millionen Euro. Geschäftsführerin ist Anna Weber.",
                        "", "Zum 31.12.2023 waren 1.204 Menschen beschäftigt."));
        String answer = """
                - Der Umsatz stieg um 3,2 % auf 14,8 Mio. Euro [S. 1].
                - Am 31. Dezember 2023 waren 1.204 Menschen beschäftigt [S. 3], sagt Anna Weber [S. 1].
                - Mehr steht auf [S. 12].
                """;
        try (WindowFixture window = answered(folder, Locale.GERMAN, answer, report)) {
            window.ui(() -> window.window().showDocument(Spot.beginning(report)));
            window.shootBoth("document-german");
        }
    }
}
