"""From generated conversations to batches of tokens."""
from dataclasses import dataclass, field

import torch

from . import arithmetic, documents, help, style
from .model import Batch, ROWS
from .pointers import KINDS, Tokens, echo as pointers_of_echo, pointers

LONGEST = 2048
MOST_ALIKE = 32  # conversations of like length that are multiplied at once
ECHO, DRILL = 0.03, 0.15  # until when a run is echoes only, and half drills
# How much a token counts. Copying goes by itself once it has begun; where to begin and which page it was is what is hard.
FIRST, MARK, LAST = 4.0, 3.0, 6.0
# Tokens of each skill in a step, in proportion.
SHARES = {"documents": 0.60, "help": 0.20, "arithmetic": 0.11, "style": 0.07, "repeat": 0.02}


@dataclass(frozen=True)
class Mix:
    """What a step is made of after the first minutes: the shares of echoes and drills in all, the rest being `SHARES`, and, of the documents
    among these, of those with sentences of a few words and of those that are like real ones and the evaluation's."""

    echoes: float
    drills: float
    brief: float
    natural: float


LEARNING = Mix(0.02, 0.22, 0.2, 0.3)  # drills have ten times the decisions of a document of their length
FINISHING = Mix(0.003, 0.0, 0.02, 0.95)  # the experts even out over what is read, so in the end it is what will be read


def paragraphs(rng, progress):
    """How many a document has: few at first, since copying is learnt on short ones; 1 to 24 in the end, mostly up to 8."""
    most = 2 + int(22 * min(1.0, max(0.0, progress - 0.08) / 0.5))
    return rng.randint(1, most if rng.random() < 0.45 else min(most, 8))


def example(rng, skill, progress=1.0, held_out=False, mix=LEARNING):
    if skill == "documents":
        skill = "summary" if rng.random() < 0.55 else "answer"
    brief = not held_out and rng.random() < mix.brief
    natural = held_out or not brief and rng.random() < mix.natural
    if skill == "summary":
        return documents.summary(rng, paragraphs(rng, progress), brief, natural)
    if skill == "answer":
        return documents.answer(rng, paragraphs(rng, progress), 1 if held_out else None, brief, natural)
    if skill == "repeat":
        return documents.repeat(rng)
    return {"help": help, "arithmetic": arithmetic, "style": style}[skill].example(rng, held_out)


@dataclass
class Conversation:
    """Token `ids`; for each, how much it counts as the assistant's to write (`learnt`, 0 if it is not); where heads should look."""

    ids: list
    learnt: list
    pointers: dict = field(default_factory=dict)

    def __len__(self):
        return len(self.ids)

    def cut(self, length):
        return Conversation(self.ids[:length], self.learnt[:length], {kind: [p for p in places if p[0] < length] for kind, places in self.pointers.items()})


def tokens_of(rng, vocabulary, example):
    ids, learnt, messages = [], [], []
    counts = {"summary": copy_weights, "answer": copy_weights, "help": topic_weights}.get(example.skill, plain_weights)
    for role, text in example.messages:
        part, places = vocabulary.message(role, text)
        messages.append(Tokens(len(ids) + 1, places))
        ids += part
        learnt += [0.0] + (counts(vocabulary, part[1:]) if role == "assistant" else [0.0] * (len(part) - 1))
    return Conversation(ids, learnt, pointers(rng, example.source, messages) if example.source else {})


def plain_weights(vocabulary, answer):
    return [1.0] * len(answer)


def topic_weights(vocabulary, answer):
    """Which of the answers it is shows in its first words; the others follow by themselves."""
    return [FIRST] * min(3, len(answer)) + [1.0] * max(0, len(answer) - 3)


def copy_weights(vocabulary, answer):
    out, first, mark, ended = [], 2, False, False  # tokens left of a beginning; whether within a mark, or behind one
    for token in answer:
        text = vocabulary.tokens[token].strip("\u2581")
        mark = mark or text == "["
        dash = text == "-" and (not out or ended)
        out.append(1.0 if dash else LAST if text == "<|end|>" else FIRST if first else MARK if mark or ended else 1.0)
        first = 2 if dash else max(0, first - 1)
        ended = mark and text == "]" or ended and text == "<0x0A>"
        mark = mark and text != "]"
    return out


def echo(rng, vocabulary):
    """Random tokens, said twice: nothing but copying helps, so that it is learnt within minutes. Real texts hide it for hours."""
    once = [rng.randrange(len(vocabulary)) for _ in range(rng.randint(10, 60))]
    return Conversation(once + once, [0.0] * (len(once) + 1) + [1.0] * (len(once) - 1), pointers_of_echo(len(once)))


def step(rng, vocabulary, config, size, progress, mix=LEARNING, focus=None):
    """Conversations of about `size` tokens: only echoes in the first minutes, then drills too, then all skills.

    `focus`: the skill that half of what is no drill is of.
    """
    chosen = []

    def fill(share, make):
        room = size * share
        while room > 0:
            made = make()
            if len(made) <= LONGEST:
                chosen.append(made)
                room -= len(made)

    if progress < ECHO:
        fill(1.0, lambda: echo(rng, vocabulary))
        return chosen
    drills = 0.5 if progress < DRILL else mix.drills
    fill(mix.echoes, lambda: echo(rng, vocabulary))
    fill(drills, lambda: tokens_of(rng, vocabulary, documents.drill(rng)))
    for skill, share in SHARES.items():
        if focus:
            share = 0.5 if skill == focus else share * 0.5 / (1 - SHARES[focus])
        fill(share * (1 - mix.echoes - drills), lambda: switched(rng, config, tokens_of(rng, vocabulary, example(rng, skill, progress, mix=mix))))
    return chosen


def switched(rng, config, conversation):
    """Half of the time only what comes before the switch of an answer that begins before it: that is written under the short factors."""
    prompt = next(i for i, weight in enumerate(conversation.learnt) if weight)
    if prompt < config.original_context < len(conversation) and rng.random() < 0.5:
        return conversation.cut(config.original_context)
    return conversation


def batch(config, conversations):
    """Lays conversations end to end, groups those of like length for attention.

    The number of tokens, of learnt ones, and of rows and columns in a group are round, so that shapes come again (see `model.ROWS`).
    """
    conversations = sorted(conversations, key=lambda c: -len(c))
    spare = sum(map(len, conversations)) % ROWS
    if spare and len(conversations) > 1 and len(conversations[0]) > spare + 1:
        conversations[0] = conversations[0].cut(len(conversations[0]) - spare)
        conversations.sort(key=lambda c: -len(c))
    total = sum(map(len, conversations))
    groups, places, start, number = [], torch.empty(total, dtype=torch.long), 0, 0
    ids, at, targets, counts, positions, long, shown = [], [], [], [], [], [], []
    laid = 0
    while number < len(conversations):
        length = columns(len(conversations[number]))
        like = sum(columns(len(c)) == length for c in conversations[number:number + MOST_ALIKE])
        rows = 1 << like.bit_length() - 1
        group, looks = torch.full((rows, length), total, dtype=torch.long), {kind: [] for kind in KINDS}
        for i, conversation in enumerate(conversations[number:number + rows]):
            n = len(conversation)
            group[i, :n] = torch.arange(start, start + n)
            places[start:start + n] = torch.arange(laid, laid + n)
            for kind, pairs in conversation.pointers.items():
                looks[kind] += [(i, q, k) for q, k in pairs]
            ids += conversation.ids
            positions.append(torch.arange(n))
            long.append(torch.full((n,), n > config.original_context))
            for j in range(n - 1):
                if conversation.learnt[j + 1]:
                    at.append(start + j)
                    targets.append(conversation.ids[j + 1])
                    counts.append(conversation.learnt[j + 1])
            start += n
            laid += length
        number += rows
        groups.append(group)
        shown.append(looks)
    angles = rotations(config, torch.cat(positions), torch.cat(long))
    most = max(ROWS, len(at) // ROWS * ROWS) if len(conversations) > 1 else len(at)
    return Batch(torch.tensor(ids), groups, places, angles, torch.tensor(at[:most]), torch.tensor(targets[:most]), torch.tensor(counts[:most]), guides(config, shown))


def columns(length):
    return -(-length // 32) * 32 if length <= 512 else -(-length // 128) * 128


def guides(config, shown):
    """The pointers of each layer and group as tensors: item of the attention's batch, row, key and weight; each kind weighs the same.

    A batch's item is a conversation and kv head, its rows are (time, query head of this kv head).
    """
    per = config.heads // config.kv_heads
    totals = {kind: max(1, sum(len(looks[kind]) for looks in shown)) for kind in KINDS}
    out = [[[] for _ in shown] for _ in range(config.layers)]
    for kind, heads in KINDS.items():
        for group, looks in enumerate(shown):
            if looks[kind]:
                row, time, key = torch.tensor(looks[kind]).T
                for layer, head in heads:
                    out[layer][group].append((row * config.kv_heads + head // per, time * per + head % per, key, torch.full((len(key),), 1 / totals[kind])))
    return [[tuple(map(torch.cat, zip(*parts))) if parts else None for parts in layer] for layer in out]


def rotations(config, positions, long):
    half = config.head_size // 2
    inverse = config.theta ** -(torch.arange(half, dtype=torch.float32) / half)
    short_factors, long_factors = config.factors()
    factors = torch.where(long[:, None], long_factors, short_factors)
    angle = positions[:, None] * (inverse / factors)
    return angle.cos() * config.rotary_scale, angle.sin() * config.rotary_scale
