package polymath.app.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What of a chat's documents an answer was made from. Whoever has an answer made hands it over: from documents read
/// whole, from sections, or from passages that a search found.
///
/// @param parts one for each document, in the order they were attached
public record Coverage(List<Part> parts) {

    /// What was read of one document.
    ///
    /// @param name of its file
    /// @param kind what its marks begin with: `p.`, `slide`, `sheet`, `chapter`, `line`
    /// @param total number of its last page; of lines, how many there are
    /// @param read what the model got, in order and apart from each other
    /// @param cut whether the document went on behind what could be read of it
    public record Part(String name, String kind, int total, List<Stretch> read, boolean cut) {
        public Part {
            Objects.requireNonNull(name);
            Objects.requireNonNull(kind);
            read = List.copyOf(read);
            int before = 0;
            for (Stretch stretch : read) {
                if (stretch.first() <= before || stretch.last() > total)
                    throw new IllegalArgumentException(
                            "pages %d to %d of %d, after %d".formatted(stretch.first(), stretch.last(), total, before));
                before = stretch.last();
            }
        }

        /// What the model did not get.
        public List<Stretch> missing() {
            List<Stretch> missing = new ArrayList<>();
            int next = 1;
            for (Stretch stretch : read) {
                if (stretch.first() > next) missing.add(new Stretch(next, stretch.first() - 1));
                next = stretch.last() + 1;
            }
            if (next <= total) missing.add(new Stretch(next, total));
            return missing;
        }

        public int readPages() {
            return read.stream().mapToInt(Stretch::pages).sum();
        }

        public boolean isComplete() {
            return !cut && readPages() == total;
        }
    }

    /// Pages from one to another, both included.
    public record Stretch(int first, int last) {
        public Stretch {
            if (first < 1 || last < first) throw new IllegalArgumentException("pages " + first + " to " + last);
        }

        public int pages() {
            return last - first + 1;
        }

        /// Numbers in growing order as stretches.
        public static List<Stretch> of(List<Integer> numbers) {
            List<Stretch> stretches = new ArrayList<>();
            for (int number : numbers) {
                boolean follows = !stretches.isEmpty() && stretches.getLast().last() + 1 == number;
                if (follows)
                    stretches.set(
                            stretches.size() - 1,
                            new Stretch(stretches.getLast().first(), number));
                else stretches.add(new Stretch(number, number));
            }
            return stretches;
        }
    }

    public Coverage {
        parts = List.copyOf(parts);
    }

    public boolean isComplete() {
        return parts.stream().allMatch(Part::isComplete);
    }
}
