"""Bins as the cells of a bundle's tables, and names as a bundle can have them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from placet.importers.model import Bin, Characteristic, Holds, Interval, Numbers, Words, number_text

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ /-.():")
_FORMS = frozenset(("null", "otherwise", "true", "false", "TRUE", "FALSE", "-"))

# The words of FEEL and the names of one word that its functions have: no fact can be called so.
_TAKEN = frozenset(
    [
        "abs",
        "after",
        "all",
        "and",
        "any",
        "append",
        "before",
        "between",
        "boolean",
        "ceiling",
        "coincides",
        "concatenate",
        "contains",
        "context",
        "count",
        "date",
        "day",
        "decimal",
        "duration",
        "during",
        "else",
        "every",
        "exp",
        "external",
        "false",
        "finishes",
        "flatten",
        "floor",
        "for",
        "function",
        "if",
        "in",
        "includes",
        "instance",
        "irr",
        "is",
        "item",
        "list",
        "log",
        "matches",
        "max",
        "mean",
        "median",
        "meets",
        "min",
        "minute",
        "mode",
        "modulo",
        "month",
        "not",
        "null",
        "number",
        "odd",
        "even",
        "or",
        "outcome",
        "overlaps",
        "payment",
        "principal",
        "product",
        "range",
        "rate",
        "remove",
        "replace",
        "return",
        "reverse",
        "round",
        "satisfies",
        "second",
        "some",
        "sort",
        "split",
        "sqrt",
        "starts",
        "stddev",
        "string",
        "sublist",
        "substring",
        "sum",
        "then",
        "time",
        "today",
        "now",
        "true",
        "union",
        "year",
        "flags",
        "of",
    ]
)


def number_cell(holds: Numbers) -> str:
    """The cell of a bin over numbers."""
    parts = [_interval(interval) or "< 0, >= 0" for interval in holds.intervals]
    return ", ".join([*parts, "null"] if holds.null else parts)


def _interval(interval: Interval) -> str:
    low, high = interval.low, interval.high
    if math.isinf(low) and math.isinf(high):
        return ""
    if math.isinf(low):
        return f"{'<=' if interval.high_closed else '<'} {number_text(high)}"
    if math.isinf(high):
        return f"{'>=' if interval.low_closed else '>'} {number_text(low)}"
    if low == high:
        return number_text(low)
    left, right = "[" if interval.low_closed else "(", "]" if interval.high_closed else ")"
    return f"{left}{number_text(low)}..{number_text(high)}{right}"


def quoted(word: str) -> str:
    """A word in double quotes, as a cell holds it."""
    return '"' + word.replace('"', '""') + '"'


def word(text: str) -> str:
    """A word as a cell holds it: bare where it cannot be read as anything else."""
    bare = (
        text
        and text == text.strip()
        and text not in _FORMS
        and text[0].isalpha()
        and all(letter in _BARE or (letter.isalpha() and letter > "\x7f") for letter in text)
        and not text.startswith(("missing(", "not("))
    )
    return text if bare else quoted(text)


def cell(holds: Holds) -> str:
    """The cell of a bin."""
    if isinstance(holds, Numbers):
        return number_cell(holds)
    if isinstance(holds, Words):
        if holds.rest:
            return "otherwise"
        parts = list(map(word, holds.words))
        return ", ".join([*parts, "null"] if holds.null else parts)
    parts = ["true" if truth else "false" for truth in holds.truths]
    return ", ".join([*parts, "null"] if holds.null else parts)


def ordered(bins: Iterable[Bin]) -> tuple[Bin, ...]:
    """Bins as a bundle wants them: numbers rise, what is missing comes next, the rest of the texts last.

    A bin for the rest that holds words, or what is missing, too is two rows: `otherwise` stands alone.
    """
    rows: list[Bin] = []
    for bin_ in bins:
        holds = bin_.holds
        if isinstance(holds, Words) and holds.rest:
            if holds.null:
                rows.append(_with(bin_, Words((), null=True)))
            rows.append(_with(bin_, Words((), rest=True)))
        else:
            rows.append(bin_)
    return tuple(sorted(rows, key=_rank))


def _with(bin_: Bin, holds: Holds) -> Bin:
    return Bin(holds, bin_.points, bin_.reason, bin_.baseline, bin_.share)


def _rank(bin_: Bin) -> tuple[int, float, bool]:
    holds = bin_.holds
    if isinstance(holds, Numbers):
        if not holds.intervals:
            return (1, 0.0, False)
        first = min(holds.intervals, key=lambda interval: (interval.low, not interval.low_closed))
        return (0, first.low, not first.low_closed)
    if isinstance(holds, Words):
        return (2 if holds.rest else 1 if holds.null and not holds.words else 0, 0.0, False)
    return (0 if holds.truths else 1, 0.0, False)


def safe_name(name: str, taken: Collection[str]) -> str:
    """A name that a bundle can have for a thing that its source calls otherwise."""
    parts = [_safe_part(part) for part in name.strip().split(".")]
    safe = ".".join(parts) if all(parts) and len(name) <= 200 else _safe_part(name.replace(".", "_"))
    safe = safe or "fact"
    if safe in _TAKEN:
        safe += "_"
    unique, number = safe, 2
    while unique in taken:
        unique, number = f"{safe}_{number}", number + 1
    return unique


def _safe_part(part: str) -> str:
    safe = "".join(letter if letter.isalnum() or letter == "_" else "_" for letter in part)
    return safe if not safe or safe[0].isalpha() else f"f_{safe.lstrip('_')}"


def allowed_words(words: Iterable[str]) -> str:
    """The cell `allowed` of an enumeration."""
    return ", ".join(map(word, words))


def characteristic_rows(part: Characteristic) -> list[tuple[str, Bin]]:
    """Each bin with its cell."""
    return [(cell(bin_.holds), bin_) for bin_ in part.bins]
