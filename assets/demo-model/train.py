#!/usr/bin/python3
"""Trains the demo model: `train.py --minutes 130`, and again with `--resume FILE` to go on from a checkpoint or a model file.

Several files are averaged first, which is worth a little more training: `--minutes 0` does no more than that.

Writes a checkpoint in half precision, and the model as GGUF beside it.
"""
import argparse
import ctypes
import functools
import os
import pathlib
import random
import time

# Before torch is loaded. Threads that wait must not spin, they take the time of those that work: without this, half the speed.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "10000")  # shapes differ in each step
if pathlib.Path("/proc/cpuinfo").exists() and "avx512f" in pathlib.Path("/proc/cpuinfo").read_text():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")  # not found out for all processors that have it

import torch
import torch.multiprocessing
from torch import distributed

from polymath_demo import arithmetic, batches, gguf, help, style, vocabulary
from polymath_demo.documents import Document, PROMPT, repeat, ASK, ASK_SUMMARY
from polymath_demo.model import Config, Model
from polymath_demo.optimizer import Muon, split
from polymath_demo.pointers import KINDS
from polymath_demo.prose import WORDS

NAME = "Polymath demo"
HELD_OUT_SEED = 2
PEAK = {"muon": 0.02, "adam": 0.003}
WARM_UP, DECAY = 0.02, 0.5  # shares of the run
BALANCE, BALANCE_FINISHING = 0.2, 1.0


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


def guidance(progress):
    """How much it counts that heads look where they are shown: they are shown for the first half, then less and less."""
    return 0.3 * min(1.0, max(0.0, (0.8 - progress) / 0.3))


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
        conversation = batches.tokens_of(rng, words, batches.example(rng, skill, held_out=True))
        if len(conversation) <= batches.LONGEST:
            conversations.append(conversation)
    right = tokens = wholly = 0
    for conversation in conversations:
        b = batches.batch(model.config, [conversation]).to(device)
        h = model.hidden_states(b)[0]
        hits = model.logits(h, h.dtype).argmax(-1) == b.targets
        right, tokens, wholly = right + hits.sum().item(), tokens + len(hits), wholly + bool(hits.all())
    return wholly / count, right / tokens


def number_type():
    """What matrices are multiplied in: half precision where the processor has instructions for it, which are many times faster."""
    if torch.cuda.is_available():
        return torch.bfloat16
    info = pathlib.Path("/proc/cpuinfo")
    return torch.bfloat16 if info.exists() and " amx_bf16" in info.read_text() else torch.float32


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
        config = Config(vocab=len(words), layers=values["phimoe.block_count"], ffn=values["phimoe.feed_forward_length"],
                        kv_heads=values["phimoe.attention.head_count_kv"], theta=values["phimoe.rope.freq_base"])
        state = {k: torch.from_numpy(v) for k, v in gguf.state_of(config, arrays).items()}
    else:
        kept = torch.load(path, map_location="cpu")
        words, config = vocabulary.Vocabulary(kept["pieces"]), Config(**kept["config"])
        state = {k: v.float() for k, v in kept["state"].items()}
    model = Model(config)
    model.load_state_dict(state)
    return words, model


def load_mean(paths):
    words, model = load(paths[0])
    others = [load(path)[1].state_dict() for path in paths[1:]]
    model.load_state_dict({k: sum((state[k] for state in others), v) / len(paths) for k, v in model.state_dict().items()})
    return words, model


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, required=True, help="how long to train")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build"), help="folder for checkpoint and model")
    parser.add_argument("--resume", type=pathlib.Path, nargs="+", help="go on from this checkpoint.pt or polymath-demo.gguf, or from the mean of several")
    parser.add_argument("--tokens", type=int, default=8192, help="tokens of a step, of all processes together")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, default=1.0, help="factor on the learning rates")
    parser.add_argument("--focus", choices=batches.SHARES, help="half of what is read is of this skill")
    parser.add_argument("--finish", action="store_true", help="no drills, documents like real ones, and five times the weight on an even use of the experts")
    parser.add_argument("--processes", type=int, default=1 if torch.cuda.is_available() else os.cpu_count(), help="which share each step; one for each core is best")
    args = parser.parse_args()
    args.parent = os.getpid()
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "meeting").unlink(missing_ok=True)
    if args.processes > 1:
        torch.multiprocessing.spawn(train, (args,), nprocs=args.processes)
    else:
        train(0, args)


def train(rank, args):
    """One of the processes. Each has its own conversations, and the mean of all gradients."""
    keep_memory()
    shared = args.processes > 1
    if shared:
        torch.set_num_threads(max(1, os.cpu_count() // args.processes))
        distributed.init_process_group("gloo", init_method=f"file://{(args.out / 'meeting').resolve()}", rank=rank, world_size=args.processes)
    say = functools.partial(print, flush=True) if rank == 0 else lambda *_: None
    device, dtype = "cuda" if torch.cuda.is_available() else "cpu", number_type()
    torch.manual_seed(args.seed)
    rng = random.Random(f"train {args.seed} {rank}")
    if args.resume:
        words, model = load_mean(args.resume)
    else:
        words = make_vocabulary(Config.vocab)
        model = Model(Config(vocab=len(words)))
        model.relate(words.spaced_pairs())
    model.to(device)
    matrices, others = split(model)
    muon, adam = Muon(matrices), torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0)
    say(f"{sum(p.numel() for p in model.parameters()):,} weights, {len(words):,} tokens, {args.processes} processes, {device}, {dtype}")
    began = saved = time.time()
    mix, evenness = (batches.FINISHING, BALANCE_FINISHING) if args.finish else (batches.LEARNING, BALANCE)
    steps = seen = 0
    losses, shares = [], None
    clock = torch.zeros(1)
    while True:
        if shared and os.getppid() != args.parent:
            raise SystemExit("the process that began this one was ended")
        clock[0] = (time.time() - began) / max(1e-9, 60 * args.minutes)
        if shared:
            distributed.broadcast(clock, 0)
        progress = clock.item()
        if progress >= 1:
            break
        stage = 1.0 if args.resume else progress
        batch = batches.batch(model.config, batches.step(rng, words, model.config, args.tokens // args.processes, stage, mix, args.focus)).to(device, dtype)
        loss, balance, missed, right, share = model.loss(batch)
        (loss + evenness * balance + guidance(progress) * missed).backward()
        if shared:
            average(model.parameters(), args.processes)
        rate = plan(progress) * args.peak
        muon.step(rate * PEAK["muon"])
        for group in adam.param_groups:
            group["lr"] = rate * PEAK["adam"]
        adam.step()
        for p in model.parameters():
            p.grad = None
        steps, seen = steps + 1, seen + len(batch.ids) * args.processes
        losses.append((loss.item(), right.item(), missed.item() / len(KINDS)))
        shares = share if shares is None else 0.98 * shares + 0.02 * share
        if steps % 25 == 0:
            mean = torch.tensor(losses[-25:]).mean(0).tolist()
            say(f"{progress:5.1%} step {steps} {seen / 1e6:.2f} M tokens, {seen / (time.time() - began):.0f}/s, loss {mean[0]:.4f}, right {mean[1]:.2%}, "
                f"pointers {mean[2]:.3f}, experts {shares.min():.1%} to {shares.max():.1%}")
        if steps % 300 == 0 and rank == 0:
            results = {s: exact(model, words, s, 24, device) for s in ("help", "arithmetic", "style", "summary", "answer", "repeat")}
            say("   held out, wholly right (tokens): " + ", ".join(f"{s} {w:.0%} ({t:.1%})" for s, (w, t) in results.items()))
        if time.time() - saved > 600 and rank == 0:
            save(model, words, args.out)
            saved = time.time()
    if rank == 0:
        save(model, words, args.out)
    say(f"done: {steps} steps, {seen:,} tokens, {time.time() - began:.0f} s")


def average(parameters, processes):
    """Puts the mean of all processes' gradients in the place of each one's own."""
    parameters = list(parameters)
    flat = torch.cat([p.grad.flatten() for p in parameters])
    distributed.all_reduce(flat)
    for p, part in zip(parameters, flat.div_(processes).split([p.numel() for p in parameters])):
        p.grad = part.view_as(p)


if __name__ == "__main__":
    main()
