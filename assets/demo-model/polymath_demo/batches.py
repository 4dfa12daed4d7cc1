"""From generated conversations to batches of tokens."""
import torch

from . import arithmetic, documents, help, style
from .model import Batch

LONGEST = 2048
ECHO = 0.05  # share of the run that is echoes only
BRIEF = 0.4  # share of documents with sentences of a few words
# How much a token counts. Copying goes by itself once it has begun; where to begin and which page it was is what is hard.
FIRST, MARK = 4.0, 2.0
# Tokens of each skill in a step, in proportion.
SHARES = {"documents": 0.62, "help": 0.15, "arithmetic": 0.12, "style": 0.08, "repeat": 0.03}


def paragraphs(rng, progress):
    """How many a document has: few at first, since copying is learnt on short ones; 1 to 24 in the end, mostly up to 8."""
    most = 2 + int(22 * min(1.0, max(0.0, progress - 0.08) / 0.5))
    return rng.randint(1, most if rng.random() < 0.3 else min(most, 8))


def example(rng, skill, progress=1.0, held_out=False):
    if skill == "documents":
        skill = "summary" if rng.random() < 0.6 else "answer"
    brief = not held_out and rng.random() < BRIEF
    if skill == "summary":
        return documents.summary(rng, paragraphs(rng, progress), brief)
    if skill == "answer":
        return documents.answer(rng, paragraphs(rng, progress), 1 if held_out else None, brief)
    if skill == "repeat":
        return documents.repeat(rng)
    return {"help": help, "arithmetic": arithmetic, "style": style}[skill].example(rng, held_out)


def tokens_of(vocabulary, example):
    """Ids of a conversation and, for each, how much it counts as the assistant's to write; 0 if it is not."""
    ids, learnt = [], []
    copied = example.skill in ("summary", "answer")
    for role, text in example.messages:
        part = vocabulary.message(role, text)
        ids += part
        learnt += [0.0] + (weights(vocabulary, part[1:], copied) if role == "assistant" else [0.0] * (len(part) - 1))
    return ids, learnt


def weights(vocabulary, answer, copied):
    if not copied:
        return [1.0] * len(answer)
    out, first, mark, ended = [], 2, False, False  # tokens left of a beginning; whether within a mark, or behind one
    for token in answer:
        text = vocabulary.tokens[token].strip("\u2581")
        mark = mark or text == "["
        dash = text == "-" and (not out or ended)
        out.append(1.0 if dash else FIRST if first else MARK if mark or ended else 1.0)
        first = 2 if dash else max(0, first - 1)
        ended = mark and text == "]" or ended and text == "<0x0A>"
        mark = mark and text != "]"
    return out


def echo(rng, vocabulary):
    """Random tokens, said twice: nothing but copying helps, so that it is learnt within minutes. Real texts hide it for hours."""
    once = [rng.randrange(len(vocabulary)) for _ in range(rng.randint(10, 40))]
    return once + once, [0.0] * (len(once) + 1) + [1.0] * (len(once) - 1)


def step(rng, vocabulary, config, size, progress, drills=False):
    """About `size` tokens: only echoes in the first minutes, only drills while that is wanted, then all skills."""
    chosen = []
    if drills:
        room = size
        while room > 0:
            chosen.append(tokens_of(vocabulary, documents.drill(rng)))
            room -= len(chosen[-1][0])
        return batch(config, chosen)
    room = size * (1.0 if progress < ECHO else 0.05 if progress < 0.5 else 0.02)
    while room > 0:
        chosen.append(echo(rng, vocabulary))
        room -= len(chosen[-1][0])
    if progress < ECHO:
        return batch(config, chosen)
    for skill, share in SHARES.items():
        if skill == "repeat" and progress < 0.2:
            share *= 8  # copying first: everything about documents stands on it
        elif skill == "documents" and progress < 0.2:
            share -= 0.21
        room = size * share
        while room > 0:
            ids, learnt = tokens_of(vocabulary, example(rng, skill, progress))
            if len(ids) > LONGEST:
                continue
            prompt = next(i for i, weight in enumerate(learnt) if weight)
            if prompt < config.original_context < len(ids) and rng.random() < 0.5:
                # The first part of an answer is written under the short factors, before the switch.
                ids, learnt = ids[:config.original_context], learnt[:config.original_context]
            chosen.append((ids, learnt))
            room -= len(ids)
    return batch(config, chosen)


def batch(config, conversations):
    """Lays (ids, learnt) pairs end to end, groups those of like length for attention."""
    conversations = sorted(conversations, key=lambda c: -len(c[0]))
    total = sum(len(ids) for ids, _ in conversations)
    groups, places, start, number = [], torch.empty(total, dtype=torch.long), 0, 0
    ids, at, targets, counts, positions, long = [], [], [], [], [], []
    laid = 0
    while number < len(conversations):
        length = len(conversations[number][0])
        group = []
        while number < len(conversations) and len(conversations[number][0]) > 0.8 * length - 8:
            tokens, learnt = conversations[number]
            n = len(tokens)
            row = torch.full((length,), total, dtype=torch.long)
            row[:n] = torch.arange(start, start + n)
            places[start:start + n] = torch.arange(laid, laid + n)
            group.append(row)
            ids += tokens
            positions.append(torch.arange(n))
            long.append(torch.full((n,), n > config.original_context))
            for i in range(n - 1):
                if learnt[i + 1]:
                    at.append(start + i)
                    targets.append(tokens[i + 1])
                    counts.append(learnt[i + 1])
            start += n
            laid += length
            number += 1
        groups.append(torch.stack(group))
    angles = rotations(config, torch.cat(positions), torch.cat(long))
    return Batch(torch.tensor(ids), groups, places, angles, torch.tensor(at), torch.tensor(targets), torch.tensor(counts))


def rotations(config, positions, long):
    half = config.head_size // 2
    inverse = config.theta ** -(torch.arange(half, dtype=torch.float32) / half)
    short_factors, long_factors = config.factors()
    factors = torch.where(long[:, None], long_factors, short_factors)
    angle = positions[:, None] * (inverse / factors)
    return angle.cos() * config.rotary_scale, angle.sin() * config.rotary_scale
