package polymath.app.citation;

import java.util.List;

/// A name or a quotation in an answer.
///
/// @param start in characters of the text
/// @param words folded
record Name(int start, int end, boolean quoted, List<String> words) {
    Name {
        words = List.copyOf(words);
    }
}
