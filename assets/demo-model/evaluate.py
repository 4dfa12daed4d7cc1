#!/usr/bin/python3
"""Asks the demo model what it was not trained on, through Polymath's own engine, and prints how much it gets right.

`evaluate.py` takes the model beside it and the engine from `mvn package`. All answers are greedy. The questions come from a seed
and from sides of the splits that training never sees; `texts/` holds five real texts of different kinds. The last table is the
share of tokens that each layer's experts get. Exit status 1 means that a wanted share was missed.

`evaluate.py --show answer` asks the questions of one skill only and prints up to 20 that went wrong.
"""
import argparse
import collections
import difflib
import json
import pathlib
import random
import re
import shutil

from polymath_demo import batches
from polymath_demo.documents import PROMPT
from polymath_demo.engine import Engine, find_java, run
from polymath_demo.example import Example

HERE = pathlib.Path(__file__).parent
# How many items, and the share of them that must be right. For summaries and texts a bullet counts, not the whole answer.
SKILLS = {"help": (200, 0.80), "arithmetic": (200, 0.85), "style": (200, 0.80), "summary": (40, 0.80), "answer": (100, 0.75), "texts": (5, 0.70)}
CONTEXT = 4096
LONGEST_PROMPT = 1500 * 3.2  # characters of about 1,500 tokens
ANSWER_TO_TEXT = 1200  # tokens; more than one sentence of each paragraph takes
PAGE = 1500  # characters after which the app begins a new page of a plain text
ROUTED = 15  # every 15th item is followed through the experts, so that skills weigh as they do in the whole evaluation
FEWEST, MOST = 0.02, 0.20
SHOWN = 20

BULLET = re.compile(r"- (.*) (\[[^\[\]]+\])")
NUMBER = re.compile(r"(?<!\d)-?\d+")
# What may stand before a line's first sentence: a list's mark, then a number such as "2." or "(a)".
BEFORE = re.compile(r"(?:[-*>] )?(?:\(?(?:\d{1,2}|[a-z])[.)] |\d+(?:\.\d+)+\.? )?")
# A full stop, with the quotes and brackets it closes, before something that can begin a sentence; a colon ends a line only.
END = re.compile(r"[.!?][\"'”’)\]]*(?=$| [^a-z])|:$")
NO_END = re.compile(r"(?:^\(?\d{1,2}|\b(?:Mr|Mrs|Ms|Dr|St|[A-Z]))$")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=pathlib.Path, default=HERE / "polymath-demo.gguf")
    parser.add_argument("--modules", type=pathlib.Path, default=HERE / "../../engine/target/modules", help="folder of the engine's modules")
    parser.add_argument("--java", help="program of a JDK 25 or newer")
    parser.add_argument("--items", type=int, help="of each skill, instead of 40 to 200")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--show", choices=SKILLS, metavar="SKILL", help=f"print wrong answers of one skill: {', '.join(SKILLS)}")
    args = parser.parse_args()
    for path, source in ((args.model, "train.py"), (args.modules, "mvn package")):
        if not path.exists():
            parser.error(f"{path} does not exist: it comes from {source}")
    if args.java and not shutil.which(args.java):
        parser.error(f"{args.java} is no program")
    engine = (args.java or find_java(), args.modules.resolve())
    model = args.model.resolve()
    items = {skill: examples(skill, args.items or count, args.seed) for skill, (count, _) in SKILLS.items() if args.show in (None, skill)}
    reached = []
    with Engine(*engine, model, CONTEXT) as host:
        print(f"{model.name}: {host.model['parameterCount']:,} weights, {host.model['expertCount']} experts, seed {args.seed}\n")
        print(f"{'skill':<18}{'items':>7}{'right':>7}{'share':>9}{'wanted':>9}  verdict", flush=True)
        for skill, chosen in items.items():
            reached.append(evaluate(host, skill, chosen, args.show is not None))
        experts = host.model["expertCount"]
    if not args.show:
        reached.append(routing(engine, model, experts, [example for chosen in items.values() for example in chosen[::ROUTED]]))
    raise SystemExit(0 if all(reached) else 1)


def examples(skill, count, seed):
    """Different held-out examples; the same for the same seed, however many are asked of other skills."""
    if skill == "texts":
        return [real_text(path) for path in sorted((HERE / "texts").glob("*.txt"))[:count]]
    rng, found = random.Random(f"evaluate {skill} {seed}"), {}
    for _ in range(100 * count):
        example = batches.example(rng, skill, held_out=True)
        question = example.messages[:-1]
        # A summary with a question behind it has no check: it is for training.
        if example.check and sum(len(text) for _, text in question) <= LONGEST_PROMPT:
            found.setdefault(question, example)
        if len(found) == count:
            break
    return list(found.values())


def real_text(path):
    """A page summary of the text, with a mark on a line of its own where the app would put one."""
    text = path.read_text(encoding="utf-8").rstrip()
    pages, page_start = [], 0
    for paragraph in re.finditer(r"(?:.+\n?)+", text):
        if not pages or paragraph.start() - page_start >= PAGE:
            page_start = paragraph.start()
            line = 1 + text.count("\n", 0, page_start)
            pages.append((f"[line {line}]", []))
        pages[-1][1].append(paragraph[0].rstrip())
    document = "\n\n".join(mark + "\n" + "\n\n".join(paragraphs) for mark, paragraphs in pages)
    statements = {mark: [line for p in paragraphs for line in lines(p)] for mark, paragraphs in pages}
    return Example("texts", (("user", PROMPT["summarize-page"].format(document=document)), ("assistant", "")), {"part": path.stem, "pages": statements})


def lines(paragraph):
    """Those that may hold a sentence: no code, no headings."""
    if paragraph.startswith(("```", "    ", "#")):
        return []
    return [" ".join(line.split()) for line in paragraph.split("\n")]


def evaluate(host, skill, chosen, show):
    """Asks and prints the skill's row, with rows for its parts below; says whether the share was reached."""
    verdicts, parts, whole, wrong = [], collections.defaultdict(list), [], []
    for example in chosen:
        question, expected = example.messages[:-1], example.messages[-1][1]
        # No token is shorter than a character, but for rare bytes: a right answer is never cut off.
        answer = host.answer(question, len(expected) + 50 if expected else ANSWER_TO_TEXT).strip()
        judged = judge(example, answer)
        hits = [right for right, _, _ in judged]
        verdicts += hits
        parts[example.check.get("part") or example.check.get("style")] += hits
        whole.append(answer == expected.strip())
        wrong += [(question[-1][1].rsplit("\n", 1)[-1], wanted, got) for right, wanted, got in judged if not right]
    wanted = SKILLS[skill][1]
    row(skill, verdicts, wanted)
    if skill == "summary":
        row("  wholly exact", whole)
    for part, some in parts.items():
        if part:
            row(f"  {part}", some)
    for question, expected, got in wrong[:SHOWN] if show else []:
        print(f"\nasked   {question}\nwanted  {expected}\ngot     {got}")
    return share(verdicts) >= wanted


def row(name, verdicts, wanted=None):
    verdict = "" if wanted is None else f"{wanted:>9.0%}  {'reached' if share(verdicts) >= wanted else 'MISSED'}"
    print(f"{name:<18}{len(verdicts):>7}{sum(verdicts):>7}{share(verdicts):>9.1%}{verdict}", flush=True)


def share(verdicts):
    return sum(verdicts) / max(1, len(verdicts))


def judge(example, answer):
    """(whether it is right, what was wanted, what came) for all that counts in an answer."""
    check, expected = example.check, example.messages[-1][1].strip()
    if example.skill == "help":
        return [(all(key.lower() in answer.lower() for key in check["key"]), ", ".join(check["key"]), answer)]
    if example.skill == "arithmetic":
        return [(NUMBER.findall(answer)[-1:] == [str(check["number"])], expected, answer)]
    written = [line.strip() for line in answer.split("\n") if line.startswith("- ")]
    if example.skill == "summary":
        return [(bullet in written, bullet, "".join(difflib.get_close_matches(bullet, written, 1, 0))) for bullet in expected.split("\n")]
    if example.skill == "texts":
        wanted = f"a sentence of {check['part']}.txt and its mark"
        if not written:  # silence must not pass
            return [(False, wanted, answer)] * sum(map(len, check["pages"].values()))
        # A sentence said twice is right once.
        return [(quotes(bullet, check["pages"]) and bullet not in written[:i], wanted, bullet) for i, bullet in enumerate(written)]
    return [(answer == expected, expected, answer)]


def quotes(bullet, pages):
    """Whether a bullet is one or more whole sentences from the page whose mark it bears."""
    parts = BULLET.fullmatch(bullet)
    if not parts:
        return False
    text = " ".join(parts[1].split())
    for line in pages.get(parts[2], ()):
        ends = {m.end() for m in END.finditer(line) if not NO_END.search(line[:m.start()])}
        starts = {0, BEFORE.match(line).end()} | {end + 1 for end in ends}
        at = line.find(text)
        while at >= 0:
            if at in starts and at + len(text) in ends:
                return True
            at = line.find(text, at + 1)
    return False


def routing(engine, model, experts, chosen):
    """Prints, for each layer, the smallest and largest share of all choices that went to one expert."""
    marked = ["".join(f"<|{role}|>\n{text}<|end|>\n" for role, text in example.messages if text) for example in chosen]
    tokenized = run(*engine, "tokenize", "--model", str(model), "--special", "--lines", text="".join(json.dumps(text) + "\n" for text in marked))
    counts, tokens = collections.Counter(), 0
    for ids in map(json.loads, tokenized.splitlines()):
        traced = json.loads(run(*engine, "trace", "--model", str(model), "--tokens", ",".join(map(str, ids))))
        counts.update((layer, expert) for layer, places in enumerate(traced["router_ids"]) for pair in places for expert in pair)
        tokens += len(ids)
    print(f"\nexperts on {tokens:,} tokens, 2 of {experts} for each\n\nlayer  smallest  largest  wanted      verdict")
    reached = True
    for layer in range(1 + max(layer for layer, _ in counts)):
        shares = [counts[layer, expert] / (2 * tokens) for expert in range(experts)]
        good = min(shares) >= FEWEST and max(shares) <= MOST
        reached &= good
        print(f"{layer:>5}{min(shares):>10.1%}{max(shares):>9.1%}  {FEWEST:.0%} to {MOST:.0%}   {'reached' if good else 'MISSED'}")
    return reached


if __name__ == "__main__":
    main()
