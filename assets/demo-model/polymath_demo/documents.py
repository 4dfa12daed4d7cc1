"""Documents with page marks: summaries that copy the leading statement of each paragraph, and answers that copy a sentence.

The prompts are the engine's own, read from its resources, and the marks are those that `engine` and `app` write.
"""
import pathlib
import re
from dataclasses import dataclass

from .example import Asked, Copy, Example, Source, Statement
from .prose import Writer

PROMPTS = pathlib.Path(__file__).parents[3] / "engine/src/main/resources/polymath/engine/chat"
PROMPT = {name: (PROMPTS / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
          for name in ("summarize-short", "summarize-page", "summarize-section", "answer-from-document")}
SHORT_BULLETS = 5
MISSING = "The document does not say."
LABELS = ("p.",) * 6 + ("line",) * 2 + ("slide", "chapter", "sheet")
# What a document may have besides paragraphs, and how often it does; none of it belongs into a summary.
HABITS = {"headings": 0.3, "fields": 0.12, "numbers": 0.1, "lists": 0.15, "code": 0.1}
NUMBERS = ("{n}.", "{n}.", "({n})", "({letter})", "{section}.{n}", "{letter})")
ASK_SUMMARY = ("Summarize this document.", "Summarize it.", "summarize", "Please summarize this.", "Give me a summary.", "What is this document about?",
               "Sum this up for me.", "What are the main points?", "Summary please", "Can you summarize this text?", "Summarise the document.", "tl;dr")
ASK = ("What does the document say about {}?", "What does it say about {}?", "What do you find about {}?", "Tell me what it says about {}.", "what about {}",
       "Which statement mentions {}?", "Where does the text mention {}?", "Quote what is said about {}.", "What is written about {}?", "Is there anything about {}?")


class Document:
    """Pages of paragraphs: `text`, the `statements` in it, and the `marks` of its pages, (text, start) each.

    Where they are brief, two to five words each, most of what is to be learnt is where the next one begins: for training only.
    Natural ones are for the evaluation: sentences as documents have them, no words in disorder, no pages missing. In training, half of
    the documents skip pages and begin one with nearly each paragraph: or the mark of the bullet before, or the number
    that follows it, would be right so often that the model learns to look no further.
    """

    def __init__(self, rng, paragraphs, brief=False, natural=False):
        w = self.writer = Writer(rng, natural)
        label = rng.choice(LABELS)
        number = 1 if rng.random() < 0.6 else rng.randint(1, 240)
        habits = {kind: rng.random() < share for kind, share in HABITS.items()}
        longest = rng.choice((1, 2, 2, 3, 3, 4, 6))
        skips, turns = (not natural and rng.random() < 0.5 for _ in range(2))
        self.text, self.statements, self.marks, count = "", [], [], 0
        while paragraphs > 0:
            self.begin(f"[{label} {number}]")
            number += rng.randint(3, 40) if label == "line" or skips else 1
            on_page = min(paragraphs, rng.choice((1, 1, 2)) if turns else rng.randint(1, 3 if label == "line" else 5))
            paragraphs -= on_page
            if len(self.marks) == 1 and rng.random() < 0.35:
                self.block(w.heading())
            if len(self.marks) == 1 and habits["fields"]:
                for _ in range(rng.randint(1, 3)):
                    self.block(w.field())
            for _ in range(on_page):
                if habits["headings"] and rng.random() < 0.5:
                    self.block(w.heading())
                sentences = [w.jumble((2, 3, 4, 5)) if brief else w.sentence() for _ in range(rng.randint(1, longest))]
                count += 1
                if habits["numbers"]:
                    sentences[0] = rng.choice(NUMBERS).format(n=count, letter=chr(96 + min(count, 26)), section=1 + count // 4) + " " + sentences[0]
                extra = [kind for kind in ("lists", "code") if habits[kind] and rng.random() < 0.35][:1]
                if extra and rng.random() < 0.5:
                    sentences[-1] = w.lead_in()
                self.paragraph(sentences)
                if extra == ["lists"]:
                    bullet = rng.choice(("- ", "* ", "- "))
                    self.block("\n".join(bullet + (w.thing() if rng.random() < 0.6 else w.sentence()) for _ in range(rng.randint(2, 4))))
                elif extra:
                    self.block(w.code())

    def begin(self, mark):
        """A page."""
        self.text += "\n\n" if self.text else ""
        self.marks.append((mark, len(self.text)))
        self.text += mark + "\n"

    def block(self, text):
        self.text += ("" if self.text.endswith("]\n") else "\n\n") + text

    def paragraph(self, sentences):
        self.block("")
        for number, sentence in enumerate(sentences):
            self.text += " " if number else ""
            self.statements.append(Statement(sentence, len(self.text), len(self.marks) - 1, number == 0))
            self.text += sentence

    def leads(self):
        """The numbers of the statements that lead a paragraph."""
        return [number for number, s in enumerate(self.statements) if s.lead]


class Quotes:
    """An answer that copies statements of a document, each with its mark, and what it copied from where."""

    def __init__(self, document, message):
        self.document, self.message = document, message
        self.text, self.copies = "", []

    def add(self, number, before=""):
        statement = self.document.statements[number]
        mark, origin = self.document.marks[statement.page]
        self.text += before
        self.copies.append(Copy(self.message, len(self.text), statement.start, len(statement.text), number))
        self.text += statement.text + " "
        self.copies.append(Copy(self.message, len(self.text), origin, len(mark), -1))
        self.text += mark
        return self

    def bullets(self, numbers):
        for number in numbers:
            self.add(number, "\n- " if self.text else "- ")
        return self


class Talk:
    """A conversation about one document, while it is made."""

    def __init__(self, document, prompt, **gaps):
        self.document, self.copies, self.questions = document, [], []
        self.messages = [("user", prompt.format(document=document.text, **gaps))]
        self.offset = self.messages[0][1].index(document.text)

    def quote(self, numbers):
        """The summary."""
        quotes = Quotes(self.document, len(self.messages)).bullets(numbers)
        self.copies += quotes.copies
        self.messages.append(("assistant", quotes.text))

    def reply(self, question):
        """The answer to a question that was put in the last message."""
        if question.statement is None:
            self.messages.append(("assistant", MISSING))
            return {"sentence": MISSING, "mark": ""}
        quotes = Quotes(self.document, len(self.messages)).add(question.statement)
        self.copies += quotes.copies
        asked = self.messages[-1][1]
        at = asked.rindex(question.text) + question.end
        self.questions.append(Asked(len(self.messages), len(self.messages) - 1, at, question.origin))
        self.messages.append(("assistant", quotes.text))
        statement = self.document.statements[question.statement]
        return {"sentence": statement.text, "mark": self.document.marks[statement.page][0]}

    def example(self, skill, check):
        document = self.document
        return Example(skill, tuple(self.messages), check, Source(0, self.offset, tuple(document.statements), tuple(document.marks),
                                                                  tuple(self.copies), tuple(self.questions)))


def bullets(document, numbers):
    return Quotes(document, 0).bullets(numbers).text


def summary(rng, paragraphs, brief=False, natural=False):
    document = Document(rng, paragraphs, brief, natural)
    numbers = document.leads()
    kind = rng.random()
    if kind < 0.35:
        talk = Talk(document, PROMPT["summarize-page"])
    elif kind < 0.65:
        before = ""
        if rng.random() < 0.3:
            other = Document(rng, 2, natural=natural)
            before = " The section before it said:\n" + bullets(other, other.leads())
        talk = Talk(document, PROMPT["summarize-section"], neighbours=before)
    elif kind < 0.8:
        numbers = numbers[:SHORT_BULLETS]
        talk = Talk(document, PROMPT["summarize-short"])
    else:
        talk = Talk(document, PROMPT["answer-from-document"], question=rng.choice(ASK_SUMMARY))
    talk.quote(numbers)
    if rng.random() < 0.1:
        question = ask(rng, document)
        talk.messages.append(("user", question.text))
        talk.reply(question)
        return talk.example("summary", {})
    return talk.example("summary", {"bullets": [[document.statements[n].text, document.marks[document.statements[n].page][0]] for n in numbers]})


def answer(rng, paragraphs, questions=None, brief=False, natural=False):
    """One to four questions about a document; only the first is asked in the engine's prompt."""
    document = Document(rng, paragraphs, brief, natural)
    question = ask(rng, document)
    return asked(rng, Talk(document, PROMPT["answer-from-document"], question=question.text), question, questions or 1, questions or 4)


def asked(rng, talk, question, least, most):
    """Goes on to `least` to `most` questions in all; the first stands in the talk already."""
    check = talk.reply(question)
    for _ in range((least if least == most else rng.randint(least, most)) - 1):
        question = ask(rng, talk.document)
        talk.messages.append(("user", question.text))
        check = talk.reply(question)
    return talk.example("answer", check)


def drill(rng):
    """Where the next paragraph begins, and where the sentence begins that a word stands in, with as little around it as can be."""
    document = Document(rng, rng.randint(2, 14), brief=True)
    if rng.random() < 0.5:
        talk = Talk(document, "{document}\n\n" + rng.choice(ASK_SUMMARY))
        talk.quote(document.leads())
        return talk.example("summary", {})
    question = ask(rng, document)
    return asked(rng, Talk(document, "{document}\n\n{question}", question=question.text), question, 4, 10)


@dataclass(frozen=True)
class Question:
    """A question, and the number of the statement that answers it, or None. `end` and `origin`: where the last character of the
    phrase that it is found by is, in the question and in the document.
    """

    text: str
    statement: int = None
    end: int = 0
    origin: int = 0


def ask(rng, document):
    """A question whose words stand in one sentence only; or one that the document does not answer."""
    template = rng.choice(ASK)
    statements = [s.text for s in document.statements]
    for _ in range(20):
        number = rng.randrange(len(statements))
        words = re.findall(r"[A-Za-z][A-Za-z'-]*|\d[\d.,]*\d|\d", statements[number])
        length = rng.randint(1, 3)
        first = rng.randint(0, min(len(words) - 1, 5 if rng.random() < 0.7 else 99))
        phrase = " ".join(words[first:first + length])
        plain = phrase if phrase.split()[0] in ("I",) or phrase[1:2].isupper() or first else phrase[0].lower() + phrase[1:]
        if len(phrase) > 3 and phrase in statements[number] and sum(plain.lower() in s.lower() for s in statements) == 1:
            break
    else:
        plain = None
    if plain is None or rng.random() < 0.1:
        other = Writer(rng)
        plain = rng.choice((other.noun(), other.person(), f"{other.noun()} of {other.place()}", other.pick("subjects")))
        if not any(plain.lower() in s.lower() for s in statements):
            return Question(template.format(plain))
        return ask(rng, document)
    text = template.format(plain)
    origin = document.statements[number].start + statements[number].index(phrase) + len(phrase) - 1
    return Question(text, number, text.index(plain) + len(plain) - 1, origin)


def repeat(rng):
    """A short text said again: copying at its simplest, with every word there is."""
    w = Writer(rng)
    text = " ".join(w.jumble() if rng.random() < 0.6 else w.sentence() for _ in range(rng.randint(1, 3)))
    before = rng.choice(("Repeat this: ", "Say this again: ", "Repeat after me: ", "Copy this text: ", "Repeat: "))
    source = Source(0, len(before), (), (), (Copy(1, 0, 0, len(text), -1),))
    return Example("repeat", (("user", before + text), ("assistant", text)), {"text": text}, source)
