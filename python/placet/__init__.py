"""Exact, explainable credit decisions from a bundle of rules, scorecards, limits and prices.

A bundle is a folder that credit people write in YAML and CSV. It is checked and compiled once, and then decides:

    import placet

    engine = placet.load("rules/reference")
    decision = engine.decide({"age": 31, "monthly_income": Decimal("8500.00"), ...})
    decision.outcome, decision["limit"], decision.reasons
"""

from placet._native import Decision, Engine, Explanation, Finding, Missing, Reason, missing
from placet.errors import BundleError, FactsError
from placet.loading import check, load

__all__ = [
    "BundleError",
    "Decision",
    "Engine",
    "Explanation",
    "FactsError",
    "Finding",
    "Missing",
    "Reason",
    "check",
    "load",
    "missing",
]
