package polymath.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import polymath.app.chat.DocumentSource;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;
import polymath.app.storage.ReadingRemark;
import polymath.app.storage.RemarkCode;

/// Documents for tests, and a reader that gives them for their names.
final class SampleDocuments {
    /// What the demo model makes of [#larkfield].
    static final List<String> LARKFIELD_BULLETS = List.of(
            "- The harbour of Larkfield received 214 ships in May. [p. 1]",
            "- Margaret Dawes repaired the northern crane on 12 June. [p. 2]",
            "- The council will spend 3,400 pounds on a second tank. [p. 3]");

    private SampleDocuments() {}

    /// A document whose marks begin with `kind`, of these pages; an empty one is a page without text.
    static Attachment document(String name, String kind, List<String> pages, ReadingRemark... remarks) {
        StringBuilder text = new StringBuilder();
        List<PageMark> marks = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            if (!text.isEmpty() && !pages.get(i).isEmpty()) text.append("\n\n");
            marks.add(new PageMark(i + 1, kind + " " + (i + 1), Optional.empty(), text.length()));
            text.append(pages.get(i));
        }
        return new Attachment(name, text.toString(), marks, List.of(remarks));
    }

    /// Twelve pages on a harbour; page 4 is a picture.
    static Attachment harbour() {
        List<String> pages = new ArrayList<>();
        for (int i = 1; i <= 12; i++)
            pages.add(
                    switch (i) {
                        case 1 -> """
                            Annual report of the harbour of Emden

                            In 2023 the harbour handled 5.4 million tonnes of goods, 6 % more than in the year before. \
                            Forty ships a week called, most of them with cars. The harbour master, Anna Weber, calls the \
                            year “the best since records began”.

                            The basin was dredged to a depth of 11.5 metres. The work began on 12 March 2023 and ended \
                            on 30 September 2023. It cost 3,250,000 euros, of which the Land paid one half.""";
                        case 2 -> """
                            Cars

                            About 1.3 million cars were shipped, and the Volkswagen works remain the largest customer. \
                            A second ramp was opened at the Emspier, so that two carriers can load at once.

                            Cars by quarter: 310,000, 342,000, 298,500 and 349,500.""";
                        case 3 -> """
                            Wind power

                            Towers and blades for 84 turbines left the harbour for the fields off Borkum. The heavy \
                            load quay carries 20 tonnes a square metre since its repair.""";
                        case 4 -> "";
                        default ->
                            "Tables, part " + i + "\n\n"
                                    + "The quay of berth %d is %d metres long and was inspected in spring. "
                                            .formatted(i, 100 + 7 * i)
                                    + "Nothing was found that would have to be repaired within the year, and the next"
                                    + " inspection is due in three years.\n\n"
                                    + "The fenders of berth " + i + " were renewed.";
                    });
        return document(
                "harbour-report-2023.pdf",
                "p.",
                pages,
                new ReadingRemark(RemarkCode.PICTURE_PAGES, List.of("1", "4")),
                new ReadingRemark(RemarkCode.RUNNING_LINES, List.of("24", "Emden harbour authority")));
    }

    /// So many pages of about 3,000 characters.
    static Attachment longReport(int count) {
        List<String> pages = new ArrayList<>();
        for (int page = 1; page <= count; page++) {
            StringBuilder text = new StringBuilder("Section " + page);
            for (int i = 0; i < 8; i++)
                text.append("\n\n")
                        .append("Berth %d of section %d was inspected and measured %d metres. "
                                .formatted(i, page, 1_000 * page + i))
                        .append("The inspectors found the fenders in order, the ladders sound and the lights bright. "
                                .repeat(4));
            pages.add(text.toString());
        }
        return document("long-report.pdf", "p.", pages);
    }

    /// Gives each document for its name.
    static DocumentSource source(Attachment... documents) {
        return (file, watcher) -> {
            for (Attachment document : documents)
                if (document.name().equals(String.valueOf(file.getFileName()))) return document;
            throw new DocumentSource.RefusedException("no " + file);
        };
    }

    /// Attaches documents to the chat on screen and waits until they are counted.
    static void attach(WindowFixture window, Attachment... documents) {
        window.ui(() -> window.app()
                .accept(java.util.Arrays.stream(documents)
                        .map(d -> Path.of(d.name()))
                        .toList()));
        window.await(() -> window.app().chats().current().attachments().size() == documents.length
                && window.app().chats().current().attachments().stream()
                        .allMatch(a -> a.tokens().isPresent()));
    }

    /// A PDF of three pages on the harbour of Larkfield, into this folder.
    static Path larkfield(Path folder) throws IOException {
        return pdf(
                folder.resolve("harbour.pdf"),
                new String[] {"The harbour of Larkfield received 214 ships in May.", "Most of them carried timber."},
                new String[] {"Margaret Dawes repaired the northern crane on 12 June.", "It had stood still for weeks."
                },
                new String[] {"The council will spend 3,400 pounds on a second tank.", "The vote was close."});
    }

    /// So many sentences, no two alike, each with a name and a figure.
    static List<String> facts(int count) {
        List<String> towns = List.of("Larkfield", "Ostwick", "Penbury", "Corran", "Dunmoor", "Thornhill", "Ravensby");
        List<String> people = List.of("Margaret Dawes", "Peter Hollis", "Anna Weber", "John Carver", "Ruth Ellison");
        List<String> works = List.of(
                "%s repaired the bridge of %s for %,d pounds.",
                "The library of %2$s lent %3$,d books to %1$s.",
                "%s counted %3$,d visitors in the museum of %2$s.",
                "In %2$s the council paid %3$,d pounds to %1$s.");
        List<String> facts = new ArrayList<>();
        for (int i = 0; i < count; i++)
            facts.add(works.get(i % works.size())
                    .formatted(people.get(i % people.size()), towns.get(i % towns.size()), 1_200 + 137 * i));
        return facts;
    }

    /// A PDF into this folder with one of these facts on each page, at the beginning of its paragraph.
    static Path longReport(Path folder, List<String> facts) throws IOException {
        List<String> fillers = List.of(
                "The weather was mild and most of the work went as planned.",
                "Nobody had expected that it would be finished so early.",
                "Some neighbours watched from the windows of their houses.",
                "A short note about it appeared in the paper on Monday.");
        String[][] pages = new String[facts.size()][];
        for (int i = 0; i < pages.length; i++)
            pages[i] = new String[] {
                facts.get(i),
                fillers.get(i % fillers.size()),
                fillers.get((i + 1) % fillers.size()),
                fillers.get((i + 2) % fillers.size())
            };
        return pdf(folder.resolve("report.pdf"), pages);
    }

    /// Each page is one paragraph of several lines.
    private static Path pdf(Path file, String[]... pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (String[] lines : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 12);
                    content.setLeading(14);
                    content.newLineAtOffset(60, 600);
                    for (String line : lines) {
                        content.showText(line);
                        content.newLine();
                    }
                    content.endText();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }
}
