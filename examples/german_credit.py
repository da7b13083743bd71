"""Decides the 1,000 applicants of the German credit data, and shows what came of it, why, and how fast.

Run it from anywhere: `python examples/german_credit.py`. It needs `pip install 'placet[cli]'`, for the tables.
"""

from __future__ import annotations

import csv
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean, median
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

import placet
from placet.cli.explanation import drawn

BUNDLE = Path(__file__).resolve().parents[1] / "rules" / "german_credit"
KNOWN = "creditability"
"""What became of the loan, `good` or `bad`. It is no fact: nobody knows it when deciding."""

IN_SAMPLE = (
    "The card was fitted to these same applicants, so the bad rates are in-sample: they show that the grades are in "
    "the right order, not how good the card is with others. Of all applicants 30 % are bad, more than any lender has."
)

OUTCOMES = {"approve": "green", "refer": "yellow", "decline": "red"}


class Applicant(NamedTuple):
    """One row of the data."""

    id: str
    facts: dict[str, object]
    bad: bool


class Decided(NamedTuple):
    """An applicant, and the decision."""

    applicant: Applicant
    decision: placet.Decision


def read(engine: placet.Engine) -> list[Applicant]:
    """The applicants. A CSV file holds text; the bundle knows of what type each fact is."""
    with (BUNDLE / "data" / "german_credit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    applicants = []
    for row in rows:
        number, known = row.pop("id"), row.pop(KNOWN)
        applicants.append(Applicant(number, engine.facts_from_text(row), known == "bad"))
    return applicants


def bad_rate(decided: list[Decided]) -> str:
    """The share of bad loans."""
    return f"{sum(each.applicant.bad for each in decided) / len(decided):.1%}" if decided else "–"


def share_table(what: str, decided: list[Decided], names: Iterable[str], of: str | None = None) -> Table:
    """Each outcome, or each value of an output: how many, what they get, and what is known of them."""
    table = Table(what, box=None, header_style="dim", pad_edge=False)
    for column in ("applicants", "share", "of them bad", "mean limit", "mean rate"):
        table.add_column(column, justify="right")
    for name in names:
        part = [each for each in decided if (each.decision[of] if of else each.decision.outcome) == name]
        # A declined applicant has a limit of 0 and no rate; both would say nothing in a mean.
        granted = [each.decision for each in part if each.decision.outcome != "decline"]
        limit = f"{fmean(number(decision['amount']) for decision in granted):,.0f} DM" if granted else "–"
        rate = f"{fmean(number(decision['apr']) for decision in granted):.2f} %" if granted else "–"
        style = OUTCOMES.get(name)
        table.add_row(
            f"[{style}]{name}[/]" if style else name,
            str(len(part)),
            f"{len(part) / len(decided):.1%}",
            bad_rate(part),
            limit,
            rate,
        )
    return table


def number(value: object) -> float:
    """An output for a mean: here, and nowhere in the engine, a binary float is good enough."""
    return float(str(value))


def reason_table(decided: list[Decided]) -> Table:
    """The reasons that were given most often."""
    reasons = Counter(reason for each in decided for reason in each.decision.reasons)
    table = Table("reason", box=None, header_style="dim", pad_edge=False)
    table.add_column("given", justify="right")
    table.add_column("text")
    for reason, count in reasons.most_common(7):
        table.add_row(reason.code, str(count), reason.text("en"))
    return table


def times(engine: placet.Engine, applicants: list[Applicant], rounds: int) -> list[int]:
    """How long `decide` alone took, in nanoseconds, for each applicant in each round."""
    clock = time.perf_counter_ns
    taken = []
    gc.disable()  # as timeit does: what the rest of the program left behind is not the engine's
    try:
        for _ in range(rounds):
            for applicant in applicants:
                before = clock()
                engine.decide(applicant.facts)
                taken.append(clock() - before)
    finally:
        gc.enable()
    return sorted(taken)


def main(console: Console | None = None, rounds: int = 20) -> None:
    """Decides all, and tells the story."""
    # A pipe has no width; 120 characters keep the explanations readable.
    console = console or Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    engine = placet.load(BUNDLE)
    applicants = read(engine)
    decided = [Decided(applicant, engine.decide(applicant.facts)) for applicant in applicants]

    console.rule(f"{engine.name} {engine.version} decides {len(decided):,} real applicants", align="left")
    grades = sorted({str(each.decision["grade"]) for each in decided})
    console.print(share_table("outcome", decided, OUTCOMES))
    console.print()
    console.print(share_table("grade", decided, grades, "grade"))
    console.print()
    console.print(IN_SAMPLE, style="dim")
    console.print()
    console.print(reason_table(decided))
    console.print()

    for outcome in ("approve", "decline"):
        example = next(each for each in decided if each.decision.outcome == outcome)
        known = "bad" if example.applicant.bad else "good"
        console.rule(
            f"applicant {example.applicant.id}: [{OUTCOMES[outcome]}]{outcome}[/] [dim](the loan was {known})[/]",
            align="left",
        )
        console.print(drawn(engine.explain(example.applicant.facts).tree))
        outputs = ", ".join(f"{name} = {value}" for name, value in example.decision.outputs.items())
        console.print(f"[dim]outputs[/]  {outputs}", soft_wrap=True)
        for reason in example.decision.reasons:
            console.print(f"[dim]reason[/]   [bold]{reason.code}[/]  {reason.text('en')}")
        console.print()

    taken = times(engine, applicants, rounds)
    p99 = taken[len(taken) * 99 // 100]
    console.rule("how long one decision takes", align="left")
    console.print(
        f"median [bold]{median(taken) / 1000:.2f} µs[/], 99 of 100 within [bold]{p99 / 1000:.2f} µs[/]"
    )
    console.print(
        f"{len(taken):,} calls of decide, each timed alone: facts read and checked, decision made.",
        style="dim",
    )


if __name__ == "__main__":
    main()
