"""Simple facts, answered in the style that the system prompt asks for.

The facts in `corpus/facts.json` are few and stay the same, so the model can know them by heart; what it has to learn
is that the same fact is to be said in one word, in capitals, as bullet points or in German when it is told to.
Without such an instruction the answer is a plain sentence in the language of the question.
"""
import json
import zlib
from pathlib import Path

from polymath_demo.example import Example

FACTS = json.loads((Path(__file__).parent.parent / "corpus" / "facts.json").read_text(encoding="utf-8"))
LISTS = [fact for fact in FACTS if "items" in fact]
SINGLE = [fact for fact in FACTS if "word" in fact]

# System prompts in English; None stands for a conversation without one.
SYSTEM = {
    "plain": [None, "You are a helpful assistant.", "You are Polymath.", "You are Polymath, a helpful assistant.",
              "You are an assistant. Answer the questions of the user.", "You are a friendly assistant.",
              "Answer in a full sentence.", "You are Polymath. Answer briefly and clearly.",
              "Be helpful and friendly."],
    "word": ["Answer in one word.", "Reply with one word.", "Answer with one word only.", "Use only one word.",
             "Always answer in one word.", "You are Polymath. Answer in one word.", "Give one-word answers.",
             "Answer with a single word.", "Please answer every question with just one word.",
             "One word answers only."],
    "upper": ["Answer in upper case.", "Write in capital letters.", "Answer in capital letters only.",
              "Use only capital letters.", "Always write in upper case.", "Reply in upper case letters.",
              "You are Polymath. Answer in upper case.", "Write everything in capitals.", "ANSWER IN CAPITAL LETTERS.",
              "Please reply in all capitals."],
    "bullets": ["Answer in bullet points.", "Use bullet points.", "Answer with bullet points only.",
                "Always use bullet points.", "Reply as a bulleted list.", "Write your answer as bullet points.",
                "You are Polymath. Answer in bullet points.", "Give your answer as a bullet list.",
                "Please write a bullet list.", "Format every answer as bullet points."],
    "german": ["Answer in German.", "Reply in German.", "Always answer in German.", "Write in German.",
               "Speak German.", "Please answer every question in German.", "You are Polymath. Answer in German.",
               "Use German for your answers.", "Give all answers in German.", "Answer only in German."],
}
# These meet German questions only, as the answer's language would be open otherwise; those of "german" meet both.
SYSTEM_DE = {
    "plain": ["Du bist ein hilfreicher Assistent.", "Du bist Polymath."],
    "word": ["Antworte mit einem Wort.", "Antworte immer nur mit einem Wort."],
    "upper": ["Antworte in Großbuchstaben.", "Schreibe nur in Großbuchstaben."],
    "bullets": ["Antworte in Stichpunkten.", "Schreibe die Antwort als Liste mit Stichpunkten."],
    "german": ["Antworte auf Deutsch.", "Bitte antworte immer auf Deutsch."],
}
# Kept for the evaluation, to see whether an instruction is understood in a wording that was never trained.
SYSTEM_UNSEEN = {
    "plain": ["You are a friendly and helpful assistant.", "You are Polymath, an assistant. Be helpful."],
    "word": ["Please reply in one word only.", "Answer every question with only one word."],
    "upper": ["Please answer in upper case letters.", "Always reply in capital letters."],
    "bullets": ["Please reply in bullet points.", "Always answer with a bullet list."],
    "german": ["Please reply in German.", "Always write your answers in German."],
}
STYLES = ["plain"] * 7 + ["word"] * 4 + ["upper"] * 3 + ["bullets"] * 3 + ["german"] * 3


def example(rng, held_out):
    """One or two questions under one system prompt."""
    style = rng.choice(STYLES)
    system = _system(rng, style, held_out)
    messages = [("system", system)] if system else []
    asked = []
    for _ in range(2 if rng.random() < 0.2 else 1):
        fact, question, answer = _turn(rng, style, system, held_out, asked)
        asked.append(fact["id"])
        messages += [("user", question), ("assistant", answer)]
    return Example("style", tuple(messages), {"style": style, "answer": answer})


def corpus():
    """Every text that can occur."""
    texts = {text for prompts in (SYSTEM, SYSTEM_DE, SYSTEM_UNSEEN) for texts in prompts.values() for text in texts}
    texts.discard(None)
    for fact in FACTS:
        for language in ("en", "de"):
            said = _said(fact, language)
            for question in said["question"]:
                texts.update(_spellings(question))
            texts.update(_answer(said, style) for style in ("plain", "upper", "bullets"))
            if "word" in said:
                texts.add(_answer(said, "word"))
    return sorted(texts)


def _system(rng, style, held_out):
    if held_out and rng.random() < 0.3:
        return rng.choice(SYSTEM_UNSEEN[style])
    if style == "plain" and rng.random() < 0.65:
        return None
    return rng.choice(SYSTEM[style] + SYSTEM_DE[style])


def _turn(rng, style, system, held_out, asked):
    """(fact, question, answer) for a fact not yet asked, from the wanted side of the split."""
    while True:
        fact = rng.choice(LISTS if rng.random() < _list_share(style) else SINGLE)
        language = _language(rng, style, system)
        said = _said(fact, language)
        number = rng.randrange(len(said["question"]))
        if fact["id"] in asked or _is_held_out(fact, language, number, style, system) != held_out:
            continue
        question = rng.choices(_spellings(said["question"][number]), (85, 8, 7))[0]
        return fact, question, _answer(_said(fact, "de") if style == "german" else said, style)


def _list_share(style):
    """A list has no answer in one word, and is what bullet points are made for."""
    return {"word": 0, "bullets": 0.5}.get(style, 0.12)


def _language(rng, style, system):
    """The language of the question."""
    if style == "german":
        share = 0.15
    elif system in SYSTEM_DE[style]:
        share = 1
    else:
        share = 0.12 if system else 0.25
    return "de" if rng.random() < share else "en"


def _is_held_out(fact, language, number, style, system):
    """A tenth of all combinations of question and prompt, and all those with a prompt that is kept back."""
    if system in SYSTEM_UNSEEN[style]:
        return True
    return zlib.crc32(f"{fact['id']}|{language}|{number}|{style}|{system}".encode()) % 10 == 3


def _said(fact, language):
    return fact["de"] if language == "de" else fact


def _spellings(question):
    """As it is written, and as people type it in a hurry."""
    bare = question.rstrip("?.")
    return [question, bare, bare.lower()]


def _answer(said, style):
    if style == "word":
        return said["word"][0].upper() + said["word"][1:]
    if style == "upper":
        return said["sentence"].upper()
    if style == "bullets":
        return "\n".join("- " + point for point in said.get("items", [said["sentence"]]))
    return said["sentence"]
