"""The Python API alone, by pytest-benchmark: each form of facts, JSON, explanations, loading, columns.

`make bench` runs this in .venv/bench, where the packages are that the forms need.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import placet

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "examples" / "applicant.json").read_bytes()
FACTS: dict[str, Any] = json.loads(TEXT)
DECLINED = FACTS | {"age": 17, "open_loans": 11}
ROWS = 10_000

sys.path.insert(0, str(ROOT / "benches" / "reference"))


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    """The reference bundle."""
    return placet.load(ROOT / "rules" / "reference")


def a_dict(_: placet.Engine) -> object:
    """The facts as json.loads gives them."""
    return json.loads(TEXT)


def a_struct(engine: placet.Engine) -> object:
    """The bundle's own msgspec Struct."""
    msgspec = pytest.importorskip("msgspec")
    return msgspec.json.decode(TEXT, type=engine.facts_struct())


def a_pydantic_model(engine: placet.Engine) -> object:
    """The bundle's own pydantic model."""
    pytest.importorskip("pydantic")
    return engine.facts_model().model_validate_json(TEXT)


def a_dataclass(_: placet.Engine) -> object:
    """A host's own dataclass."""
    return dataclasses.make_dataclass("Applicant", FACTS)(**FACTS)


@pytest.mark.parametrize("form", [a_dict, a_struct, a_pydantic_model, a_dataclass])
def test_decide(benchmark: Callable[..., object], engine: placet.Engine, form: Callable[..., object]) -> None:
    facts = form(engine)
    assert engine.decide(facts)["score"] == 744
    benchmark(engine.decide, facts)


def test_decide_a_decline(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    assert engine.decide(DECLINED).outcome == "decline"
    benchmark(engine.decide, DECLINED)


def test_decide_and_read_all(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    def read(facts: dict[str, Any]) -> object:
        decision = engine.decide(facts)
        return decision.outcome, decision.outputs, [reason.code for reason in decision.reasons]

    assert benchmark(read, FACTS)


def test_decide_json(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    assert benchmark(engine.decide_json, TEXT)


def test_msgspec_decode_of_the_same_bytes(benchmark: Callable[..., object]) -> None:
    msgspec = pytest.importorskip("msgspec")
    assert benchmark(msgspec.json.decode, TEXT) == FACTS


def test_explain(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    assert benchmark(engine.explain, FACTS)


def test_facts_error(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    def refused(facts: dict[str, Any]) -> bool:
        try:
            engine.decide(facts)
        except placet.FactsError:
            return True
        return False

    assert benchmark(refused, FACTS | {"age": "34"})


def test_load_a_folder(benchmark: Callable[..., object]) -> None:
    assert benchmark(placet.load, ROOT / "rules" / "reference")


def test_load_packed(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    assert benchmark(placet.load_packed, engine.pack())


def test_decide_batch_of_10_000(benchmark: Callable[..., object], engine: placet.Engine) -> None:
    decide_batch = getattr(engine, "decide_batch", None)
    if decide_batch is None:
        pytest.skip("this engine does not decide columns")
    arrow = pytest.importorskip("pyarrow")
    from make_facts import applicants  # type: ignore[import-not-found]

    table = arrow.Table.from_pylist(list(applicants(ROWS)))
    assert arrow.table(benchmark(decide_batch, table)).num_rows == ROWS
