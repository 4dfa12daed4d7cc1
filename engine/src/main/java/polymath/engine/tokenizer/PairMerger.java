package polymath.engine.tokenizer;

/// Turns plain text into tokens as SentencePiece's BPE does: characters first, then again and again the best-scored
/// neighbours become one, the leftmost among equals.
///
/// For one caller at a time. Source: `llm_tokenizer_spm` of llama.cpp; ours finds the same merges without a table of
/// them and without recursion.
final class PairMerger {
    /// Long enough that chunks cost nothing, short enough that their symbols stay in the processor's cache.
    private static final int CHUNK_BYTES = 8192;

    private static final int NO_MERGE = -1;
    private static final byte[] SPACE = {(byte) 0xE2, (byte) 0x96, (byte) 0x81};

    private final Vocabulary vocabulary;
    private final boolean wordsAreIndependent;
    private final MergeQueue queue = new MergeQueue();
    private byte[] text = new byte[0];
    private int count;

    // Symbols by number, a doubly linked list: symbol i is text[start[i], start[next[i]]); the last one's next is
    // count.
    private int[] start = new int[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];

    /// The rank of merging a symbol with its next; anything else in the queue is out of date.
    private int[] rank = new int[0];

    /// @param wordsAreIndependent see [#wordsAreIndependent(Vocabulary)]
    PairMerger(Vocabulary vocabulary, boolean wordsAreIndependent) {
        this.vocabulary = vocabulary;
        this.wordsAreIndependent = wordsAreIndependent;
    }

    /// Whether no token goes on after a word's end with a space: then no merge crosses such a place, and text may be
    /// cut there without changing its tokens.
    static boolean wordsAreIndependent(Vocabulary vocabulary) {
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id) != TokenType.NORMAL) continue;
            byte[] piece = vocabulary.pieces().get(id);
            for (int at = 1; at < piece.length; at++) if (isWordEnd(piece, at)) return false;
        }
        return true;
    }

    /// Adds the tokens of a text.
    ///
    /// @param utf8 valid UTF-8, with U+2581 for spaces
    void encode(byte[] utf8, IdList ids) {
        text = utf8;
        for (int from = 0; from < utf8.length; ) {
            int to = chunkEnd(from);
            split(from, to);
            merge();
            for (int i = 0; i < count; i = next[i]) emit(start[i], start[next[i]], ids);
            from = to;
        }
    }

    private int chunkEnd(int from) {
        if (!wordsAreIndependent) return text.length;
        for (int at = from + CHUNK_BYTES; at < text.length; at++) if (isWordEnd(text, at)) return at;
        return text.length;
    }

    /// Whether a space (U+2581) begins here, after something else.
    private static boolean isWordEnd(byte[] text, int at) {
        return isSpace(text, at) && !isSpace(text, at - SPACE.length);
    }

    private static boolean isSpace(byte[] text, int at) {
        return at >= 0
                && at + SPACE.length <= text.length
                && text[at] == SPACE[0]
                && text[at + 1] == SPACE[1]
                && text[at + 2] == SPACE[2];
    }

    /// Makes each character a symbol.
    private void split(int from, int to) {
        reserve(to - from + 1);
        count = 0;
        for (int at = from; at < to; at += characterBytes(text[at])) {
            start[count] = at;
            next[count] = count + 1;
            previous[count] = count - 1;
            count++;
        }
        start[count] = to;
    }

    private static int characterBytes(byte first) {
        int lead = Byte.toUnsignedInt(first);
        if (lead < 0xC0) return 1;
        return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    private void merge() {
        for (int i = 0; i < count; i++) offer(i);
        while (!queue.isEmpty()) {
            long best = queue.remove();
            int left = MergeQueue.left(best);
            if (rank[left] != MergeQueue.rank(best)) continue;
            int right = next[left];
            rank[right] = NO_MERGE;
            next[left] = next[right];
            if (next[right] < count) previous[next[right]] = left;
            if (previous[left] >= 0) offer(previous[left]);
            offer(left);
        }
    }

    /// Queues the merge of a symbol with its next, if there is one.
    private void offer(int left) {
        int right = next[left];
        int id = right < count ? vocabulary.mergeable(text, start[left], start[next[right]]) : PieceIndex.NONE;
        rank[left] = id == PieceIndex.NONE ? NO_MERGE : vocabulary.rank(id);
        if (id != PieceIndex.NONE) queue.add(rank[left], left);
    }

    private void emit(int from, int to, IdList ids) {
        int id = vocabulary.mergeable(text, from, to);
        if (id != PieceIndex.NONE) {
            ids.add(id);
            return;
        }
        for (int i = from; i < to; i++) ids.add(vocabulary.ofByte(text[i]));
    }

    private void reserve(int symbols) {
        if (start.length >= symbols) return;
        start = new int[symbols];
        next = new int[symbols];
        previous = new int[symbols];
        rank = new int[symbols];
    }
}
