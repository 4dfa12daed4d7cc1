package polymath.app.reader;

import java.util.ArrayList;
import java.util.List;

/// Numbers of pages, as short as people write them: `1-3, 7`.
final class PageList {
    private static final int MOST_RANGES = 12;

    private final List<int[]> ranges = new ArrayList<>();
    private int count;

    /// In growing order.
    void add(int page) {
        count++;
        if (!ranges.isEmpty() && ranges.getLast()[1] == page - 1) ranges.getLast()[1] = page;
        else ranges.add(new int[] {page, page});
    }

    int count() {
        return count;
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        for (int[] range : ranges) {
            if (words.size() == MOST_RANGES) {
                words.add("…");
                break;
            }
            words.add(range[0] == range[1] ? "" + range[0] : range[0] + "-" + range[1]);
        }
        return String.join(", ", words);
    }
}
