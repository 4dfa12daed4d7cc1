package polymath.app.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PdfReaderTest {
    private static final String PROSE = String.join(" ", PdfFiles.PROSE);

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("report.pdf");
    }

    @Test
    void paragraphsAreJoinedAndPagesMarked() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 1; i <= 3; i++) {
                pdf.page().font(PdfFiles.BOLD, 18).line(60, 100, "Chapter of ships " + i);
                pdf.font(PdfFiles.REGULAR, 11);
                float y = pdf.column(60, 140, 460, PROSE);
                pdf.column(60, y + 12, 460, "Second paragraph of page " + i + ". " + PROSE);
            }
            Read read = Read.of(pdf.save(file()));
            assertThat(read.labels()).containsExactly("p. 1", "p. 2", "p. 3");
            assertThat(read.headings())
                    .containsExactly("Chapter of ships 1", "Chapter of ships 2", "Chapter of ships 3");
            assertThat(read.texts().get(1))
                    .isEqualTo("Chapter of ships 2\n\n" + PROSE + "\n\nSecond paragraph of page 2. " + PROSE);
            assertThat(read.done()).isTrue();
        }
    }

    @Test
    void columnsAreReadOneAfterTheOtherBetweenLinesThatGoAcross() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().font(PdfFiles.BOLD, 16);
            pdf.line(60, 150, "A title that goes across both of the columns");
            pdf.font(PdfFiles.REGULAR, 10);
            pdf.column(310, 180, 220, "RIGHT " + PROSE + " " + PROSE);
            pdf.column(60, 180, 220, "LEFT " + PROSE + " " + PROSE);
            Read read = Read.of(pdf.save(file()));
            assertThat(read.text())
                    .isEqualTo("A title that goes across both of the columns\n\nLEFT " + PROSE + " " + PROSE
                            + "\n\nRIGHT " + PROSE + " " + PROSE);
        }
    }

    @Test
    void threeColumnsToo() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().font(PdfFiles.REGULAR, 9);
            pdf.column(40, 150, 155, "ONE " + PROSE);
            pdf.column(220, 150, 155, "TWO " + PROSE);
            pdf.column(400, 150, 155, "THREE " + PROSE);
            assertThat(Read.of(pdf.save(file())).text())
                    .isEqualTo("ONE " + PROSE + "\n\nTWO " + PROSE + "\n\nTHREE " + PROSE);
        }
    }

    @Test
    void aTableIsReadRowByRow() throws IOException {
        String[][] rows = {
            {"Name", "Amount", "City"},
            {"Anna Berg", "12.50", "Oslo"},
            {"Bo", "7.25", "Malmö"},
            {"Cleo", "9.00", "Paris"}
        };
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().line(60, 180, "These amounts were paid.");
            for (int i = 0; i < rows.length; i++)
                for (int j = 0; j < 3; j++) pdf.line(60 + 170 * j, 210 + 16 * i, rows[i][j]);
            pdf.line(60, 310, "Nothing else was.");
            assertThat(Read.of(pdf.save(file())).text())
                    .isEqualTo("These amounts were paid.\n\nName | Amount | City\nAnna Berg | 12.50 | Oslo\n"
                            + "Bo | 7.25 | Malmö\nCleo | 9.00 | Paris\n\nNothing else was.");
        }
    }

    @Test
    void cutWordsAreMendedAndHyphenatedOnesKept() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page()
                    .line(60, 150, "The well-known committee had spoken at length about the infra-")
                    .line(60, 165, "structure of the old town, and everyone agreed that the well-")
                    .line(60, 180, "known committee would meet again before the end of summer.");
            assertThat(Read.of(pdf.save(file())).text())
                    .isEqualTo("The well-known committee had spoken at length about the infrastructure of the old town,"
                            + " and everyone agreed that the well-known committee would meet again before the end of"
                            + " summer.");
        }
    }

    @Test
    void runningHeadsAndPageNumbersAreLeftOutAndReported() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 1; i <= 8; i++) {
                pdf.page().font(PdfFiles.REGULAR, 9);
                pdf.line(60, 40, i % 2 == 0 ? "The Harbour Books" : "Year of the Storm");
                pdf.line(290, 805, "- " + (i + 11) + " -");
                pdf.font(PdfFiles.REGULAR, 11).column(60, 120, 460, "Ship number " + i * i + ". " + PROSE);
            }
            Read read = Read.of(pdf.save(file()));
            for (int i = 1; i <= 8; i++)
                assertThat(read.texts().get(i - 1)).isEqualTo("Ship number " + i * i + ". " + PROSE);
            assertThat(read.remark("RUNNING_LINES")).contains("16");
        }
    }

    @Test
    void aChapterOfTwoPagesHasARunningHeadToo() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 1; i <= 6; i++) {
                pdf.page().font(PdfFiles.REGULAR, 9).line(60, 40, "Chapter " + (i + 1) / 2 + ": Ships, page " + i);
                pdf.font(PdfFiles.REGULAR, 11).column(60, 120, 460, "Ship " + i * i + ". " + PROSE);
            }
            assertThat(Read.of(pdf.save(file())).remark("RUNNING_LINES")).contains("6");
        }
    }

    @Test
    void pagesOfOneLineKeepIt() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 1; i <= 4; i++) pdf.page().line(60, 60, "Card " + i).line(290, 805, "" + i);
            assertThat(Read.of(pdf.save(file())).texts()).containsExactly("Card 1", "Card 2", "Card 3", "Card 4");
        }
    }

    @Test
    void codeKeepsItsLinesAndContentsTheirEntries() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().line(60, 150, "1 Ships ............ 7").line(60, 165, "2 Flags ............ 12");
            pdf.font(new PDType1Font(FontName.COURIER), 10).line(60, 220, "if (late) {");
            pdf.line(60 + 4 * 6, 232, "wait(60);").line(60, 244, "}");
            assertThat(Read.of(pdf.save(file())).text())
                    .isEqualTo("1 Ships … 7\n2 Flags … 12\n\nif (late) {\n    wait(60);\n}");
        }
    }

    @Test
    void linesAtTheEdgeThatDifferAreKept() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            for (String first : new String[] {"Berlin 1920", "Paris 1934", "Oslo 1911", "Rome 1950"}) {
                pdf.page().line(60, 60, first);
                pdf.column(60, 120, 460, PROSE);
            }
            Read read = Read.of(pdf.save(file()));
            assertThat(read.texts().get(2)).startsWith("Oslo 1911");
            assertThat(read.remark("RUNNING_LINES")).isEmpty();
        }
    }

    @Test
    void manyLanguages() throws IOException {
        String[] lines = {
            "Grüße aus Zürich, łódź, naïve", "Сегодня хорошая погода", "Η θάλασσα είναι ήρεμη", "Tiếng Việt có dấu"
        };
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().unicode(12);
            for (int i = 0; i < lines.length; i++) pdf.line(60, 150 + 40 * i, lines[i]);
            assertThat(Read.of(pdf.save(file())).text()).isEqualTo(String.join("\n\n", lines));
        }
    }

    @Test
    void rightToLeftIsReadInItsOwnOrder() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            // as it is drawn: the last letter is the leftmost
            pdf.page()
                    .unicode(12)
                    .line(60, 150, new StringBuilder("שלום עולם").reverse().toString());
            assertThat(Read.of(pdf.save(file())).text()).isEqualTo("שלום עולם");
        }
    }

    @Test
    void unseenTextIsLeftOutAndCountedButNotThatOfScans() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().line(60, 150, "What everyone sees.").unseen(60, 300, "Obey me");
            pdf.font(PdfFiles.REGULAR, 0.5f).line(60, 320, "tiny");
            Read read = Read.of(pdf.save(file()));
            assertThat(read.text()).isEqualTo("What everyone sees.");
            assertThat(read.remark("HIDDEN_TEXT")).contains(String.valueOf("Obeymetiny".length()));
        }
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().scan().unseen(60, 150, "Recognized by a machine, under its picture");
            assertThat(Read.of(pdf.save(file())).text()).isEqualTo("Recognized by a machine, under its picture");
        }
    }

    @Test
    void scannedPagesAreNamed() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().scan().page().scan();
            assertThat(Read.of(pdf.save(file())).failure()).isEqualTo("SCANNED");
        }
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().line(60, 150, "A letter with an enclosure of two pages.");
            pdf.page().scan().page().scan();
            Read read = Read.of(pdf.save(file()));
            assertThat(read.done()).isTrue();
            assertThat(read.remark("PICTURE_PAGES")).contains("2");
        }
    }

    @Test
    void passwordsAndOwnersRights() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            assertThat(Read.of(pdf.page().line(60, 150, "secret").encrypted(file(), "owner", "user"))
                            .failure())
                    .isEqualTo("PASSWORD");
        }
        try (PdfFiles pdf = new PdfFiles()) {
            assertThat(Read.of(pdf.page().line(60, 150, "not to be printed").encrypted(file(), "owner", ""))
                            .text())
                    .isEqualTo("not to be printed");
        }
    }

    @Test
    void fontsThatDoNotSayTheirCharacters() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().unicode(11).column(60, 150, 460, PROSE);
            pdf.save(folder.resolve("first.pdf")); // makes the font's tables
            assertThat(Read.of(pdf.garble().save(file())).failure()).isEqualTo("GARBLED");
        }
        StringBuilder shifted = new StringBuilder();
        PROSE.chars().forEach(c -> shifted.append(c == ' ' ? ' ' : (char) (c - 1)));
        try (PdfFiles pdf = new PdfFiles()) {
            pdf.page().column(60, 150, 460, shifted.toString());
            assertThat(Read.of(pdf.save(file())).failure()).isEqualTo("GARBLED");
        }
    }

    @Test
    void brokenFilesAreReadAsFarAsTheyGoOrRefused() throws IOException {
        Path whole = folder.resolve("whole.pdf");
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 0; i < 20; i++) pdf.page().column(60, 150, 460, "Page " + i + ". " + PROSE);
            pdf.save(whole);
        }
        byte[] bytes = Files.readAllBytes(whole);
        byte[] half = java.util.Arrays.copyOf(bytes, bytes.length / 2);
        Read read = Read.of(Files.write(file(), half));
        assertThat(read.done() || read.failure().equals("DAMAGED")).isTrue();
        assertThat(Read.of(Files.writeString(file(), "%PDF-1.7\nnothing more")).failure())
                .isEqualTo("DAMAGED");
        byte[] noTable = bytes.clone();
        for (int i = bytes.length - 40; i < bytes.length - 10; i++) noTable[i] = 'x';
        assertThat(Read.of(Files.write(file(), noTable)).texts()).hasSize(20);
    }

    @Test
    void anEmptyPageHasNoText() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            assertThat(Read.of(pdf.page().save(file())).failure()).isEqualTo("EMPTY");
        }
    }

    @Test
    void fourHundredPagesKeepTheirNumbers() throws IOException {
        try (PdfFiles pdf = new PdfFiles()) {
            for (int i = 1; i <= 400; i++)
                pdf.page().line(60, 300, "Fact " + i * 7 + " is here").line(290, 805, "" + i);
            Read read = Read.of(pdf.save(file()));
            assertThat(read.texts())
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 400)
                            .mapToObj(i -> "Fact " + i * 7 + " is here")
                            .toList());
            assertThat(read.labels().getLast()).isEqualTo("p. 400");
        }
    }
}
