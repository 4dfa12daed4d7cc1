"""A SentencePiece-style BPE vocabulary with byte fallback, trained here and encoded as section "tokenizer" of the engine does.

Letters are merged before the space in front of them is: "Harbour" behind a line break and " Harbour" inside a line then differ in
their first token only, as `Har|bour` and `▁Har|bour`. A model that copies sentences needs to learn no more than that.
"""
import collections
import heapq
import re

SPACE = "\u2581"
CHUNK = re.compile(rf"{SPACE}?[^\W\d_]+|{SPACE}?\d|{SPACE}?[^\w\s{SPACE}]|.", re.S)
SPECIALS = ("<|endoftext|>", "<|assistant|>", "<|placeholder1|>", "<|placeholder2|>", "<|placeholder3|>", "<|placeholder4|>", "<|system|>", "<|end|>",
            "<|placeholder5|>", "<|placeholder6|>", "<|user|>")
NORMAL, UNKNOWN, CONTROL, USER, BYTE = 1, 2, 3, 4, 6
FIRST_PIECE = 259


class Vocabulary:
    """Tokens by id, with their scores and types as in GGUF: a higher score merges earlier."""

    def __init__(self, pieces):
        self.tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)] + list(pieces) + list(SPECIALS)
        self.types = [UNKNOWN, CONTROL, USER] + [BYTE] * 256 + [NORMAL] * len(pieces) + [CONTROL] * len(SPECIALS)
        self.scores = [0.0] * FIRST_PIECE + [-float(i) for i in range(len(pieces))] + [0.0] * len(SPECIALS)
        self.ids = {token: i for i, token in enumerate(self.tokens)}
        self.ranks = {piece: i for i, piece in enumerate(pieces)}
        self.pieces = list(pieces)
        self.cache = {}

    def __len__(self):
        return len(self.tokens)

    @property
    def end(self):
        return self.ids["<|end|>"]

    def encode(self, text):
        """Ids of a stretch that follows a marker: one space goes in front."""
        return self.encode_places(text)[0]

    def encode_places(self, text):
        """Ids as `encode` has them, and which character of the text each token begins with, a space in front of it left out."""
        out, places, at = [], [], -1
        for chunk in CHUNK.findall(SPACE + text.replace(" ", SPACE)):
            known = self.cache.get(chunk)
            if known is None:
                known = self.cache[chunk] = self.pieces_of(chunk)
            ids, offsets = known
            out += ids
            places += [at + offset for offset in offsets]
            at += len(chunk)
        return out, places

    def pieces_of(self, chunk):
        ids, offsets, at = [], [], 0
        for symbol in self.merge(list(chunk)):
            part = self.emit(symbol)
            ids += part
            offsets += [at + (symbol[0] == SPACE and len(symbol) > 1)] * len(part)
            at += len(symbol)
        return ids, offsets

    def merge(self, symbols):
        while len(symbols) > 1:
            rank, at = min((self.ranks.get(a + b, len(self.ranks)), i) for i, (a, b) in enumerate(zip(symbols, symbols[1:])))
            if rank == len(self.ranks):
                break
            symbols[at:at + 2] = [symbols[at] + symbols[at + 1]]
        return symbols

    def emit(self, symbol):
        if symbol in self.ranks:
            return [self.ids[symbol]]
        return [3 + b for b in symbol.encode("utf-8")]

    def message(self, role, text):
        """A message as the chat template has it, and which character each of its tokens but the first and the last begins with."""
        ids, places = self.encode_places(text)
        return [self.ids[f"<|{role}|>"], *ids, self.end], places

    def decode(self, ids):
        data = b"".join(bytes([i - 3]) if 3 <= i < FIRST_PIECE else self.tokens[i].replace(SPACE, " ").encode() for i in ids)
        return data.decode("utf-8", "replace").removeprefix(" ")

    def spaced_pairs(self):
        """(id of a piece, id of the same with a space in front), for all that have both."""
        return [(self.ids[p], self.ids[SPACE + p]) for p in self.pieces if SPACE + p in self.ranks]


def train(texts, size):
    """A vocabulary of `size` tokens from the words in `texts`."""
    words = collections.Counter()
    for text in texts:
        words.update(CHUNK.findall(SPACE + text.replace(" ", SPACE)))
    letters = collections.Counter()
    for chunk, n in words.items():
        letters[chunk.removeprefix(SPACE)] += n
    # No character of ASCII needs bytes, whether the texts have it or not; nor do the letters of German.
    characters = sorted({SPACE, *map(chr, range(33, 127)), *"äöüßÄÖÜéèáñç„“”’–—…€°·×", *"\t"} - {"\n"})
    room = size - FIRST_PIECE - len(SPECIALS) - len(characters)
    merges = merge_letters({w: n for w, n in letters.items() if w.isalpha()}, room)
    # Half of the places go to merges, half to the same with a space in front, the most frequent first.
    low, high = 0, len(merges)
    while low < high:
        middle = (low + high + 1) // 2
        if middle + len(spaced(words, merges[:middle], characters)) <= room:
            low = middle
        else:
            high = middle - 1
    chosen = merges[:low]
    return Vocabulary((chosen + spaced(words, chosen, characters) + characters)[:size - FIRST_PIECE - len(SPECIALS)])


def merge_letters(words, most):
    """The first `most` merges of byte pair encoding, as merged strings."""
    symbols = {w: list(w) for w in words}
    counts, where = collections.Counter(), collections.defaultdict(set)
    for w, parts in symbols.items():
        for pair in zip(parts, parts[1:]):
            counts[pair] += words[w]
            where[pair].add(w)
    heap = [(-n, pair) for pair, n in counts.items()]
    heapq.heapify(heap)
    merged = []
    seen = set()
    while heap and len(merged) < most:
        n, pair = heapq.heappop(heap)
        if counts[pair] != -n:
            if counts[pair] > 0:
                heapq.heappush(heap, (-counts[pair], pair))
            continue
        if -n < 2:
            break
        if "".join(pair) not in seen:
            seen.add("".join(pair))
            merged.append("".join(pair))
        touched = set()
        for w in where.pop(pair):
            parts = symbols[w]
            for old in zip(parts, parts[1:]):
                counts[old] -= words[w]
            at = 0
            while at < len(parts) - 1:
                if (parts[at], parts[at + 1]) == pair:
                    parts[at:at + 2] = ["".join(pair)]
                at += 1
            for new in zip(parts, parts[1:]):
                counts[new] += words[w]
                where[new].add(w)
                touched.add(new)
        counts[pair] = 0
        for new in touched:
            heapq.heappush(heap, (-counts[new], new))
    return merged


def spaced(words, merges, characters):
    """Pieces with a space in front: of all that begin with a capital or a digit, and of those that begin a word of the texts."""
    vocabulary = Vocabulary(merges + characters)
    starts = collections.Counter()
    for chunk, n in words.items():
        if chunk.startswith(SPACE) and len(chunk) > 1:
            starts[vocabulary.merge(list(chunk[1:]))[0]] += n
    for piece in merges + characters:
        if piece[0].isupper() or piece.isdigit():
            starts[piece] += 1
    return [SPACE + piece for piece, _ in sorted(starts.items(), key=lambda item: (-item[1], item[0])) if piece in vocabulary.ranks and piece != SPACE]
