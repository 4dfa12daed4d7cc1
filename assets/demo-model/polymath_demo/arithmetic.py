"""Sums, differences, products and short word problems, answered column by column.

A small model cannot see a three-digit sum at once, but it can learn steps that each look at two digits and at the
carry just written: "7 + 5 = 12, 4 + 8 + 1 = 13, 3 + 2 + 1 = 6. So 347 + 285 = 632." A difference says "borrow" where
the upper digit is too small, and the next column then takes 1 off: "2 - 7: borrow, 12 - 7 = 5, 4 - 1 - 1 = 2."
"""
import random
import zlib

from polymath_demo.example import Example

# {a} and {b} are the operands in the order in which the answer writes them.
PLAIN = {
    "+": ["What is {a} + {b}?", "{a}+{b}", "{a} + {b}", "{a} + {b} =", "{a} + {b} = ?", "{a}+{b}=", "{a} plus {b}",
          "What is {a}+{b}?", "What is {a} plus {b}?", "What's {a} plus {b}?", "Add {a} and {b}.", "Add {b} to {a}.",
          "Calculate {a} + {b}.", "Calculate {a} plus {b}", "How much is {a} plus {b}?", "How much is {a} + {b}?",
          "What is the sum of {a} and {b}?", "Sum of {a} and {b}", "Work out {a} + {b}.", "Please add {a} and {b}.",
          "Can you add {a} and {b}?", "Can you tell me what {a} plus {b} is?", "Compute {a}+{b}.",
          "What do you get if you add {a} and {b}?", "I need to know {a} + {b}.", "{a} and {b} makes how much?"],
    "-": ["What is {a} - {b}?", "{a}-{b}", "{a} - {b}", "{a} - {b} =", "{a} - {b} = ?", "{a}-{b}=", "{a} minus {b}",
          "What is {a}-{b}?", "What is {a} minus {b}?", "What's {a} minus {b}?", "Subtract {b} from {a}.",
          "Take {b} away from {a}.", "Calculate {a} - {b}.", "Calculate {a} minus {b}", "How much is {a} minus {b}?",
          "How much is {a} - {b}?", "Work out {a} - {b}.", "Please subtract {b} from {a}.", "Compute {a}-{b}.",
          "Can you subtract {b} from {a}?", "Can you tell me what {a} minus {b} is?", "I need to know {a} - {b}.",
          "What do you get if you take {b} from {a}?", "What is {a} take away {b}?"],
    "x": ["What is {a} x {b}?", "{a}*{b}", "{a} * {b}", "{a} x {b}", "{a}x{b}", "{a} × {b}", "{a} * {b} =",
          "{a} x {b} = ?", "{a} times {b}", "What is {a} * {b}?", "What is {a} times {b}?", "What's {a} times {b}?",
          "Multiply {a} by {b}.", "Multiply {a} and {b}.", "Calculate {a} x {b}.", "Calculate {a} times {b}",
          "How much is {a} times {b}?", "What is the product of {a} and {b}?", "Work out {a} x {b}.",
          "Please multiply {a} by {b}.", "Can you tell me what {a} times {b} is?", "Compute {a}*{b}.",
          "What is {a} multiplied by {b}?", "I need to know {a} times {b}."],
}
GERMAN = {
    "+": ["Was ist {a} plus {b}?", "Was ist {a} + {b}?", "Wie viel ist {a} plus {b}?", "Wieviel ist {a} + {b}?",
          "Berechne {a} + {b}.", "Rechne {a} plus {b}.", "Addiere {a} und {b}.", "Was ergibt {a} plus {b}?"],
    "-": ["Was ist {a} minus {b}?", "Was ist {a} - {b}?", "Wie viel ist {a} minus {b}?", "Wieviel ist {a} - {b}?",
          "Berechne {a} - {b}.", "Rechne {a} minus {b}.", "Ziehe {b} von {a} ab.", "Was ergibt {a} minus {b}?"],
    "x": ["Was ist {a} mal {b}?", "Was ist {a} x {b}?", "Wie viel ist {a} mal {b}?", "Wieviel ist {a} * {b}?",
          "Berechne {a} mal {b}.", "Rechne {a} mal {b}.", "Was ergibt {a} mal {b}?"],
}
NAMES = ["Anna", "Ben", "Clara", "David", "Emma", "Felix", "Grace", "Hugo", "Ida", "Jonas", "Kate", "Leo", "Mia",
         "Noah", "Olivia", "Paul", "Rosa", "Sam", "Tom", "Vera"]
THINGS = ["apple", "book", "stamp", "marble", "coin", "flower", "sticker", "card", "egg", "pencil", "shell", "orange",
          "stone", "button", "cookie", "balloon"]
THINGS_DE = [("Apfel", "Äpfel"), ("Buch", "Bücher"), ("Murmel", "Murmeln"), ("Karte", "Karten"), ("Ei", "Eier"),
             ("Stein", "Steine"), ("Blume", "Blumen"), ("Nuss", "Nüsse")]
# The last entry is the unit of the result; None stands for the thing that was counted.
WORDED = [
    ("+", "{name} has {a} {things} and gets {b} more. How many {things} does {name} have now?", None),
    ("+", "{name} has {a} {things} and {other} has {b} {things}. How many {things} do they have together?", None),
    ("+", "There are {a} {things} in one box and {b} in another. How many {things} are there in all?", None),
    ("+", "{name} finds {a} {things} on Monday and {b} on Tuesday. How many {things} is that?", None),
    ("+", "A shop sells {a} {things} in the morning and {b} in the afternoon. How many {things} does it sell?", None),
    ("+", "A train carries {a} people and {b} more get on. How many people are on the train?", "person"),
    ("+", "A school has {a} girls and {b} boys. How many children are there?", "child"),
    ("+", "A bike costs {a} euros and a helmet costs {b} euros. How much do they cost together?", "euro"),
    ("+", "{name} read {a} pages last week and {b} pages this week. How many pages did {name} read?", "page"),
    ("+", "A car drives {a} kilometres and then {b} more. How many kilometres is that?", "kilometre"),
    ("+", "{name} saves {a} dollars and earns {b} dollars. How many dollars does {name} have?", "dollar"),
    ("-", "{name} has {a} {things} and gives away {b}. How many {things} are left?", None),
    ("-", "{name} had {a} {things} and lost {b} of them. How many {things} does {name} still have?", None),
    ("-", "{name} has {a} {things} and {other} has {b}. How many more {things} does {name} have?", None),
    ("-", "There are {a} {things} in a shop and {b} are sold. How many {things} remain?", None),
    ("-", "A train has {a} people on board and {b} get off. How many people stay on the train?", "person"),
    ("-", "A book has {a} pages and {name} has read {b}. How many pages are left to read?", "page"),
    ("-", "{name} has {a} euros and spends {b} euros. How much money is left?", "euro"),
    ("-", "A coat costs {a} dollars and is now {b} dollars cheaper. How much does it cost now?", "dollar"),
    ("-", "A trip is {a} kilometres long and {name} has done {b}. How many kilometres are left?", "kilometre"),
    ("x", "{name} has {a} bags with {b} {things} in each. How many {things} does {name} have?", None),
    ("x", "There are {a} boxes with {b} {things} each. How many {things} are there?", None),
    ("x", "{name} buys {a} {things} every day for {b} days. How many {things} is that?", None),
    ("x", "A ticket costs {b} euros. How much do {a} tickets cost?", "euro"),
    ("x", "A room has {a} rows with {b} chairs in each. How many chairs are there?", "chair"),
    ("x", "{name} reads {a} pages a day. How many pages does {name} read in {b} days?", "page"),
    ("x", "A train has {a} wagons with {b} people in each. How many people are on the train?", "person"),
    ("x", "{name} walks {a} kilometres a day. How many kilometres is that in {b} days?", "kilometre"),
]
WORDED_DE = [
    ("+", "{name} hat {a} {things} und bekommt {b} dazu. Wie viele {things} hat {name} jetzt?"),
    ("+", "{name} hat {a} {things} und {other} hat {b} {things}. Wie viele {things} haben sie zusammen?"),
    ("+", "In einer Kiste sind {a} {things} und in einer anderen {b}. Wie viele {things} sind es insgesamt?"),
    ("-", "{name} hat {a} {things} und gibt {b} davon weg. Wie viele {things} bleiben übrig?"),
    ("-", "In einem Laden liegen {a} {things} und {b} werden verkauft. Wie viele {things} sind noch da?"),
    ("x", "{name} hat {a} Tüten mit je {b} {things_dative}. Wie viele {things} hat {name}?"),
]
PLURALS = {"person": "people", "child": "children"}
# How many digits the operands have: the short ones let learning start, the long ones are what it is for.
SIZES = [(1, 1)] * 4 + [(2, 1)] * 3 + [(1, 2)] + [(2, 2)] * 7 + [(3, 1)] + [(3, 2)] * 3 + [(2, 3)] * 2 + [(3, 3)] * 9


def example(rng, held_out):
    """One question, or now and then two unconnected ones, with the worked answers."""
    messages = []
    for _ in range(2 if rng.random() < 0.08 else 1):
        question, answer, number = _task(rng, held_out)
        messages += [("user", question), ("assistant", answer)]
    return Example("arithmetic", tuple(messages), {"number": number})


def corpus():
    """A few hundred of the training texts, which is enough to see every kind of word and sign."""
    rng = random.Random(1)
    return sorted({text for _ in range(600) for _, text in example(rng, False).messages})


def _task(rng, held_out):
    """(question, answer, result) from the wanted side of the split."""
    while True:
        op = rng.choice("++++---xx")
        german = rng.random() < 0.1
        if rng.random() < 0.3:
            a, b = _operands(rng, op, worded=True)
            question, unit = _worded_question(rng, op, a, b, german)
        else:
            a, b = _operands(rng, op, worded=False)
            question, unit = rng.choice((GERMAN if german else PLAIN)[op]).format(a=a, b=b), None
            if rng.random() < 0.15:
                question = question.lower().rstrip(".")
        if _is_held_out(op, a, b, question) == held_out:
            return question, _answer(op, a, b, unit, german), _result(op, a, b)


def _is_held_out(op, a, b, question):
    """Sums and differences are split by their two numbers in either order; the few products by the question's text."""
    if op == "x":
        # Case, final stop and the sign must not make a question look new.
        key = "".join(c for c in question.lower().replace("*", "x").replace("×", "x") if c.isalnum())
        return zlib.crc32(key.encode()) % 10 == 7
    # The modulus is prime so that no digit alone decides, as it would with 10.
    return (max(a, b) * 31 + min(a, b) * 17) % 101 < 10


def _operands(rng, op, worded):
    """Two numbers; those of word problems are at least 2 and never give less than nothing."""
    low = 2 if worded else 0
    if op == "x":
        return rng.randint(low, 12), rng.randint(low, 12)
    left, right = rng.choice(SIZES)
    a, b = _number(rng, left), _number(rng, right)
    if rng.random() < 0.2:
        a, b = _without_carry(rng, op, a, b)
    a, b = max(a, low), max(b, low)
    if op == "-" and a < b and (worded or rng.random() < 0.85):
        a, b = b, a
    return a, b


def _number(rng, digits):
    if digits == 1:
        return rng.randint(0, 9)
    number = rng.randint(10 ** (digits - 1), 10 ** digits - 1)
    return number // 10 * 10 if rng.random() < 0.1 else number


def _without_carry(rng, op, a, b):
    """Make b's digits small enough for a chain in which nothing is carried or borrowed."""
    limits = [9 - digit if op == "+" else digit for digit in _digits(a, len(str(a)))]
    digits = [rng.randint(0, limit) for limit in limits[:len(str(b))]]
    return a, sum(digit * 10 ** place for place, digit in enumerate(digits))


def _worded_question(rng, op, a, b, german):
    """A word problem and its unit as a (singular, plural) pair."""
    name, other = rng.sample(NAMES, 2)
    if german:
        text = rng.choice([text for sign, text in WORDED_DE if sign == op])
        unit = rng.choice(THINGS_DE)
        things = unit[1]
        dative = things if things.endswith("n") else things + "n"
        return text.format(a=a, b=b, name=name, other=other, things=things, things_dative=dative), unit
    text, counted = rng.choice([(text, counted) for sign, text, counted in WORDED if sign == op])
    thing = counted or rng.choice(THINGS)
    unit = (thing, PLURALS.get(thing, thing + "s"))
    return text.format(a=a, b=b, name=name, other=other, things=unit[1]), unit


def _answer(op, a, b, unit, german):
    """The steps, then the result: "So 347 + 285 = 632." or, for a word problem, "So it is 632 apples."."""
    result = _result(op, a, b)
    exercise = f"{a} {op} {b}"
    direct = op == "x" or (max(a, b) < 10 and result >= 0)
    if unit:
        steps = f"{exercise} = {result}." if direct else _steps(op, a, b, german)
        if german:
            amount = f"ist es {result} {unit[0]}" if result == 1 else f"sind es {result} {unit[1]}"
            return f"Das ist {exercise}. {steps} Also {amount}."
        return f"That is {exercise}. {steps} So it is {result} {unit[result != 1]}."
    if direct:
        return f"{exercise} = {result}."
    return f"{_steps(op, a, b, german)} {'Also ist' if german else 'So'} {exercise} = {result}."


def _steps(op, a, b, german):
    if op == "+":
        return _sum_steps(a, b)
    if a >= b:
        return _difference_steps(a, b, german)
    larger = f"{b} ist größer, also {b} - {a}:" if german else f"{b} is larger, so {b} - {a}:"
    return f"{larger} {_difference_steps(b, a, german)}"


def _sum_steps(a, b):
    """Columns from the ones; a carry of 1 is added only where the step before came to 10 or more."""
    steps, carry = [], 0
    for x, y in _columns(a, b):
        total = x + y + carry
        steps.append(f"{x} + {y}{' + 1' * carry} = {total}")
        carry = total // 10
    return ", ".join(steps) + "."


def _difference_steps(a, b, german):
    """Columns from the ones, for a >= b; after a borrow the next column takes off 1."""
    steps, borrowed = [], 0
    for x, y in _columns(a, b):
        rest = f"- {y}{' - 1' * borrowed}"
        value = x - y - borrowed
        borrowed = int(value < 0)
        if borrowed:
            steps.append(f"{x} {rest}: {'borgen' if german else 'borrow'}, 1{x} {rest} = {value + 10}")
        else:
            steps.append(f"{x} {rest} = {value}")
    return ", ".join(steps) + "."


def _columns(a, b):
    width = len(str(max(a, b)))
    return zip(_digits(a, width), _digits(b, width))


def _digits(number, width):
    """The digits from the ones upwards, with zeros where the number is shorter."""
    return [number // 10 ** place % 10 for place in range(width)]


def _result(op, a, b):
    return {"+": a + b, "-": a - b, "x": a * b}[op]
