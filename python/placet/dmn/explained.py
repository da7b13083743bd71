"""What an explanation of a model's decisions is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from placet._native import Decisions


class Hit(NamedTuple):
    """A rule of a decision table that hit."""

    table: str
    """The table's label, or the name of what it is of."""
    rule: int
    """The rule's number, from 1."""
    line: int
    """The line of the table in its file."""


class Note(NamedTuple):
    """Why something is null."""

    message: str
    """What happened: lower case, one line, no final period."""
    part: str
    """The part of the expression."""
    file: str
    """The file of the expression."""
    line: int
    """The line where the expression begins."""


@dataclass(frozen=True, slots=True)
class Step:
    """An input, a decision or a function on the way."""

    name: str
    """Its name."""
    kind: Literal["input", "decision", "function", "service"]
    """What it is."""
    value: object
    """Its value; None for a function."""
    hits: tuple[Hit, ...]
    """The rules of its tables that hit, in the order in which they were worked out."""
    notes: tuple[Note, ...]
    """Why what is null in it is null, innermost first."""


@dataclass(frozen=True, slots=True)
class Explained:
    """The decisions of a model, and all steps that led to them."""

    decisions: Decisions
    """The values of the decisions."""
    steps: tuple[Step, ...]
    """Inputs, decisions and functions, in the order of the file."""

    def __getitem__(self, name: str) -> Step:
        """The step of this name.

        Raises:
            KeyError: there is none.
        """
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)
