"""Reason codes where points are computed: a card cannot rank these, so that the codes become outputs, ranked in FEEL.

A code's difference is the sum over the characteristics that have it; its rank is one more than the number of codes that
go before it: those of a greater difference, and of an equal one those that come earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from placet.importers.cells import safe_name
from placet.importers.model import Card, plain
from placet.importers.pmml.fields import literal
from placet.importers.pmml.predicates import Predicate

Namer = Callable[[str], str]
ABSENT = "-1"


@dataclass(frozen=True)
class Ranked:
    """An attribute as the ranking sees it."""

    predicate: Predicate
    points: str
    computed: str | None
    """The derived value that holds its points, if they are computed."""
    code: str
    baseline: str


@dataclass
class Ranking:
    """The characteristics that have been read, and how their differences are taken."""

    above: bool
    parts: list[tuple[str, list[Ranked]]] = field(default_factory=list)

    def write(self, card: Card, ranks: Sequence[str], named: Namer) -> None:
        """Derives the differences and ranks after the card, and adds an output for each rank."""
        parts: list[tuple[set[str], str, str]] = []
        for title, attributes in self.parts:
            loss = named(f"{title}_difference")
            card.results.append(
                (loss, _chain(attributes, [self._difference(each) for each in attributes], "0"))
            )
            if any(each.computed for each in attributes):
                # What is computed can be null as far as anybody can prove; the score is null there, too.
                loss = f"(if {loss} = null then 0 else {loss})"
            codes = dict.fromkeys(each.code for each in attributes)
            code = ""
            if len(codes) > 1:
                code = named(f"{title}_code")
                card.results.append(
                    (code, _chain(attributes, [literal(each.code) for each in attributes], '""'))
                )
            parts.append((set(codes), loss, code))
        order = list(dict.fromkeys(each.code for _, attributes in self.parts for each in attributes))
        totals: list[str] = []
        for each in order:
            totals.append(named(f"{safe_name(each, ())}_total"))
            card.results.append((totals[-1], _total(each, parts)))
        places = []
        for at, total in enumerate(totals):
            places.append(named(f"{safe_name(order[at], ())}_rank"))
            before = [
                f"(if {other} {'>=' if number < at else '>'} {total} then 1 else 0)"
                for number, other in enumerate(totals)
                if number != at
            ]
            card.results.append((places[-1], f"if {total} < 0 then 0 else {' + '.join(['1', *before])}"))
        gone = f"if {card.stage} = null then null else " if card.defined else ""
        for rank, name in enumerate(ranks, 1):
            branches = [
                f"if {place} = {rank} then {literal(code)}" for place, code in zip(places, order, strict=True)
            ]
            card.outputs.append((name, gone + " else ".join([*branches, "null"])))

    def _difference(self, each: Ranked) -> str:
        if each.computed is not None:
            terms = (each.computed, each.baseline) if self.above else (each.baseline, each.computed)
            return f"(if {each.computed} = null then 0 else {terms[0]} - ({terms[1]}))"
        difference = Decimal(each.points) - Decimal(each.baseline)
        return plain(difference if self.above else -difference)


def _chain(attributes: Sequence[Ranked], values: Sequence[str], otherwise: str) -> str:
    branches = [
        f"if {each.predicate.feel(True)} then {value}" for each, value in zip(attributes, values, strict=True)
    ]
    return " else ".join([*branches, otherwise])


def _total(code: str, parts: Sequence[tuple[set[str], str, str]]) -> str:
    """The sum of a code's differences; below zero where it does not occur or lost nothing."""
    own = [(loss, chosen) for codes, loss, chosen in parts if code in codes]
    wanted = literal(code)
    total = " + ".join(
        loss if not chosen else f"(if {chosen} = {wanted} then {loss} else 0)" for loss, chosen in own
    )
    if any(not chosen for _, chosen in own):
        return total
    there = " or ".join(f"{chosen} = {wanted}" for _, chosen in own)
    return f"if {there} then {total} else {ABSENT}"
