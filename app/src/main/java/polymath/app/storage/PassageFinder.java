package polymath.app.storage;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import polymath.engine.api.Document;

/// Finds the pages of a long document that a question is about, by full-text search (FTS5, BM25) in memory.
///
/// The question is put in three ways: its words by their stems, the beginnings of its longer words, and its words side
/// by side. A page's places in the three lists are added up by reciprocal ranks, so that no list has to be weighed
/// against
/// another (Cormack, Clarke and Büttcher 2009).
public final class PassageFinder {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");
    private static final int LEAST_PREFIX = 5;
    private static final int RANKED = 60;
    private static final double RANK_OFFSET = 60;
    /// Words that stand in most questions and pages.
    private static final Set<String> COMMON = Set.of(
            "the",
            "and",
            "was",
            "were",
            "are",
            "what",
            "which",
            "who",
            "how",
            "does",
            "did",
            "say",
            "says",
            "about",
            "this",
            "that",
            "with",
            "from",
            "for",
            "there",
            "document",
            "der",
            "die",
            "das",
            "und",
            "ist",
            "sind",
            "war",
            "wer",
            "wie",
            "welche",
            "uber",
            "mit",
            "von",
            "dem",
            "den",
            "ein",
            "eine",
            "dokument",
            "sagt",
            "steht");

    private PassageFinder() {}

    /// The pages that fit the question best, each with the pages beside it, as many as there is room for, in their
    /// order.
    /// Where no word of the question stands in the document, it is the beginning.
    ///
    /// @param chars what may be taken; a page that is longer than all of it is cut
    public static Document find(Document document, String question, int chars) {
        List<Document.Page> pages = document.pages();
        Set<Integer> taken = new LinkedHashSet<>();
        int room = chars;
        List<Integer> order = new ArrayList<>();
        for (int page : ranked(pages, question)) order.addAll(List.of(page, page + 1, page - 1));
        for (int page = 0; page < pages.size(); page++) order.add(page); // room that is left
        for (int page : order) {
            if (page < 0 || page >= pages.size() || taken.contains(page)) continue;
            int length = pages.get(page).text().length();
            if (length > room && !taken.isEmpty()) {
                if (room < chars / 4) break;
                continue;
            }
            taken.add(page);
            room -= length;
        }
        List<Document.Page> found = taken.stream().sorted().map(pages::get).toList();
        if (found.size() == 1 && found.getFirst().text().length() > chars) {
            Document.Page page = found.getFirst();
            found = List.of(
                    new Document.Page(page.page(), page.label(), page.text().substring(0, chars)));
        }
        return new Document(document.name(), found);
    }

    private static List<Integer> ranked(List<Document.Page> pages, String question) {
        List<String> words = WORD.matcher(FoldedText.of(question).text())
                .results()
                .map(MatchResult::group)
                .filter(word -> (word.length() > 2 || Character.isDigit(word.charAt(0))) && !COMMON.contains(word))
                .distinct()
                .toList();
        if (words.isEmpty()) return List.of();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            index(connection, pages);
            Map<Integer, Double> scores = new HashMap<>();
            for (String query : queries(words)) add(connection, query, scores);
            return scores.entrySet().stream()
                    .sorted(Map.Entry.<Integer, Double>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException("search in memory failed", e);
        }
    }

    private static List<String> queries(List<String> words) {
        List<String> stems = words.stream().map(PassageFinder::quoted).toList();
        List<String> beginnings = words.stream()
                .filter(word -> word.length() >= LEAST_PREFIX)
                .map(word -> quoted(word.substring(0, Math.max(LEAST_PREFIX, word.length() - 2))) + "*")
                .toList();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < words.size(); i++) pairs.add(quoted(words.get(i) + " " + words.get(i + 1)));
        List<String> queries = new ArrayList<>();
        for (List<String> terms : List.of(stems, beginnings, pairs))
            if (!terms.isEmpty()) queries.add(String.join(" OR ", terms));
        return queries;
    }

    private static String quoted(String words) {
        return '"' + words + '"';
    }

    private static void index(Connection connection, List<Document.Page> pages) throws SQLException {
        Database.execute(
                connection, "CREATE VIRTUAL TABLE page USING fts5(text, content='', tokenize=\"porter unicode61\")");
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO page(rowid, text) VALUES (?, ?)")) {
            for (int i = 0; i < pages.size(); i++) {
                insert.setInt(1, i + 1);
                insert.setString(2, FoldedText.forIndex(pages.get(i).text()));
                insert.addBatch();
            }
            int[] ignored = insert.executeBatch();
        }
    }

    private static void add(Connection connection, String query, Map<Integer, Double> scores) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT ?")) {
            select.setString(1, query);
            select.setInt(2, RANKED);
            try (ResultSet rows = select.executeQuery()) {
                for (int rank = 1; rows.next(); rank++)
                    scores.merge(rows.getInt(1) - 1, 1 / (RANK_OFFSET + rank), Double::sum);
            }
        }
    }
}
