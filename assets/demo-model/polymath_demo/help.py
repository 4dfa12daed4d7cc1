"""Conversations about Polymath and the demo model itself: a help text in many phrasings, English and some German."""
import json
import pathlib

from .example import Example

CORPUS = pathlib.Path(__file__).parent.parent / "corpus"
TOPICS = [topic for name in ("help-using", "help-itself") for topic in json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))]
GERMAN = [topic for topic in TOPICS if "de" in topic]
UNSEEN, UNSEEN_DE = 3, 2  # the last phrasings of each topic are for the evaluation
SYSTEM = (None,) * 6 + ("You are a helpful assistant.", "You are Polymath.", "You are Polymath, a helpful assistant.", "Be helpful and friendly.")
BEFORE = ("", "", "", "", "", "", "Hi, ", "Hello! ", "Please tell me: ", "Question: ", "One more thing: ", "Sorry, ", "OK, ", "And ")


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
        before = rng.choice(BEFORE)
        question = before + (question[0].lower() + question[1:] if before and not question.startswith("I") else question)
    if rng.random() < 0.25:
        question = question.rstrip("?.!")
    if rng.random() < 0.15:
        question = question.lower()
    return (("user", question), ("assistant", part["answer"])), {"key": part["key"]}


def corpus():
    for topic in TOPICS:
        for part in (topic, topic.get("de")):
            if part:
                yield from (part["answer"], *part["questions"])
