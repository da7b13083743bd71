"""Whether a decision is the one that a case expects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from placet.bundle.cases import Case

if TYPE_CHECKING:
    from placet._native import Decision


class Difference(NamedTuple):
    """One thing that is not as expected, in words for a table."""

    what: str
    expected: str
    got: str


def differences(case: Case, decision: Decision) -> Iterator[Difference]:
    """Everything in which a decision is not what the case expects; nothing where the case passes."""
    if case.outcome is not None and case.outcome != decision.outcome:
        yield Difference("outcome", case.outcome, decision.outcome)
    got = tuple(reason.code for reason in decision.reasons)
    if case.reasons is not None and case.reasons != got:
        yield Difference("reasons", " ".join(case.reasons) or "none", " ".join(got) or "none")
    for name, expected in case.outputs.items():
        value = decision.outputs.get(name)
        if not is_value(expected, value):
            yield Difference(name, expected, as_text(value))


def is_value(expected: str, value: object) -> bool:
    """Whether the text of a cell stands for this value; numbers compare by value, so `0.10` is `0.1`."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        try:
            return Decimal(expected) == value
        except InvalidOperation:
            return False
    if isinstance(value, bool):
        return expected.lower() == as_text(value)
    if isinstance(value, str) and len(expected) > 1 and expected[0] == expected[-1] == '"':
        return expected[1:-1] == value
    return expected == as_text(value)


def as_text(value: object) -> str:
    """A value as a cell would hold it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(as_text, value)) + "]"
    return str(value)
