"""The published figures are those that were measured, and what was counted is told with its reason."""

import importlib.util
import json
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
BENCHES = ROOT / "benches"
RESULTS = BENCHES / "results"


def module(name: str) -> ModuleType:
    """A program of benches/, which is no package."""
    sys.path.insert(0, str(BENCHES))
    try:
        spec = importlib.util.spec_from_file_location(f"benches_{name}", BENCHES / f"{name}.py")
        assert spec is not None and spec.loader is not None
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
    finally:
        sys.path.remove(str(BENCHES))
    return loaded


REPORT, INSTRUCTIONS = module("report"), module("instructions")


def measured() -> Any:
    return json.loads((RESULTS / "results.json").read_text("utf-8"))


def test_the_page_of_results_is_made_of_the_rounds() -> None:
    assert (RESULTS / "README.md").read_text("utf-8") == REPORT.page(measured())


def test_the_front_page_shows_the_measured_table() -> None:
    front, page = ((folder / "README.md").read_text("utf-8") for folder in (ROOT, RESULTS))
    assert REPORT.between(front) == REPORT.between(page)
    assert "| **Placet** |" in REPORT.between(front)


def test_no_published_peer_gave_a_wrong_answer() -> None:
    results = measured()
    assert {"placet_peer", "c_floor", "python_hand"} <= set(results["peers"])
    assert all(not any(peer["wrong"].values()) for peer in results["peers"].values())


def test_the_table_is_of_least_medians_and_best_rates() -> None:
    results = measured()
    for peer, (one, two, high) in {
        "c_floor": (500, 400, 900),
        "placet_peer": (3000, 800, 1000),
        "python_hand": (4000, 4100, 5000),
    }.items():
        results["dict"][peer] = [[one, high, 1], [two, high + 1, 1]]
    row = next(line for line in REPORT.front(results).splitlines() if line.startswith("| **Placet** |"))
    assert row.startswith("| **Placet** | 0.8 | 1 | 2.00× | 0.20× |")


def test_each_count_has_a_reason() -> None:
    known = tomllib.loads((BENCHES / "instructions.toml").read_text("utf-8"))
    assert set(known) - {"rustc", "python"} == set(INSTRUCTIONS.CASES)
    for name in INSTRUCTIONS.CASES:
        assert known[name]["instructions"] > 0
        assert known[name]["reason"].strip()


@pytest.mark.parametrize(("now", "bad"), [(1000, []), (1050, []), (1051, ["approve"]), (500, [])])
def test_growth_of_more_than_a_twentieth_fails(now: int, bad: list[str]) -> None:
    assert INSTRUCTIONS.compare({"approve": now}, {"approve": {"instructions": 1000}}) == bad


def test_a_count_that_nobody_committed_fails() -> None:
    assert INSTRUCTIONS.compare({"approve": 10}, {}) == ["approve"]


@pytest.mark.parametrize(
    ("count", "reason", "silent"), [(1100, "old", True), (1100, "new", False), (1040, "old", False)]
)
def test_a_committed_growth_needs_a_reason_of_its_own(count: int, reason: str, silent: bool) -> None:
    old = {"approve": {"instructions": 1000, "reason": "old"}}
    new = {"approve": {"instructions": count, "reason": reason}}
    assert INSTRUCTIONS.silent_growth(old, new) == (["approve"] if silent else [])


def test_accepting_tells_the_reason_of_what_moved_only() -> None:
    known = {
        "approve": {"instructions": 1000, "reason": "old"},
        "decline": {"instructions": 1000, "reason": "old"},
        "dict": {"instructions": 5000, "reason": "old"},
    }
    told = INSTRUCTIONS.accepted({"approve": 1005, "decline": 1200, "mixed": 7}, known, "new")
    assert told == {
        "approve": known["approve"],
        "decline": {"instructions": 1200, "reason": "new"},
        "mixed": {"instructions": 7, "reason": "new"},
        "dict": known["dict"],
    }
