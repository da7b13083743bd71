"""The attributes of a characteristic as bins: which is the first whose predicate is true, for every value there can be.

Where the predicates read one field, each stretch of its values is tried, so that any predicate becomes plain bins.
Where they read several, the bundle derives which attribute it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from placet.importers.model import CardImportError, Holds, Interval, Numbers, Truths, Words
from placet.importers.pmml.fields import Field, Value
from placet.importers.pmml.predicates import Predicate

REST = "\ue000any other text"
"""A text that no card names, in place of all of them."""


def single_field(predicates: Sequence[Predicate]) -> str | None:
    """The one field that predicates read; None where there are several, or none."""
    names = {name for predicate in predicates for name in predicate.fields()}
    return names.pop() if len(names) == 1 else None


def bins_of(field: Field, predicates: Sequence[Predicate]) -> list[tuple[int | None, Holds]]:
    """What each attribute holds; with None, what no attribute does."""

    def index(value: Value) -> int | None:
        seen = field.treat(value)
        truths = (predicate.value(lambda _: seen) is True for predicate in predicates)
        return next((number for number, truth in enumerate(truths) if truth), None)

    constants = [value for predicate in predicates for _, value in predicate.constants()]
    null = None if field.must_be_given else (index(None),)
    if field.kind == "number":
        edges = {value for value in constants if isinstance(value, float)} | set(field.edges())
        return _numbers(field, sorted(edge for edge in edges if math.isfinite(edge)), index, null)
    if field.kind == "boolean":
        owners = [(index(truth), truth) for truth in (True, False)]
        return [
            (owner, Truths(tuple(truth for of, truth in owners if of == owner), null=null == (owner,)))
            for owner in _distinct([of for of, _ in owners], null)
        ]
    if field.kind != "text":
        raise CardImportError(f"{field.title}: tests of the type {field.type} are not supported")
    named = (
        [*field.valid, *field.missing]
        if field.closed
        else [*constants, *field.valid, *field.invalid, *field.missing]
    )
    words = list(dict.fromkeys(str(value) for value in named))
    owners_of = [(index(word), word) for word in words]
    rest = None if field.closed else (index(REST),)
    found: list[tuple[int | None, Holds]] = []
    for owner in _distinct([of for of, _ in owners_of] + list(rest or ()), null):
        of_owner = tuple(word for of, word in owners_of if of == owner)
        is_rest = rest == (owner,)
        # Words that share the bin with all other texts need no mention.
        kept = () if is_rest else of_owner
        found.append((owner, Words(kept, null=null == (owner,), rest=is_rest)))
    return found


def _distinct(owners: list[int | None], null: tuple[int | None] | None) -> list[int | None]:
    return list(dict.fromkeys([*owners, *(null or ())]))


def _numbers(
    field: Field, edges: list[float], index: object, null: tuple[int | None] | None
) -> list[tuple[int | None, Holds]]:
    assert callable(index)  # noqa: S101
    atoms: list[tuple[Interval, int | None]] = []
    if not edges:
        atoms.append((Interval(-math.inf, False, math.inf, False), index(0.0)))
    else:
        atoms.append((Interval(-math.inf, False, edges[0], False), index(edges[0] - max(1.0, abs(edges[0])))))
        for low, high in pairwise([*edges, math.inf]):
            atoms.append((Interval(low, True, low, True), index(low)))
            between = low + max(1.0, abs(low)) if math.isinf(high) else _between(low, high)
            if between is not None:
                atoms.append((Interval(low, False, high, False), index(between)))
    whole = field.type == "integer"
    outside = not field.plain_range and field.invalid_treatment == "returnInvalid"
    kept = [
        (part, owner)
        for part, owner in atoms
        if not (whole and not _has_whole(part)) and not (outside and not _within(field, part))
    ]
    merged: dict[int | None, list[Interval]] = {}
    before: tuple[Interval, int | None] | None = None
    for part, owner in kept:
        parts = merged.setdefault(owner, [])
        if before is not None and before[1] == owner and before[0].high == part.low:
            parts[-1] = Interval(parts[-1].low, parts[-1].low_closed, part.high, part.high_closed)
        else:
            parts.append(part)
        before = (part, owner)
    if null is not None:
        merged.setdefault(null[0], [])
    return [(owner, Numbers(tuple(parts), null=null == (owner,))) for owner, parts in merged.items()]


def _between(low: float, high: float) -> float | None:
    middle = low + (high - low) / 2
    return middle if low < middle < high else None


def _has_whole(part: Interval) -> bool:
    if math.isinf(part.low) or math.isinf(part.high):
        return True
    first = math.ceil(part.low)
    return part.holds(float(first)) or part.holds(float(first + 1))


def _within(field: Field, part: Interval) -> bool:
    """Whether the fact's range lets any number of a stretch in."""
    (allowed,) = field.intervals
    low = max((part.low, not part.low_closed), (allowed.low, not allowed.low_closed))
    high = min((part.high, part.high_closed), (allowed.high, allowed.high_closed))
    return not Interval(low[0], not low[1], high[0], high[1]).empty
