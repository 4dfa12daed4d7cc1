"""Sentences that mean little but look like reports, letters, manuals, licences and stories.

A model that learns to copy from them cannot get by with knowing its texts: names, figures and made-up words differ in each, and
some sentences are words in no order at all.
"""
import json
import pathlib

CORPUS = pathlib.Path(__file__).parent.parent / "corpus"
WORDS = json.loads((CORPUS / "words.json").read_text(encoding="utf-8"))
ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sc sh sk sl sm sn sp st str sw t th tr v w y z".split()
NUCLEI = "a a e e i i o o u ai ea ee ia io oa oo ou".split()
CODAS = ["", "", "", "b", "ck", "d", "ft", "g", "l", "ld", "m", "n", "nd", "ng", "nt", "p", "r", "rk", "rn", "s", "sh", "st", "t", "th", "x"]
# Shares of the documents to learn from: mostly words in disorder; the same phrases, or the same beginnings, again and again.
JUMBLED_DOCUMENTS, REPETITIVE, ALIKE = 0.12, 0.4, 0.25
FLAVOURS = {
    "report": ("nouns", "nouns", "mass", "adjectives"),
    "technical": ("technical", "technical", "nouns", "adjectives"),
    "legal": ("legal", "legal", "nouns", "adjectives"),
    "story": ("story", "story", "nouns", "adjectives"),
}


class Writer:
    """Writes the sentences of one document: some nouns and names come again and again in it, as they do in real ones.

    Unless it is to be natural, some sentences, and in some documents most, are words in no order, and many documents repeat themselves
    more than real ones do: a model that finds its place by the last few words alone goes astray in them.
    """

    def __init__(self, rng, natural=False):
        self.rng = rng
        self.flavour = rng.choice(list(FLAVOURS))
        self.jumbled = 0 if natural else 0.8 if rng.random() < JUMBLED_DOCUMENTS else 0.06
        self.people = [self.new_name() for _ in range(rng.randint(1, 3))]
        self.places = [rng.choice(WORDS["places"]) for _ in range(2)]
        self.topics = [self.new_noun() for _ in range(rng.randint(3, 8))]
        self.openings = rng.sample(WORDS["connectives"], 4)
        self.stock = [self.phrase() for _ in range(rng.randint(1, 5))] if not natural and rng.random() < REPETITIVE else []
        self.beginnings = [self.beginning() for _ in range(rng.randint(1, 3))] if not natural and rng.random() < ALIKE else []

    # ---- words

    def pick(self, kind):
        return self.rng.choice(WORDS[kind])

    def invented(self):
        r = self.rng
        return "".join(r.choice(ONSETS) + r.choice(NUCLEI) + r.choice(CODAS) for _ in range(r.choice((1, 2, 2, 3))))

    def new_noun(self):
        if self.rng.random() < 0.08:
            return self.invented()
        return self.pick(self.rng.choice(FLAVOURS[self.flavour][:3]))

    def new_name(self):
        name = self.pick("last_names") if self.rng.random() < 0.85 else self.invented().capitalize()
        return f'{self.pick("first_names")} {name}' if self.rng.random() < 0.75 else f'{self.rng.choice(("Mr", "Ms", "Dr", "Mr.", "Mrs.", "Dr."))} {name}'

    def noun(self):
        return self.rng.choice(self.topics) if self.rng.random() < 0.3 else self.new_noun()

    def plural(self):
        noun = self.noun()
        if noun[-1] == "y" and noun[-2] not in "aeiou":
            return noun[:-1] + "ies"
        return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")

    def person(self):
        return self.rng.choice(self.people) if self.rng.random() < 0.6 else self.new_name()

    def place(self):
        return self.rng.choice(self.places) if self.rng.random() < 0.5 else self.pick("places")

    def thing(self):
        r = self.rng.random()
        if r < 0.35:
            return f"the {self.noun()}"
        if r < 0.65:
            return f'the {self.pick("adjectives")} {self.noun()}'
        if r < 0.75:
            return f'{self.rng.choice(("every", "each", "this", "that", "no", "one", "any"))} {self.noun()}'
        if r < 0.87:
            return self.pick("subjects")
        return f"the {self.noun()} of the {self.noun()}"

    def verb(self, form):
        return self.pick("verbs").split("/")[form]

    def figure(self):
        r = self.rng
        kind = r.random()
        number = str(r.randint(2, 99)) if kind < 0.5 else str(r.randint(100, 9999)) if kind < 0.75 else f"{r.randint(1, 99)}.{r.randint(0, 9)}"
        if kind > 0.92:
            number = f"{r.randint(1, 999)},{r.randint(0, 999):03d}"
        return f'{number} {self.pick("units")}' if r.random() < 0.7 else f"{number} percent" if r.random() < 0.7 else f"{number}%"

    def date(self):
        r = self.rng
        return r.choice((f'on {self.pick("weekdays")}', f'in {self.pick("months")}', f'on {r.randint(1, 28)} {self.pick("months")}',
                         f"in {r.randint(1900, 2049)}", f'at {r.randint(1, 12)}{r.choice((".", ":"))}{r.randint(0, 59):02d} {r.choice("ap")}.m', f"at {r.randint(1, 12)} {r.choice('ap')}.m", f'in {self.pick("months")} {r.randint(1990, 2049)}', f"since {r.randint(1950, 2030)}"))

    # ---- sentences

    def sentence(self):
        """One sentence, with its full stop."""
        if self.rng.random() < self.jumbled:
            return self.jumble()
        text = self.repetitive(self.rng.choice(FORMS)(self))
        if self.rng.random() < 0.16:
            text = f"{self.rng.choice(self.openings)}, {text if text[:1].isupper() else text}"
        while self.rng.random() < 0.17:
            text += f", {self.rng.choice(TAILS)(self)}"
        text = text[0].upper() + text[1:]
        if self.flavour == "legal" and self.rng.random() < (0.1 if self.stock else 0.04):
            text = text.upper()
        if self.flavour == "story" and self.rng.random() < 0.15:
            return f'"{text}{self.rng.choice(".!?")}"'
        return text + self.rng.choice("..........?!" if self.flavour == "story" else "....................?")

    def phrase(self):
        """What a licence or a manual says in every other sentence."""
        r = self.rng
        return r.choice((f"the {self.noun()}", f"the {self.noun().capitalize()} or a {self.noun().capitalize()}", f"under the {self.noun()} of this {self.noun()}",
                         f"any {self.noun()}, including the {self.noun()} of {self.place()},", f'"{self.noun()}"', f"to {self.verb(0)}, {self.verb(0)} and {self.verb(0)}",
                         self.person(), self.pick("subjects"), " ".join(self.noun() for _ in range(r.randint(2, 6)))))

    def beginning(self):
        """What several sentences begin with."""
        r = self.rng
        return r.choice((f"each {self.noun()}", f"the {self.noun()} {self.verb(1)}", f"if you {self.verb(0)} {self.thing()},", f'"{self.noun()}" means', f"{self.person()} said that",
                         f"no {self.noun()} of {self.thing()}", f"you {r.choice(('may', 'must', 'will', 'should'))} {self.verb(0)}", f"in the {self.noun()} of the {self.noun()},"))

    def repetitive(self, text):
        """The sentence with stock phrases in it and a beginning like that of others, in documents that have them."""
        r = self.rng
        if self.stock and r.random() < 0.6:
            words = text.split(" ")
            for _ in range(r.choice((1, 1, 2, 3))):
                words.insert(r.randint(1, len(words)), r.choice(self.stock))
            text = " ".join(words)
        return f"{r.choice(self.beginnings)} {text}" if self.beginnings and r.random() < 0.4 else text

    def lead_in(self):
        """The sentence before a list or an example."""
        return f"{self.sentence()[:-1].rstrip('.')}:"

    def code(self):
        r, words = self.rng, [self.noun() for _ in range(6)]
        lines = [r.choice((f"{words[0]} {words[1]} --{words[2]}", f"$ {words[0]} -{words[1][0]} {words[2]}.{words[3][:3]}", f"{words[0]}.{words[1]}({words[2]});",
                           f"{words[0]} = {r.randint(0, 99)}", f"cd {words[4]}/{words[5]}")) for _ in range(r.randint(1, 3))]
        return "```\n" + "\n".join(lines) + "\n```" if r.random() < 0.5 else "\n".join("    " + line for line in lines)

    def field(self):
        """A line such as stands at the head of minutes and letters; no statement."""
        r = self.rng
        return r.choice((f"Date: {r.randint(1, 28)} {self.pick('months')} {r.randint(1990, 2040)}", f"Present: {self.new_name()}, {self.new_name()}, {self.new_name()}",
                         f"Author: {self.new_name()}", f"Version {r.randint(0, 9)}.{r.randint(0, 20)}", f"Place: {self.place()}", f"Subject: {self.pick('subjects')}",
                         f"{self.noun().capitalize()}: {self.noun()}", f"Copyright (c) {r.randint(1990, 2030)} {self.new_name()}", f"By {self.new_name()}"))

    def jumble(self, lengths=(4, 6, 8, 10, 12, 15, 18, 24, 32, 50)):
        """Words in no order, with what else stands in sentences: only copying helps here."""
        r, words = self.rng, []
        for _ in range(r.choice(lengths)):
            kind = r.random()
            word = (self.pick("function") if kind < 0.4 else self.noun() if kind < 0.62 else self.pick("adjectives") if kind < 0.7
                    else self.verb(r.randint(0, 3)) if kind < 0.8 else self.pick("adverbs") if kind < 0.85
                    else self.invented() if kind < 0.9 else self.pick("last_names") if kind < 0.94 else self.odd())
            words.append(word + ("," if r.random() < 0.07 else ";" if r.random() < 0.01 else ":" if r.random() < 0.01 else ""))
        text = " ".join(words).rstrip(",;:")
        text = self.repetitive(text) if len(words) > 5 else text
        return text[0].upper() + text[1:] + r.choice("........?!")

    def odd(self):
        r, noun = self.rng, self.noun()
        return r.choice((str(r.randint(0, 999)), f'"{noun}"', f"({noun})", f"({self.verb(3)} {noun})", self.plural(), f"{noun}'s", f"`{noun}`", f"{noun}-{self.noun()}",
                         noun.upper(), noun.capitalize(), f"{r.randint(1, 99)},{r.choice((0, 0, r.randint(0, 999))):03d}", r.choice(("e.g.", "i.e.", "No. 7", "p.m.", "a.m.", "approx.", "vs.")), f"{noun}/{self.noun()}", f"{noun}_{self.noun()}", f"{noun}.{r.choice(('txt', 'md', 'com', 'java'))}",
                         f"--{noun}", f"https://{noun}.org/{self.invented()}", f"<{noun}>", f"{r.randint(1, 9)}.{r.randint(0, 99)}", f"{chr(r.randint(65, 90))}.", f"{self.verb(3)}", f"non-{noun}"))

    def heading(self):
        words = self.rng.choice((self.pick("subjects"), f'{self.noun()} and {self.noun()}', f'{self.pick("adjectives")} {self.noun()}', self.noun(), f'the {self.noun()} of {self.place()}'))
        words = words.title() if self.rng.random() < 0.4 else words.capitalize()
        number = f"{self.rng.randint(1, 9)}. " if self.rng.random() < 0.2 else f"{self.rng.randint(1, 9)}.{self.rng.randint(1, 9)} " if self.rng.random() < 0.1 else ""
        return self.rng.choice(("", "", "", "# ", "## ")) + number + words


FORMS = (
    lambda w: f"{w.thing()} {w.verb(1)} {w.thing()}",
    lambda w: f"{w.thing()} {w.verb(1)} {w.thing()} {w.date()}",
    lambda w: f'{w.person()}, the {w.pick("roles")} of {w.pick("organisations")}, {w.verb(1)} {w.thing()} {w.date()}',
    lambda w: f'{w.person()} {w.verb(1)} {w.thing()} in {w.place()}',
    lambda w: f'{w.person()} will {w.verb(0)} {w.thing()} {w.date()}',
    lambda w: f"{w.thing()} costs {w.figure()}",
    lambda w: f"{w.thing()} rose by {w.figure()} {w.date()}",
    lambda w: f"{w.thing()} fell from {w.figure()} to {w.figure()}",
    lambda w: f"{w.thing()} is {w.pick('adjectives')} and {w.pick('adjectives')}",
    lambda w: f"{w.thing()} must be {w.verb(2)} before {w.thing()} is {w.verb(2)}",
    lambda w: f'{w.pick("organisations")} {w.verb(1)} {w.figure()} of {w.pick("mass")} {w.date()}',
    lambda w: f"{w.thing()} was {w.verb(2)} by {w.person()}",
    lambda w: f"you may {w.verb(0)} {w.thing()} if {w.thing()} is {w.verb(2)}",
    lambda w: f"to {w.verb(0)} {w.thing()}, {w.verb(0)} {w.thing()} and {w.verb(0)} {w.thing()}",
    lambda w: f'"{w.thing().capitalize()} is {w.pick("adjectives")}," said {w.person()}',
    lambda w: f"{w.thing()} and {w.thing()} have been {w.verb(2)} {w.pick('adverbs')}",
    lambda w: f"{w.plural()}, {w.plural()} and {w.plural()} were {w.verb(2)} in {w.place()} {w.date()}",
    lambda w: f"the {w.pick('roles')} {w.pick('adverbs')} {w.verb(1)} {w.figure()}",
    lambda w: f"{w.verb(3)} {w.thing()} takes {w.figure()}",
    lambda w: f"there are {w.figure()} in {w.thing()}",
    lambda w: f'"{w.noun().capitalize()}" means {w.thing()} that is {w.verb(2)} by {w.thing()}',
)
TAILS = (
    lambda w: f"which {w.verb(1)} {w.thing()}",
    lambda w: f"although {w.thing()} is {w.pick('adjectives')}",
    lambda w: f"because {w.person()} {w.verb(1)} {w.thing()}",
    lambda w: f"and {w.thing()} was {w.verb(2)} {w.date()}",
    lambda w: f"{w.verb(3)} {w.thing()} in {w.place()}",
    lambda w: f"after {w.figure()} of {w.pick('mass')}",
    lambda w: f"so that {w.thing()} can be {w.verb(2)}",
)
