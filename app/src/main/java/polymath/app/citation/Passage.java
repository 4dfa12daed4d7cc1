package polymath.app.citation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The sentence of a page, or the few in a row, that have most of a statement's words.
///
/// @param range in characters of the page's text
/// @param fit share of the statement that is found there, 0 to 1: its words, weighted by how much they tell, and its
///     pairs of words that follow each other
public record Passage(TextRange range, double fit) {
    /// What has less of a statement is about something else.
    private static final double LEAST_FIT = 0.3;

    private static final int MOST_SENTENCES = 3;
    /// What a further sentence must add to be part of the passage.
    private static final double LEAST_GAIN = 0.12;

    private record Sentence(TextRange range, Set<String> words, Set<String> pairs) {}

    /// The passage that fits a statement best, if any does.
    public static Optional<Passage> best(String statement, String page) {
        List<String> wanted = stems(statement);
        if (wanted.isEmpty()) return Optional.empty();
        List<Sentence> sentences = sentences(page);
        Map<String, Double> weights = weights(wanted, sentences);
        Set<String> pairs = pairs(wanted);
        double all = sum(weights.keySet(), weights) + pairSum(pairs, weights);
        Optional<Passage> best = Optional.empty();
        double rank = 0;
        for (int i = 0; i < sentences.size(); i++) {
            int start = sentences.get(i).range().start();
            Set<String> words = new HashSet<>();
            Set<String> followed = new HashSet<>();
            for (int n = 0; n < MOST_SENTENCES && i + n < sentences.size(); n++) {
                Sentence sentence = sentences.get(i + n);
                int end = sentence.range().end();
                if (n > 0 && page.substring(start, end).contains("\n\n")) break;
                words.addAll(sentence.words());
                followed.addAll(sentence.pairs());
                double found =
                        sum(common(words, weights.keySet()), weights) + pairSum(common(followed, pairs), weights);
                double fit = found / all;
                if (fit < LEAST_FIT || fit - n * LEAST_GAIN <= rank) continue;
                rank = fit - n * LEAST_GAIN;
                best = Optional.of(new Passage(new TextRange(start, end), fit));
            }
        }
        return best;
    }

    /// Long words and figures tell most, and those that few sentences of the page have.
    private static Map<String, Double> weights(List<String> wanted, List<Sentence> sentences) {
        Map<String, Double> weights = new HashMap<>();
        for (String word : wanted) {
            long with = sentences.stream().filter(s -> s.words().contains(word)).count();
            double rare = Math.log(1 + (sentences.size() + 1.0) / (with + 1)) / Math.log(2 + sentences.size());
            double tells = Character.isDigit(word.charAt(0)) ? 2 : word.length() <= 3 ? 0.25 : 1;
            weights.put(word, tells * (0.2 + rare));
        }
        return weights;
    }

    private static double sum(Set<String> words, Map<String, Double> weights) {
        return words.stream().mapToDouble(w -> weights.getOrDefault(w, 0.0)).sum();
    }

    private static double pairSum(Set<String> pairs, Map<String, Double> weights) {
        return pairs.stream()
                .mapToDouble(pair -> {
                    int space = pair.indexOf(' ');
                    return (weights.getOrDefault(pair.substring(0, space), 0.0)
                                    + weights.getOrDefault(pair.substring(space + 1), 0.0))
                            / 4;
                })
                .sum();
    }

    private static Set<String> common(Set<String> some, Set<String> others) {
        Set<String> both = new HashSet<>(others);
        both.retainAll(some);
        return both;
    }

    private static List<Sentence> sentences(String page) {
        List<Sentence> sentences = new ArrayList<>();
        for (TextRange range : Sentences.in(page)) {
            List<String> stems = stems(range.of(page));
            if (!stems.isEmpty()) sentences.add(new Sentence(range, new HashSet<>(stems), pairs(stems)));
        }
        return sentences;
    }

    private static Set<String> pairs(List<String> stems) {
        Set<String> pairs = new HashSet<>();
        for (int i = 0; i + 1 < stems.size(); i++) pairs.add(stems.get(i) + " " + stems.get(i + 1));
        return pairs;
    }

    private static List<String> stems(String text) {
        return Word.in(text).stream().map(Word::stem).toList();
    }
}
