"""What the readers of three libraries share: names, reason codes, and what a card does not say about absence."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from typing import Literal

from placet.importers.cells import allowed_words, ordered, safe_name
from placet.importers.model import Bin, Card, Characteristic, Fact, Numbers, Words

Reading = Literal["package", "stated"]
"""`package`: as the library scores, with warnings where the card says otherwise. `stated`: as the card says; what it
does not say is refused."""


def bundle_name(source: str) -> str:
    """A bundle's name from that of a file."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "_", PurePath(source).stem).strip("_")
    return name if name and name[0].isalpha() else f"card_{name}".rstrip("_")


def add(card: Card, title: str, bins: list[Bin], *, number_type: str = "float") -> None:
    """Adds a characteristic over a fact of its own, with a reason code."""
    name = safe_name(title, [fact.name for fact in card.facts])
    if name != title:
        card.decide(title, "name", f"the fact is called `{name}`; hosts give it by this name")
    code = f"R{len(card.characteristics) + 1:02}"
    rows = ordered(replace(bin_, reason=bin_.reason or code) for bin_ in bins)
    words = [bin_.holds for bin_ in rows if isinstance(bin_.holds, Words)]
    missing = any(bin_.holds.null for bin_ in rows)
    if words:
        open_ = any(holds.rest for holds in words)
        named = [word for holds in words for word in holds.words]
        fact = Fact(
            name,
            "text" if open_ else "enumeration",
            "" if open_ else allowed_words(named),
            missing,
            title,
        )
    else:
        fact = Fact(name, number_type, "", missing, title)
    card.facts.append(fact)
    card.characteristics.append(Characteristic(name, rows, title))
    for used in dict.fromkeys(bin_.reason for bin_ in rows):
        if all(used != known for known, _ in card.reasons):
            card.reasons.append((used, title))


def finish(card: Card, reasons: str | None) -> Card:
    """What is done when all characteristics are there: the arithmetic, the stage's name, the reasons' form."""
    taken = [fact.name for fact in card.facts]
    card.stage = safe_name(card.stage, taken)
    if card.stage != "score":
        card.decide("card", "name", f"a fact is called `score`, so the stage is `{card.stage}`")
    texts = [card.start, *(bin_.points for part in card.characteristics for bin_ in part.bins)]
    if not any("." in text for text in texts):
        card.arithmetic = "exact"
        card.decide(
            "card", "arithmetic", "all points are whole: they are added without rounding, in any order"
        )
    else:
        card.decide(
            "card",
            "arithmetic",
            f"points are doubles and are added as such ({card.arithmetic}), so that the last digit is the library's",
        )
    if reasons is not None:
        rename_reasons(card, reasons)
    card.reason_keys = {"method": "below best", "top": "4"}
    card.decide(
        "card",
        "reasons",
        "a code for each characteristic, ranked by the points below its best bin; the texts are the names: "
        "rewrite them",
    )
    if any(fact.type == "float" for fact in card.facts):
        card.decide(
            "card", "infinite", "infinite numbers are refused as bad facts, whatever the library does"
        )
    card.decide("card", "case", "upper and lower case and spaces in words count, as in the library")
    return card


def rename_reasons(card: Card, form: str) -> None:
    """Codes of the author's own form, such as `R{n:02}` or `C_{name}`."""
    card.reasons.clear()
    for number, part in enumerate(card.characteristics, 1):
        code = form.replace("{n}", str(number)).replace("{n:02}", f"{number:02}").replace("{name}", part.name)
        card.reasons.append((code, part.title or part.name))
        bins = tuple(replace(bin_, reason=code) for bin_ in part.bins)
        card.characteristics[number - 1] = replace(part, bins=bins)


def absent(card: Card, title: str, bins: list[Bin], reading: Reading, points: str, why: str) -> None:
    """What is done with a missing value that the card has no bin for."""
    if reading == "stated":
        card.decide(title, "missing", "the card has no bin for a missing value: the fact must be given")
        return
    empty = Numbers(()) if isinstance(bins[0].holds, Numbers) else Words(())
    bins.append(Bin(replace(empty, null=True), points))
    card.warn(title, "missing", f"the card has no bin for a missing value; {why}")


def unseen(card: Card, title: str, bins: list[Bin], reading: Reading, points: str, why: str) -> None:
    """What is done with a word that no bin names."""
    if reading == "stated":
        card.decide(title, "unseen", "a word that no bin names is refused: the fact is an enumeration")
        return
    bins.append(Bin(Words((), rest=True), points))
    card.warn(title, "unseen", f"a word that no bin names gets {points} points: {why}")
