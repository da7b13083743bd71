"""What FEEL has and Python has not: a duration in months, a range; and what an explanation is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A years and months duration.

    >>> placet.feel.Months(15)
    Months(total=15)
    >>> str(placet.feel.Months(15))
    'P1Y3M'
    """

    total: int
    """All of it, in months; may be negative."""

    @property
    def years(self) -> int:
        """The whole years, towards zero."""
        return -(-self.total // 12) if self.total < 0 else self.total // 12

    @property
    def months(self) -> int:
        """The months beyond the whole years; negative where the duration is."""
        return self.total - 12 * self.years

    def __str__(self) -> str:
        """As FEEL writes it."""
        years, months = divmod(abs(self.total), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-" if self.total < 0 else "") + "P" + parts


@dataclass(frozen=True, slots=True)
class Range:
    """A range as a value.

    >>> placet.feel.evaluate("[1..10)")
    Range(start=Decimal('1'), end=Decimal('10'), start_included=True, end_included=False)
    """

    start: object
    """The lower end; None where there is none."""
    end: object
    """The upper end; None where there is none."""
    start_included: bool | None = True
    """Whether the lower end belongs to it; None where the range is open below, as in `(< 5)`."""
    end_included: bool | None = True
    """Whether the upper end belongs to it; None where the range is open above."""


class Note(NamedTuple):
    """Why a part of an expression is null."""

    message: str
    """What happened: lower case, one line, no final period."""
    part: str
    """The part of the expression."""
    column: int
    """Where the part begins, in characters, from 1."""


class Explained(NamedTuple):
    """A value, and why what is null is null."""

    value: object
    """What the expression gives."""
    notes: tuple[Note, ...]
    """The reasons, innermost first."""
