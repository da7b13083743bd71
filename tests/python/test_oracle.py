"""`rules/reference` against an oracle in plain decimal arithmetic: every output and every reason."""

import importlib.util
import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import placet

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "benches" / "reference"
APPLICANTS = 100_000
SEED = 20261125


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, REFERENCE / f"{name}.py")
    assert spec is not None and spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


MAKE_FACTS, ORACLE = module("make_facts"), module("oracle")


def generated() -> Iterable[dict[str, Any]]:
    applicants: Iterable[dict[str, Any]] = MAKE_FACTS.applicants(APPLICANTS, SEED)
    return applicants


def edges() -> Iterable[dict[str, Any]]:
    reference = json.loads((REFERENCE / "reference.json").read_text("utf-8"))
    applicants: Iterable[dict[str, Any]] = MAKE_FACTS.edges(reference)
    return applicants


def answer(decision: placet.Decision) -> dict[str, object]:
    """A decision in the oracle's form, which leaves out what a decline does not have."""
    told: dict[str, object] = {"outcome": decision.outcome, **decision.outputs}
    told["reasons"] = [reason.code for reason in decision.reasons]
    if decision.outcome == "decline":
        assert told.pop("apr") is None
        assert told.pop("binding") is None
    return told


@pytest.mark.parametrize(("applicants", "count"), [(generated, APPLICANTS), (edges, 5_451)])
def test_every_answer_is_the_oracle_s(applicants: Callable[[], Iterable[dict[str, Any]]], count: int) -> None:
    engine = placet.load(ROOT / "rules" / "reference")
    seen = 0
    for facts in applicants():
        seen += 1
        exact = json.loads(json.dumps(facts), parse_float=Decimal)
        expected = ORACLE.decide(exact)
        assert answer(engine.decide(facts)) == expected, facts
        if seen % 10 == 0:
            assert answer(engine.decide(exact)) == expected, exact  # the same as decimals
    assert seen == count
