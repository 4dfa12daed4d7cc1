package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenMarkdownTest {
    private static final String DOCUMENT = """
            # Title

            A paragraph with **bold**, *italic*, `code`, ~~old~~ and [a link](https://example.org/x).
            Its second line.

            1. one
            2. two
               - deep
               - deeper

            > quoted
            > > twice

            ```java
            int x = 1; // one

            String s = "two";
            ```

                indented code

                more of it

            | a | b |
            |---|--:|
            | 1 | 2 |

            ---
            Last words.
            """;

    @Test
    void everyKindOfBlockIsFound() {
        List<Block> blocks = OpenMarkdown.parse(DOCUMENT);
        assertThat(blocks.stream().map(b -> b.getClass().getSimpleName()).collect(Collectors.joining(" ")))
                .isEqualTo("Heading Paragraph Paragraph Paragraph Paragraph Paragraph Paragraph Paragraph Code Code"
                        + " Table Rule Paragraph");
        assertThat(blocks.get(2).frame().marker()).isEqualTo("1.");
        assertThat(blocks.get(4).frame().indent()).isEqualTo(2);
        assertThat(blocks.get(7).frame().quotes()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 40})
    void textThatComesInPiecesGivesTheSameBlocks(int size) {
        OpenMarkdown markdown = new OpenMarkdown();
        for (int i = 0; i < DOCUMENT.length(); i += size)
            markdown.append(DOCUMENT.substring(i, Math.min(DOCUMENT.length(), i + size)));
        assertThat(markdown.blocks().equals(OpenMarkdown.parse(DOCUMENT))).isTrue();
    }

    @Test
    void closedBlocksAreNotParsedAgain() {
        OpenMarkdown markdown = new OpenMarkdown();
        markdown.append("First.\n\nSecond.\n\nThird\n");
        Block first = markdown.blocks().getFirst();
        markdown.append("goes on.\n\nFourth.");
        assertThat(markdown.blocks().getFirst()).isSameAs(first);
        assertThat(markdown.blocks()).hasSize(4);
    }

    @Test
    void htmlAndImagesStayText() {
        String text = text("<b>x</b> ![alt](https://evil.example/?q=1)\n\n<script>alert(1)</script>\n");
        assertThat(text).contains("<b>", "![alt](https://evil.example/?q=1)", "<script>");
        assertThat(OpenMarkdown.parse("![alt](https://evil.example/)").stream()
                        .flatMap(b -> ((Block.Paragraph) b).spans().stream()))
                .allMatch(span -> span.link().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "file:///etc/passwd", "smb://host/x", "http://user@host/", "//x"})
    void onlyPlainWebAndMailAddressesAreLinks(String destination) {
        assertThat(OpenMarkdown.parse("[click](" + destination + ")").stream()
                        .flatMap(b -> ((Block.Paragraph) b).spans().stream()))
                .allMatch(span -> span.link().isEmpty());
        assertThat(text("[click](" + destination + ")")).contains(destination);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "1. ", "*", "_", "[", "`", "![", "<", "~~", "**a", "| ", "#", "\\"})
    void repetitionWithoutEndIsParsedInTime(String piece) {
        long start = System.nanoTime();
        OpenMarkdown.parse(piece.repeat(10_000) + "x");
        assertThat((System.nanoTime() - start) / 1_000_000)
                .as("milliseconds for " + piece)
                .isLessThan(2_000);
    }

    @Test
    void noBlockIsLong() {
        String line = "word ".repeat(200_000);
        assertThat(OpenMarkdown.parse(line))
                .allSatisfy(block -> assertThat(text(List.of(block)).length()).isLessThanOrEqualTo(4_000));
        assertThat(text(line)).isEqualTo(line.strip());
        assertThat(OpenMarkdown.parse("```\n" + "x".repeat(1_000_000) + "\n```"))
                .hasSizeGreaterThan(200);
    }

    @Test
    void codeInPartsLosesNothing() {
        String code = "int a = 1; /* over\n lines */\n".repeat(500);
        List<Block> blocks = OpenMarkdown.parse("```java\n" + code + "```");
        String joined = blocks.stream()
                .map(b -> ((Block.Code) b).runs().stream().map(Block.Run::text).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
        assertThat(joined).isEqualTo(code.substring(0, code.length() - 1));
        assertThat(((Block.Code) blocks.getFirst()).whole()).isEqualTo(code.substring(0, code.length() - 1));
    }

    @Test
    void randomTextNeverFails() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        String alphabet = "ab \n\n>*_`~|#-1.[](){}<>!\\\t&:é\u0301\uD83D";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(120); i > 0; i--)
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            assertThat(OpenMarkdown.parse(text.toString()))
                    .as("seed %d round %d", seed, round)
                    .isNotNull();
        }
    }

    private static String text(String markdown) {
        return text(OpenMarkdown.parse(markdown));
    }

    private static String text(List<Block> blocks) {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks)
            switch (block) {
                case Block.Paragraph p -> p.spans().forEach(s -> text.append(s.text()));
                case Block.Heading h -> h.spans().forEach(s -> text.append(s.text()));
                case Block.Code c -> c.runs().forEach(r -> text.append(r.text()));
                case Block.Table t -> t.rows().forEach(r -> r.forEach(c -> c.forEach(s -> text.append(s.text()))));
                case Block.Rule ignored -> {}
            }
        return text.toString();
    }
}
