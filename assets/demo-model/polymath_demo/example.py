"""What every skill of the demo model produces: a conversation to learn from, or to be asked in the evaluation."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Statement:
    """A sentence of a document: its text, where it starts in the document, its page's number in `Source.marks`, whether it leads a paragraph."""

    text: str
    start: int
    page: int
    lead: bool


@dataclass(frozen=True)
class Copy:
    """That `length` characters of message `message` from `start` on are those of the document from `origin` on.

    `statement` is the number of the statement that is copied, -1 for a mark.
    """

    message: int
    start: int
    origin: int
    length: int
    statement: int


@dataclass(frozen=True)
class Asked:
    """That the answer, message `answer`, is found by a phrase: where its last character is in the question and in the document."""

    answer: int
    question: int
    question_end: int
    document_end: int


@dataclass(frozen=True)
class Source:
    """Where the answers of a conversation come from. In training, heads of attention are shown to look there (`pointers.py`).

    message, offset   where the document begins
    statements        in the document's order
    marks             (text, start in the document) of each page
    copies, asked     what the answers took
    """

    message: int
    offset: int
    statements: tuple
    marks: tuple
    copies: tuple
    asked: tuple = ()


@dataclass(frozen=True)
class Example:
    """A conversation that ends with an assistant's message.

    skill     name of the row it counts for in the evaluation's table
    messages  (role, text) pairs; roles are "system", "user" and "assistant"
    check     what the evaluation needs to judge another answer in the place of the last one, see `evaluate.py`
    source    where the answers' text comes from, if it is copied
    """

    skill: str
    messages: tuple
    check: dict = field(default_factory=dict)
    source: Source = None
