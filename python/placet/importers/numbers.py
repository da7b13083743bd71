"""Bins over numbers: ranges that are closed on the left, special values cut out of them, and what no bin holds."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from placet.importers.model import CardImportError, Interval

_RANGE = re.compile(r"^([\[(])\s*(.+?)\s*(?:,|~|;|\.\.)\s*(.+?)\s*([\])])$", re.DOTALL)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_INFINITE = {"-inf": -math.inf, "inf": math.inf, "+inf": math.inf, "-∞": -math.inf, "∞": math.inf}


def number(text: str) -> float | None:
    """The double that a text stands for; None where it is no number. Infinities are numbers here."""
    text = text.strip()
    if text.lower() in _INFINITE:
        return _INFINITE[text.lower()]
    return float(text) if _NUMBER.fullmatch(text) else None


def interval(text: str) -> Interval | None:
    """`[a,b)` and its like; None for any other text."""
    match = _RANGE.match(text.strip())
    if match is None:
        return None
    low, high = number(match[2]), number(match[3])
    if low is None or high is None:
        return None
    return Interval(
        low, match[1] == "[" and math.isfinite(low), high, match[4] == "]" and math.isfinite(high)
    )


def point(value: float) -> Interval:
    """One number alone."""
    return Interval(value, True, value, True)


def without(intervals: Sequence[Interval], points: Sequence[float]) -> tuple[Interval, ...]:
    """Intervals around numbers that are cut out of them."""
    parts = list(intervals)
    for value in sorted(set(points)):
        cut: list[Interval] = []
        for part in parts:
            if part.holds(value):
                below = Interval(part.low, part.low_closed, value, False)
                above = Interval(value, False, part.high, part.high_closed)
                cut += [side for side in (below, above) if not side.empty]
            else:
                cut.append(part)
        parts = cut
    return tuple(parts)


def splits(edges: Sequence[float]) -> list[Interval]:
    """The intervals between rising edges, closed on the left.

    Raises:
        CardImportError: the edges do not rise, or one is infinite.
    """
    if list(edges) != sorted(set(edges)) or not all(map(math.isfinite, edges)):
        raise CardImportError(f"the edges {', '.join(map(str, edges))} do not rise")
    ends = [-math.inf, *edges, math.inf]
    return [Interval(low, math.isfinite(low), high, False) for low, high in itertools.pairwise(ends)]


def check_line(name: str, intervals: Sequence[Interval]) -> list[Interval]:
    """What ranges leave open between minus and plus infinity.

    Raises:
        CardImportError: two of them overlap.
    """
    gaps: list[Interval] = []
    end, end_closed = -math.inf, False
    for part in sorted(intervals, key=lambda part: (part.low, not part.low_closed)):
        if part.low < end or (part.low == end and part.low_closed and end_closed and math.isfinite(end)):
            raise CardImportError(
                f"{name}: the bin that begins at {part.low} overlaps the one that ends at {end}"
            )
        gap = Interval(end, not end_closed and math.isfinite(end), part.low, not part.low_closed)
        if not gap.empty and (gap.low < gap.high or math.isfinite(gap.low)):
            gaps.append(gap)
        end, end_closed = part.high, part.high_closed
    if end < math.inf:
        gaps.append(Interval(end, not end_closed and math.isfinite(end), math.inf, False))
    return gaps
