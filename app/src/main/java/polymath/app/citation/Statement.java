package polymath.app.citation;

import java.util.ArrayList;
import java.util.List;

/// A sentence of an answer, or the part of one that has marks of its own.
///
/// @param start of its words, in characters of the text
/// @param end of its words; its marks stand behind or within the last of them
/// @param marks that name where it is from; none if it does not say
public record Statement(int start, int end, List<CitationMark> marks) {
    public Statement {
        marks = List.copyOf(marks);
    }

    /// What an answer's text states, in order.
    public static List<Statement> in(String text) {
        List<CitationMark> marks = CitationMark.in(text);
        List<Statement> statements = new ArrayList<>();
        int from = 0;
        int mark = 0;
        for (int i = 0; i < text.length(); i++) {
            if (mark < marks.size() && i == marks.get(mark).start()) {
                List<CitationMark> group = new ArrayList<>();
                int end = i;
                while (mark < marks.size()
                        && onlyPunctuation(text, end, marks.get(mark).start())) {
                    group.add(marks.get(mark));
                    end = marks.get(mark++).end();
                }
                add(statements, text, from, i, group);
                from = end;
                i = end - 1;
            } else if (text.charAt(i) == '\n' || Sentences.endsAt(text, i)) {
                boolean marked = mark < marks.size()
                        && onlyPunctuation(text, i + 1, marks.get(mark).start());
                if (marked) continue; // "It grew. [p. 12]"
                add(statements, text, from, i + 1, List.of());
                from = i + 1;
            }
        }
        add(statements, text, from, text.length(), List.of());
        return statements;
    }

    /// The words, without the marks.
    public String words(String text) {
        return text.substring(start, end);
    }

    private static boolean onlyPunctuation(String text, int from, int to) {
        for (int i = from; i < to; i++)
            if (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '\n') return false;
        return true;
    }

    private static boolean hasWords(String text, int from, int to) {
        for (int i = from; i < to; i++) if (Character.isLetterOrDigit(text.charAt(i))) return true;
        return false;
    }

    private static void add(List<Statement> statements, String text, int from, int to, List<CitationMark> marks) {
        if (marks.isEmpty() && !hasWords(text, from, to)) return;
        statements.add(new Statement(from, to, marks));
    }
}
