"""Cells of a table as sets: those of a bundle, and what people and other programs write for a bin."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from placet.importers import numbers
from placet.importers.model import CardImportError, Holds, Interval, Numbers, Truths, Words

_MISSING, _REST = frozenset(("null",)), frozenset(("otherwise",))
# What other programs write. No more than that: `none` and `other` are words that categories really have.
_FOREIGN_MISSING, _FOREIGN_REST = _MISSING | {"missing", "nan"}, _REST | {"else"}
_COMPARE = re.compile(r"^(<=|>=|<|>|≤|≥)\s*(.+)$")
_SIGNS = {"≤": "<=", "≥": ">="}


def split(text: str) -> list[tuple[str, bool]]:
    """The parts of a cell between commas, and whether each stands in double quotes; brackets keep theirs together."""
    parts: list[tuple[str, bool]] = []
    at, start, depth, quoted = 0, 0, 0, False
    while at < len(text):
        letter = text[at]
        if quoted and text[at : at + 2] == '""':
            at += 1  # a quote within quotes
        elif letter == '"' and (quoted or not text[start:at].strip()):
            quoted = not quoted
        elif letter in "[(" and not quoted and not text[start:at].strip():
            depth = 1
        elif letter in "])" and not quoted and depth:
            depth = 0
        elif letter == "," and not quoted and not depth:
            parts.append(_part(text[start:at]))
            start = at + 1
        at += 1
    parts.append(_part(text[start:]))
    return parts


def _part(text: str) -> tuple[str, bool]:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"'), True
    return text, False


def numeric_part(text: str) -> Interval | None:
    """One test on numbers; None for any other text."""
    compare = _COMPARE.match(text)
    if compare is not None:
        value = numbers.number(compare[2])
        if value is None:
            return None
        sign = _SIGNS.get(compare[1], compare[1])
        if sign.startswith("<"):
            return Interval(-math.inf, False, value, sign == "<=")
        return Interval(value, sign == ">=", math.inf, False)
    value = numbers.number(text)
    return numbers.point(value) if value is not None and math.isfinite(value) else numbers.interval(text)


def is_numeric(cells: Sequence[str], missing: AbstractSet[str], rest: AbstractSet[str]) -> bool:
    """Whether the bins of a characteristic are bins of numbers: at least one, and no other words."""
    seen = False
    for cell in cells:
        if cell.strip().lower() in missing | rest:
            continue
        inner = _negated(cell)
        for text, quoted in (
            [(cell, False)] if numeric_part(cell) else split(cell if inner is None else inner)
        ):
            if quoted or (numeric_part(text) is None and text.lower() not in missing):
                return False
            seen = seen or text.lower() not in missing
    return seen


def _negated(cell: str) -> str | None:
    text = cell.strip()
    return text[4:-1] if text.startswith("not(") and text.endswith(")") else None


def parse_bins(title: str, cells: Sequence[str], *, native: bool = False) -> list[Holds]:
    """What the bins of one characteristic hold.

    Args:
        title: the characteristic.
        cells: its bins.
        native: whether they are a bundle's, where `missing` is a word like another.

    Raises:
        CardImportError: a cell cannot be read.
    """
    missing = _MISSING if native else _FOREIGN_MISSING
    rest = _REST if native else _FOREIGN_REST
    if is_numeric(cells, missing, rest):
        return _number_bins(title, cells, missing, rest)
    lowered = [cell.strip().lower() for cell in cells]
    if set(lowered) <= {"true", "false", *missing} and {"true", "false"} & set(lowered):
        return [
            Truths(() if text in missing else (text == "true",), null=text in missing) for text in lowered
        ]
    return [_word_bin(title, cell, missing, rest) for cell in cells]


def _word_bin(title: str, cell: str, missing: AbstractSet[str], rest: AbstractSet[str]) -> Words:
    text = cell.strip()
    if text.startswith("missing(") or _negated(text) is not None:
        raise CardImportError(
            f"{title}: the bin `{text}` belongs to a bundle that declares it; import it into that bundle"
        )
    if text.lower() in rest and not text.startswith('"'):
        return Words((), rest=True)
    words: list[str] = []
    null = False
    for part, quoted in split(text):
        if not quoted and part.lower() in missing:
            null = True
        elif quoted or part:
            words.append(part)
    if not words and not null:
        raise CardImportError(f"{title}: a bin is empty; write what it holds, `missing`, or `otherwise`")
    return Words(tuple(words), null=null)


def _number_bins(
    title: str, cells: Sequence[str], missing: AbstractSet[str], rest: AbstractSet[str]
) -> list[Holds]:
    found: list[Holds] = []
    last: int | None = None
    for number, cell in enumerate(cells):
        text = cell.strip()
        if text.lower() in rest:
            last = number
            found.append(Numbers(()))
            continue
        inner = _negated(text)
        parts: list[Interval] = []
        null = False
        whole = numeric_part(text)
        for part, _ in [] if whole else split(text if inner is None else inner):
            interval = numeric_part(part)
            null = null or (interval is None and part.lower() in missing)
            parts += [interval] if interval is not None else []
        intervals = (whole,) if whole else tuple(parts)
        if inner is not None:
            found.append(Numbers(complement(title, intervals)))
            continue
        found.append(Numbers(intervals, null=null))
    if last is not None:
        taken = [part for holds in found if isinstance(holds, Numbers) for part in holds.intervals]
        found[last] = Numbers(complement(title, taken))
    return found


def complement(title: str, intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """All other numbers."""
    if not intervals:
        return (Interval(-math.inf, False, math.inf, False),)
    return tuple(numbers.check_line(title, intervals))
