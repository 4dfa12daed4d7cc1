#!/usr/bin/python3
"""Trains the demo model: `train.py --minutes 130`, and again with `--resume FILE` to go on from a checkpoint or a model file.

Writes a checkpoint in half precision, and the model as GGUF beside it.
"""
import argparse
import ctypes
import os
import pathlib
import random
import time

# Before torch is loaded. Threads that wait must not spin, they take the time of those that work: without this, half the speed.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
if pathlib.Path("/proc/cpuinfo").exists() and "avx512f" in pathlib.Path("/proc/cpuinfo").read_text():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")  # not found out for all processors that have it

import torch

from polymath_demo import arithmetic, batches, gguf, help, style, vocabulary
from polymath_demo.documents import Document, PROMPT, repeat, ASK, ASK_SUMMARY
from polymath_demo.model import Config, Model
from polymath_demo.optimizer import Muon, split
from polymath_demo.prose import WORDS

NAME = "Polymath demo"
HELD_OUT_SEED = 2
PEAK = {"muon": 0.02, "adam": 0.003}
WARM_UP, DECAY = 0.02, 0.35  # shares of the run


def make_vocabulary(size):
    rng = random.Random(1)
    texts = [*help.corpus(), *arithmetic.corpus(), *style.corpus()] * 3 + [*PROMPT.values(), *ASK, *ASK_SUMMARY] * 20
    for kind, words in WORDS.items():
        texts += [w.replace("/", " ") for w in words] * 2
    texts += [Document(rng, 6).text for _ in range(1500)] + [repeat(rng).messages[1][1] for _ in range(500)]
    return vocabulary.train(texts, size)


def plan(progress):
    """The share of the peak learning rate: up, level, down to nothing."""
    return min(1.0, progress / WARM_UP, (1 - progress) / DECAY)


def keep_memory():
    """Tells glibc to keep freed memory: every step needs the same again, and new pages cost more than the arithmetic on them."""
    libc = ctypes.CDLL(None)
    for option, value in ((-4, 0), (-1, 2**31 - 1), (-2, 512 << 20)):  # M_MMAP_MAX, M_TRIM_THRESHOLD, M_TOP_PAD
        getattr(libc, "mallopt", lambda *_: 0)(option, value)


@torch.no_grad()
def exact(model, words, skill, count, device):
    """Share of held-out answers whose every token comes first, and of all their tokens."""
    rng = random.Random(HELD_OUT_SEED)
    conversations = []
    while len(conversations) < count:
        ids, learnt = batches.tokens_of(words, batches.example(rng, skill, held_out=True))
        if len(ids) <= batches.LONGEST:
            conversations.append((ids, learnt))
    right = tokens = wholly = 0
    for ids, learnt in conversations:
        b = batches.batch(model.config, [(ids, learnt)]).to(device)
        h, _, _ = model.hidden_states(b)
        hits = (h @ model.embedding.weight.T + model.output_bias).argmax(-1) == b.targets
        right, tokens, wholly = right + hits.sum().item(), tokens + len(hits), wholly + bool(hits.all())
    return wholly / count, right / tokens


def save(model, words, where):
    state = {k: v.detach().cpu() for k, v in model.state_dict().items()}
    torch.save({"config": model.config.asdict(), "pieces": words.pieces, "state": {k: v.half() for k, v in state.items()}}, where / "checkpoint.tmp")
    (where / "checkpoint.tmp").replace(where / "checkpoint.pt")
    gguf.write(where / "polymath-demo.tmp", model.config, {k: v.float().numpy() for k, v in state.items()}, words, NAME)
    (where / "polymath-demo.tmp").replace(where / "polymath-demo.gguf")


def load(path):
    """Vocabulary and model out of a checkpoint, or out of a model file, whose rounding to 8 bits a few steps make good."""
    if path.suffix == ".gguf":
        values, pieces, arrays = gguf.read(path)
        words = vocabulary.Vocabulary(pieces)
        config = Config(vocab=len(words), layers=values["phimoe.block_count"], ffn=values["phimoe.feed_forward_length"])
        state = {k: torch.from_numpy(v) for k, v in gguf.state_of(config, arrays).items()}
    else:
        kept = torch.load(path, map_location="cpu")
        words, config = vocabulary.Vocabulary(kept["pieces"]), Config(**kept["config"])
        state = {k: v.float() for k, v in kept["state"].items()}
    model = Model(config)
    model.load_state_dict(state)
    return words, model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, required=True, help="how long to train")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build"), help="folder for checkpoint and model")
    parser.add_argument("--resume", type=pathlib.Path, help="go on from this checkpoint.pt or polymath-demo.gguf")
    parser.add_argument("--tokens", type=int, default=8192, help="tokens of a step")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drill", type=float, default=0.1, help="share of the run in which only beginnings of paragraphs and sentences are practised")
    parser.add_argument("--peak", type=float, default=1.0, help="factor on the learning rates")
    args = parser.parse_args()
    keep_memory()
    args.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(args.seed)
    rng = random.Random(f"train {args.seed}")
    if args.resume:
        words, model = load(args.resume)
    else:
        words = make_vocabulary(Config.vocab)
        model = Model(Config(vocab=len(words)))
        model.relate(words.spaced_pairs())
    model.to(device)
    matrices, others = split(model)
    muon, adam = Muon(matrices), torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0)
    print(f"{sum(p.numel() for p in model.parameters()):,} weights, {len(words):,} tokens, {device}", flush=True)
    began = last = saved = time.time()
    steps = seen = 0
    losses, shares = [], None
    while (progress := (time.time() - began) / (60 * args.minutes)) < 1:
        stage = 1.0 if args.resume else progress
        drills = progress < args.drill if args.resume else 0 <= progress - batches.ECHO < args.drill
        batch = batches.step(rng, words, model.config, args.tokens, stage, drills).to(device)
        loss, balance, right, share = model.loss(batch)
        (loss + 0.05 * balance).backward()
        rate = plan(progress) * args.peak
        muon.step(rate * PEAK["muon"])
        for group in adam.param_groups:
            group["lr"] = rate * PEAK["adam"]
        adam.step()
        for p in model.parameters():
            p.grad = None
        steps, seen = steps + 1, seen + len(batch.ids)
        losses.append((loss.item(), right.item()))
        shares = share if shares is None else 0.98 * shares + 0.02 * share
        if steps % 50 == 0:
            mean = torch.tensor(losses[-50:]).mean(0).tolist()
            print(f"{progress:5.1%} step {steps} {seen / 1e6:.2f} M tokens, {seen / (time.time() - began):.0f}/s, loss {mean[0]:.4f}, right {mean[1]:.2%}, "
                  f"experts {shares.min():.1%} to {shares.max():.1%}", flush=True)
        if steps % 250 == 0:
            results = {s: exact(model, words, s, 24, device) for s in ("help", "arithmetic", "style", "summary", "answer", "repeat")}
            print("   held out, wholly right (tokens): " + ", ".join(f"{s} {w:.0%} ({t:.1%})" for s, (w, t) in results.items()), flush=True)
        if time.time() - saved > 600:
            save(model, words, args.out)
            saved = time.time()
    save(model, words, args.out)
    print(f"done: {steps} steps, {seen:,} tokens, {time.time() - began:.0f} s")


if __name__ == "__main__":
    main()
