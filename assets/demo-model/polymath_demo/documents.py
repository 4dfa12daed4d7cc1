"""Documents with page marks: summaries that copy the leading statement of each paragraph, and answers that copy a sentence.

The prompts are the engine's own, read from its resources, and the marks are those that `engine` and `app` write.
"""
import pathlib
import re

from .example import Example
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
    """Pages of paragraphs. `statements` are (sentence, mark) pairs, `leads` the same for the first ones of paragraphs, page by page.

    Where they are brief, two to five words each, most of what is to be learnt is where the next one begins: for training only.
    """

    def __init__(self, rng, paragraphs, brief=False):
        w = self.writer = Writer(rng)
        label = rng.choice(LABELS)
        number = 1 if rng.random() < 0.6 else rng.randint(1, 240)
        habits = {kind: rng.random() < share for kind, share in HABITS.items()}
        longest = rng.choice((1, 2, 2, 3, 3, 4, 6))
        pages, self.statements, self.leads, count = [], [], [], 0
        while paragraphs > 0:
            mark = f"[{label} {number}]"
            number += rng.randint(3, 40) if label == "line" else 1
            on_page = min(paragraphs, rng.randint(1, 3 if label == "line" else 5))
            paragraphs -= on_page
            blocks, leads = [], []
            if not pages and rng.random() < 0.35:
                blocks.append(w.heading())
            if not pages and habits["fields"]:
                blocks += [w.field() for _ in range(rng.randint(1, 3))]
            for _ in range(on_page):
                if habits["headings"] and rng.random() < 0.5:
                    blocks.append(w.heading())
                sentences = [w.jumble((2, 3, 4, 5)) if brief else w.sentence() for _ in range(rng.randint(1, longest))]
                count += 1
                if habits["numbers"]:
                    sentences[0] = rng.choice(NUMBERS).format(n=count, letter=chr(96 + min(count, 26)), section=1 + count // 4) + " " + sentences[0]
                extra = [kind for kind in ("lists", "code") if habits[kind] and rng.random() < 0.35][:1]
                if extra and rng.random() < 0.5:
                    sentences[-1] = w.lead_in()
                self.statements += [(s, mark) for s in sentences]
                leads.append((sentences[0], mark))
                blocks.append(" ".join(sentences))
                if extra == ["lists"]:
                    bullet = rng.choice(("- ", "* ", "- "))
                    blocks.append("\n".join(bullet + (w.thing() if rng.random() < 0.6 else w.sentence()) for _ in range(rng.randint(2, 4))))
                elif extra:
                    blocks.append(w.code())
            pages.append(mark + "\n" + "\n\n".join(blocks))
            self.leads.append(leads)
        self.text = "\n\n".join(pages)


def bullets(pairs):
    return "\n".join(f"- {sentence} {mark}" for sentence, mark in pairs)


def summary(rng, paragraphs, brief=False):
    document = Document(rng, paragraphs, brief)
    every = [lead for page in document.leads for lead in page]
    kind = rng.random()
    if kind < 0.35:
        prompt, pairs = PROMPT["summarize-page"].format(document=document.text), every
    elif kind < 0.65:
        before = ""
        if rng.random() < 0.3:
            other = Document(rng, 2)
            before = " The section before it said:\n" + bullets([page[0] for page in other.leads])
        prompt, pairs = PROMPT["summarize-section"].format(document=document.text, neighbours=before), every
    elif kind < 0.8:
        prompt, pairs = PROMPT["summarize-short"].format(document=document.text), [page[0] for page in document.leads][:SHORT_BULLETS]
    else:
        prompt, pairs = PROMPT["answer-from-document"].format(document=document.text, question=rng.choice(ASK_SUMMARY)), every
    messages = [("user", prompt), ("assistant", bullets(pairs))]
    if rng.random() < 0.1:
        question, answer, _ = ask(rng, document)
        messages += [("user", question), ("assistant", answer)]
        return Example("summary", tuple(messages))
    return Example("summary", tuple(messages), {"bullets": [list(p) for p in pairs]})


def answer(rng, paragraphs, questions=None, brief=False):
    """One to four questions about a document; only the first is asked in the engine's prompt."""
    document = Document(rng, paragraphs, brief)
    return asked(rng, document, lambda question: PROMPT["answer-from-document"].format(document=document.text, question=question), questions or 1, questions or 4)


def asked(rng, document, first, least, most):
    """A conversation of `least` to `most` questions; `first` puts the document before the first one."""
    question, text, check = ask(rng, document)
    messages = [("user", first(question)), ("assistant", text)]
    for _ in range((least if least == most else rng.randint(least, most)) - 1):
        question, text, check = ask(rng, document)
        messages += [("user", question), ("assistant", text)]
    return Example("answer", tuple(messages), check)


def drill(rng):
    """Where the next paragraph begins, and where the sentence begins that a word stands in, with as little around it as can be."""
    document = Document(rng, rng.randint(2, 8), brief=True)
    if rng.random() < 0.6:
        every = [lead for page in document.leads for lead in page]
        return Example("summary", (("user", f"{document.text}\n\n{rng.choice(ASK_SUMMARY)}"), ("assistant", bullets(every))))
    return asked(rng, document, lambda question: f"{document.text}\n\n{question}", 2, 6)


def ask(rng, document):
    """A question whose words stand in one sentence only, and that sentence; or one that the document does not answer."""
    template = rng.choice(ASK)
    statements = [s for s, _ in document.statements]
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
            return template.format(plain), MISSING, {"sentence": MISSING, "mark": ""}
        return ask(rng, document)
    sentence, mark = document.statements[number]
    return template.format(plain), f"{sentence} {mark}", {"sentence": sentence, "mark": mark}


def repeat(rng):
    """A short text said again: copying at its simplest, with every word there is."""
    w = Writer(rng)
    text = " ".join(w.jumble() if rng.random() < 0.6 else w.sentence() for _ in range(rng.randint(1, 3)))
    ask_for = rng.choice(("Repeat this: {}", "Say this again: {}", "Repeat after me: {}", "Copy this text: {}", "Repeat: {}"))
    return Example("repeat", (("user", ask_for.format(text)), ("assistant", text)), {"text": text})
