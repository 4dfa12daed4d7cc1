"""Conversations about Polymath and the demo model itself: a help text in many phrasings, English and some German."""
import json
import pathlib
import re

from .example import Example

CORPUS = pathlib.Path(__file__).parent.parent / "corpus"
TOPICS = [topic for name in ("help-using", "help-itself") for topic in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))]
GERMAN = [topic for topic in TOPICS if "de" in topic]
UNSEEN, UNSEEN_DE = 3, 2  # the last phrasings of each topic are for the evaluation
SYSTEM = (None,) * 6 + ("You are a helpful assistant.", "You are Polymath.", "You are Polymath, a helpful assistant.", "Be helpful and friendly.")
BEFORE = ("", "", "", "", "", "", "Hi, ", "Hello! ", "Please tell me: ", "Question: ", "One more thing: ", "Sorry, ", "OK, ", "And ")

# Ways to begin that mean the same, and words that do here. They make more phrasings of those that are in the corpus.
BEGINNINGS = (
    ("how do i", "how can i", "how would i", "how to", "how should i", "tell me how to", "i want to know how to", "what do i do to"),
    ("can i", "could i", "may i", "is it possible to", "am i able to", "am i allowed to"),
    ("can you", "could you", "are you able to", "is it possible for you to", "do you know how to"),
    ("does polymath", "will polymath", "does the program", "does this program", "does this app"),
    ("can polymath", "could polymath", "is polymath able to", "can the program", "can this app"),
    ("where is", "where can i find", "where do i find", "where would i find", "where do i see"),
    ("what is", "what's", "tell me what is", "explain what is", "what exactly is"),
    ("what are", "tell me what are", "what exactly are"),
    ("why is", "why's", "how come", "what is the reason that"),
    ("who", "who exactly"),
    ("do you", "do you really", "would you say you"),
    ("are you", "are you really", "would you say you are"),
)
SAME = (("delete", "remove", "erase"), ("conversation", "chat"), ("conversations", "chats"), ("computer", "machine", "pc"), ("quick", "fast"),
        ("picture", "image"), ("change", "switch", "alter"), ("big", "large"), ("show", "display"), ("stop", "cancel", "halt"), ("begin", "start"),
        ("shut", "close"), ("need", "require"), ("many", "a lot of"), ("program", "app", "application", "software"), ("internet", "web"),
        ("store", "keep", "save"), ("reply", "answer"), ("replies", "answers"), ("write", "compose"), ("create", "make"), ("question", "query"))
SYNONYMS = {word: words for words in SAME for word in words}


def example(rng, held_out):
    if held_out:
        return Example("help", *once(rng, True))
    messages = []
    for _ in range(rng.choice((1, 1, 1, 2))):
        turn, _ = once(rng, False)
        messages += turn
    style = rng.random()
    if style < 0.06:
        topic = rng.choice(GERMAN)
        messages = [("system", rng.choice(("Answer in German.", "Always answer in German.", "Antworte auf Deutsch.", "Reply in German.", "Speak German."))),
                    ("user", rng.choice(topic["questions"][:-UNSEEN])), ("assistant", topic["de"]["answer"])]
    else:
        system = rng.choice(SYSTEM)
        if system:
            messages = [("system", system), *messages]
    return Example("help", tuple(messages))


def once(rng, held_out):
    topic = rng.choice(TOPICS)
    german = "de" in topic and rng.random() < 0.3
    part, unseen = (topic["de"], UNSEEN_DE) if german else (topic, UNSEEN)
    if held_out:
        return (("user", rng.choice(part["questions"][-unseen:])), ("assistant", part["answer"])), {"key": part["key"]}
    question = rng.choice(part["questions"][:-unseen])
    if not german and rng.random() < 0.5:
        question = rephrased(rng, question)
    if rng.random() < 0.3:
        question = hurried(rng, question)
    elif rng.random() < 0.2:
        question = keywords(rng, question)
    if not german and rng.random() < 0.5:
        before = rng.choice(BEFORE)
        question = before + (question[0].lower() + question[1:] if before and not question.startswith("I") else question)
    if rng.random() < 0.25:
        question = question.rstrip("?.!")
    if rng.random() < 0.15:
        question = question.lower()
    return (("user", question), ("assistant", part["answer"])), {"key": part["key"]}


def rephrased(rng, question):
    """The same with another beginning and other words, where there are any."""
    for beginnings in BEGINNINGS:
        found = max((b for b in beginnings if question.lower().startswith(b + " ")), key=len, default=None)
        if found:
            question = (rng.choice(beginnings) + question[len(found):])
            question = question[0].upper() + question[1:]
            break
    return re.sub(r"[a-z]+", lambda m: rng.choice(SYNONYMS[m[0]]) if m[0] in SYNONYMS and rng.random() < 0.4 else m[0], question)


def hurried(rng, question):
    """A word left out, or a letter typed wrong."""
    words = question.split(" ")
    if len(words) >= 4 and rng.random() < 0.6:
        del words[rng.randrange(len(words))]
        return " ".join(words)
    number = rng.randrange(len(words))
    word = words[number]
    if len(word) >= 4:
        at = rng.randrange(1, len(word) - 1)
        words[number] = rng.choice((word[:at] + word[at + 1:], word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2:]))
    return " ".join(words)


def keywords(rng, question):
    """The longer words alone, as into a search box."""
    words = [w for w in re.findall(r"[\w'.+-]+", question) if len(w) > 3 or w.isupper() and len(w) > 1]
    if len(words) < 2:
        return question
    if rng.random() < 0.3:
        rng.shuffle(words)
    return " ".join(words)


def corpus():
    for topic in TOPICS:
        for part in (topic, topic.get("de")):
            if part:
                yield from (part["answer"], *part["questions"])
