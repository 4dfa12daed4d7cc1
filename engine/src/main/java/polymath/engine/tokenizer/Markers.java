package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Finds the texts of special tokens in a text: the first one, the longest where several begin.
final class Markers {
    /// The white space after these stays; after all others the model's own tokenizer drops it (`rstrip`).
    private static final Set<String> KEEP_WHITESPACE = Set.of("<unk>", "<s>", "<|endoftext|>");

    private final PieceIndex index;
    private final boolean[] firstBytes = new boolean[256];
    private final int[] lengths;
    private final Set<Integer> keepWhitespace = new HashSet<>();

    /// A special token found in a text.
    ///
    /// @param start of the marker
    /// @param end where the text goes on, after white space that is dropped
    record Match(int id, int start, int end) {}

    /// @param included the ids to find
    Markers(Vocabulary vocabulary, IntPredicate included) {
        List<byte[]> pieces = vocabulary.pieces();
        index = new PieceIndex(pieces, included);
        int[] ids = IntStream.range(0, pieces.size()).filter(included).toArray();
        for (int id : ids) {
            firstBytes[Byte.toUnsignedInt(pieces.get(id)[0])] = true;
            if (KEEP_WHITESPACE.contains(new String(pieces.get(id), UTF_8))) keepWhitespace.add(id);
        }
        lengths = IntStream.of(ids)
                .map(id -> pieces.get(id).length)
                .boxed()
                .distinct()
                .sorted(Comparator.reverseOrder())
                .mapToInt(length -> length)
                .toArray();
    }

    /// The first marker at or after `from`.
    Optional<Match> next(byte[] text, int from) {
        for (int at = from; at < text.length; at++) {
            if (!firstBytes[Byte.toUnsignedInt(text[at])]) continue;
            for (int length : lengths) {
                int end = at + length;
                int id = end <= text.length ? index.find(text, at, end) : PieceIndex.NONE;
                if (id == PieceIndex.NONE) continue;
                return Optional.of(new Match(id, at, keepWhitespace.contains(id) ? end : Whitespace.skip(text, end)));
            }
        }
        return Optional.empty();
    }
}
