"""Holds `decide_batch` against `decide`, row for row."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

import placet


def row_facts(engine: placet.Engine, row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a row of a table, as `decide` takes them: causes in the place of what is missing."""
    known = set(engine.fact_names)
    facts = {name: value for name, value in row.items() if name in known}
    for name, cause in row.items():
        of = name.removesuffix(".missing")
        if name in known or of == name or cause is None:
            continue
        for fact in known:
            if (fact == of or fact.startswith(of + ".")) and facts.get(fact) is None:
                facts[fact] = placet.missing(cause)
    return facts


def alike(
    engine: placet.Engine, table: pa.Table, days: Sequence[Any] | None = None, **options: Any
) -> list[str]:
    """Decides a table both ways, and holds the answers together; how each row ended."""
    rows, ends = table.to_pylist(), []
    answers = pa.table(engine.decide_batch(table, **options)).to_pylist()
    assert len(answers) == len(rows)
    options = {
        name: value for name, value in options.items() if name in ("allow_expired", "as_of", "unknown")
    }
    for number, (row, answer) in enumerate(zip(rows, answers, strict=True)):
        if days is not None:
            options["as_of"] = days[number]
        try:
            decision = engine.decide(row_facts(engine, row), **options)
        except placet.FactsError as error:
            messages = [problem["message"] for problem in error.problems]
            assert answer["errors"] == messages, row
            assert all(value is None for name, value in answer.items() if name in engine.output_names)
            assert (answer["outcome"], answer["reasons"], answer["hits"]) == (None, None, None)
            ends.append("error")
            continue
        except ValueError as error:
            assert answer["errors"] == [str(error)]
            ends.append("day")
            continue
        assert answer["errors"] is None, row
        assert answer["outcome"] == decision.outcome, row
        for name, value in decision.outputs.items():
            same(answer[name], value)
        assert answer["reasons"] == [reason.code for reason in decision.reasons], row
        assert answer["hits"] == [hit.code for hit in decision.hits], row
        ends.append(decision.outcome)
    return ends


def same(found: object, value: object) -> None:
    """A value of a column is that of a decision: a number without places of its own is its text, exactly."""
    if isinstance(value, list):
        assert isinstance(found, str)
    elif isinstance(value, Decimal) and isinstance(found, float):
        assert Decimal(repr(found)) == value
    elif isinstance(value, Decimal) and isinstance(found, str):
        assert Decimal(found) == value
    else:
        assert found == value
        assert isinstance(found, (type(value), Decimal))
