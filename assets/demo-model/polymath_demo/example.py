"""What every skill of the demo model produces: a conversation to learn from, or to be asked in the evaluation."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Example:
    """A conversation that ends with an assistant's message.

    skill     name of the row it counts for in the evaluation's table
    messages  (role, text) pairs; roles are "system", "user" and "assistant"
    check     what the evaluation needs to judge another answer in the place of the last one, see `evaluate.py`
    """

    skill: str
    messages: tuple
    check: dict = field(default_factory=dict)
