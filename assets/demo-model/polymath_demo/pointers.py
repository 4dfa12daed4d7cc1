"""Where heads of attention should look, for training only: with this, what copies forms within minutes instead of days.

A model that copies a paragraph's first sentence, then the next one's, has to find its way through several layers: what the last
bullet said, which paragraph began like that, where the one behind it begins. Each of these is a place that the generator of the texts
knows. So some heads get a loss of their own, the negative logarithm of their attention to that place, while training lasts.
In the finished model they are heads like others.
"""
from bisect import bisect_left

# What a head is shown, and by which: {kind: ((layer, head), ...)}. Both ends are tokens of one conversation.
KINDS = {
    "start0": ((1, 0),),     # a sentence's tokens, to the sentence's first token; in a document and in an answer
    "start1": ((1, 1),),     # ... second
    "start2": ((1, 2),),     # ... third
    "page": ((1, 3),),       # a sentence's tokens, to the last one of its page's mark before the bracket
    "previous0": ((1, 4),),  # the first token of a paragraph, and the tokens between two bullets, to the first token of the one before
    "previous1": ((1, 5),),
    "previous2": ((1, 6),),
    "question": ((1, 7),),   # the first tokens of an answer, to the last token of the phrase in the question
    "twin": ((2, 0),),       # a copied token, to the one it was copied from
    "phrase": ((2, 1), (3, 1)),             # the first tokens of an answer, to the last token of the phrase in the document
    "ended": ((3, 2),),      # the tokens of a mark in an answer, to the last one of the sentence it is put to
    "pointer": ((2, 2), (3, 0), (4, 0)),    # a token, to the one that is to be copied next; to the very first token when there is no more
}
MOST_ROWS = 0.4  # share of a sentence's tokens that are shown its start and page; there are more than enough of them


class Tokens:
    """A message's tokens by the characters they begin with."""

    def __init__(self, start, places):
        self.start, self.places = start, places

    def at(self, character):
        """The token that begins at the character or behind it."""
        return self.start + bisect_left(self.places, character)

    def exactly(self, character):
        i = bisect_left(self.places, character)
        return self.start + i if i < len(self.places) and self.places[i] == character else None

    def holding(self, character):
        """The token that the character is in."""
        return self.at(character + 1) - 1


def pointers(rng, source, messages):
    """{kind: [(position, where it should look), ...]} for a conversation whose `messages` are Tokens."""
    out = {kind: [] for kind in KINDS}
    document, offset = messages[source.message], source.offset
    spans = []
    for s in source.statements:
        spans.append((document.at(offset + s.start), document.holding(offset + s.start + len(s.text) - 1)))
        starts(rng, out, *spans[-1])
    marks = [document.holding(offset + start + len(mark) - 2) for mark, start in source.marks]
    for (first, last), s in zip(spans, source.statements):
        out["page"] += [(q, marks[s.page]) for q in range(first, last + 1) if rng.random() < MOST_ROWS]
    leads = [n for n, s in enumerate(source.statements) if s.lead]
    for before, lead in zip(leads, leads[1:]):
        previous(out, [spans[lead][0]], *spans[before])
    said = None  # first and last token of the bullet before, and its statement
    for copy in source.copies:
        answer = messages[copy.message]
        if copy.statement >= 0:
            first, last = answer.at(copy.start), answer.holding(copy.start + copy.length - 1)
            starts(rng, out, first, last)
            said = (first, last, copy.statement)
        for q in range(answer.at(copy.start), answer.holding(copy.start + copy.length - 1) + 1):
            if copy.statement < 0 and source.statements:
                # A mark's first digit in the document cannot know the later ones; what its sentence has gathered can.
                out["ended"].append((q, said[1]))
                continue
            twin = document.exactly(offset + copy.origin + answer.places[q - answer.start] - copy.start)
            if twin is not None:
                out["pointer"].append((q - 1, twin))
                out["twin"].append((q, twin))
        if copy.statement < 0 and said and source.statements:
            end = answer.holding(copy.start + copy.length - 1)
            behind = answer.start + len(answer.places) - 1 - end
            between = [end + i for i in range(min(3, behind + 1))]  # the bracket, the line's end, the dash
            previous(out, between, *said[:2])
            following = [lead for lead in leads if lead > said[2]]
            target = spans[following[0]][0] if behind and following else 0
            out["pointer"] += [(q, target) for q in between[:2]]
    for asked in source.asked:
        first = messages[asked.answer].start
        question = messages[asked.question].holding(asked.question_end)
        found = document.holding(offset + asked.document_end)
        out["question"] += [(first + i, question) for i in (-1, 0, 1)]
        out["phrase"] += [(first + i, found) for i in (-1, 0, 1)]
    return out


def starts(rng, out, first, last):
    for k in range(3):
        out[f"start{k}"] += [(q, first + k) for q in range(first + k, last + 1) if rng.random() < MOST_ROWS]


def previous(out, positions, first, last):
    for k in range(3):
        out[f"previous{k}"] += [(q, min(first + k, last)) for q in positions]


def echo(length):
    """The same for `length` tokens that are said twice."""
    return {"pointer": [(q, q - length + 1) for q in range(length, 2 * length - 1)], "twin": [(q, q - length) for q in range(length, 2 * length)]}
