"""Exact, explainable credit decisions from a bundle of rules, scorecards, limits and prices.

A bundle is a folder that credit people write in YAML and CSV. It is checked and compiled once, and then decides:

>>> import json, placet
>>> from pathlib import Path
>>> engine = placet.load("rules/reference")
>>> facts = json.loads(Path("examples/applicant.json").read_text("utf-8"))
>>> decision = engine.decide(facts)
>>> decision.outcome, decision["limit"], decision["binding"]
('approve', Decimal('36000.00'), 'income')

>>> decision = engine.decide(facts | {"age": 17})
>>> decision.outcome, [reason.code for reason in decision.reasons]
('decline', ['K01', 'C01', 'C02', 'C03', 'C07'])
>>> decision.reasons[0].text("en")
'You are below the least age for this loan'
"""

from typing import TYPE_CHECKING

from placet._native import (
    BatchDecisions,
    Decision,
    Decisions,
    DecisionStream,
    Engine,
    Explanation,
    Fact,
    Finding,
    Missing,
    Model,
    Reason,
    missing,
)
from placet.errors import BundleError, FactsError, ReleaseExistsError, ReleaseNotFoundError
from placet.loading import check, load, load_model, load_packed

if TYPE_CHECKING:
    from placet.release.store import Release, Store

__all__ = [
    "BatchDecisions",
    "BundleError",
    "Decision",
    "DecisionStream",
    "Decisions",
    "Engine",
    "Explanation",
    "Fact",
    "FactsError",
    "Finding",
    "Missing",
    "Model",
    "Reason",
    "Release",
    "ReleaseExistsError",
    "ReleaseNotFoundError",
    "Store",
    "check",
    "load",
    "load_model",
    "load_packed",
    "missing",
]


def __getattr__(name: str) -> object:
    """What a service that only decides does without is loaded when it is named."""
    if name in ("Release", "Store"):
        from placet.release import store

        return getattr(store, name)
    raise AttributeError(f"module 'placet' has no attribute {name!r}")
