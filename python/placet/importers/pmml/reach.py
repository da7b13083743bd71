"""Bins for a missing value that derived values never have: the engine proves it, so that it is asked."""

from __future__ import annotations

from dataclasses import replace

from placet.importers.model import Bin, Card
from placet.importers.write import bundle_yaml, facts_csv, scorecard_csv

_UNREACHABLE = "E0405"


def drop_unreachable(card: Card) -> None:
    """Takes away the bins over derived values that nothing can reach."""
    facts = {fact.name for fact in card.facts}
    if all(part.name in facts for part in card.characteristics):
        return
    from placet.bundle import read_texts
    from placet.bundle.compiled import compile_files

    texts = {
        "bundle.yaml": bundle_yaml(card),
        "facts.csv": facts_csv(card),
        "scorecard.csv": scorecard_csv(card),
    }
    files, faults = read_texts(texts)
    _, findings = compile_files(files, faults)
    lines = {found.line for found in findings if found.code == _UNREACHABLE and found.file == "scorecard.csv"}
    line = 1
    for number, part in enumerate(card.characteristics):
        kept: list[Bin] = []
        for bin_ in part.bins:
            line += 1
            if line in lines and part.name not in facts:
                card.decide(part.title, "missing", f"`{part.name}` is never missing, and needs no bin for it")
            else:
                kept.append(bin_)
        card.characteristics[number] = replace(part, bins=tuple(kept))
