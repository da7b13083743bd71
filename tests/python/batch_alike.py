"""Holds `decide_batch` against `decide`, row for row."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

import placet
import placet.feel


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
    """Decides a table both ways, and holds the answers together; how each row ended.

    `days` are those of a column `as_of`. With `points=True` the points are held against `explain`.
    """
    rows, ends = table.to_pylist(), []
    answers = pa.table(engine.decide_batch(table, **options)).to_pylist()
    assert len(answers) == len(rows)
    alone = {name: options[name] for name in ("allow_expired", "as_of", "unknown") if name in options}
    for number, (row, answer) in enumerate(zip(rows, answers, strict=True)):
        if days is not None:
            alone["as_of"] = days[number]
        facts = row_facts(engine, row)
        ends.append(ended(engine, facts, answer, **alone))
        if options.get("points") and ends[-1] not in ("error", "day"):
            same_points(answer, engine.explain(facts, **alone).tree)
    return ends


def alike_texts(engine: placet.Engine, table: pa.Table, **options: Any) -> list[str]:
    """The same of a table of cells; a cell that is withheld is not looked at."""
    answers = pa.table(engine.decide_batch(table, text=True, **options)).to_pylist()
    ends = []
    for row, answer in zip(table.to_pylist(), answers, strict=True):
        cells = {
            fact.name: row[fact.name]
            for fact in engine.facts
            if fact.name in row and (fact.consent is None or consents(engine, row, fact.consent))
        }
        try:
            facts = engine.facts_from_text(cells)
        except placet.FactsError as error:
            # What cannot be typed is told first of a row alone, and in columns together with all else.
            assert {problem["message"] for problem in error.problems} <= set(answer["errors"] or ()), row
            assert answer["outcome"] is None
            ends.append("text")
            continue
        ends.append(ended(engine, facts, answer, **options))
    return ends


def consents(engine: placet.Engine, row: Mapping[str, str], name: str) -> bool:
    try:
        return engine.facts_from_text({name: row.get(name, "")}).get(name) is True
    except placet.FactsError:
        return False


def ended(engine: placet.Engine, facts: Mapping[str, Any], answer: Mapping[str, Any], **options: Any) -> str:
    """Holds a row's answer against the decision about its facts; how it ended."""
    try:
        decision = engine.decide(facts, **options)
    except ValueError as error:
        bad = isinstance(error, placet.FactsError)
        messages = [problem["message"] for problem in error.problems] if bad else [str(error)]  # type: ignore[attr-defined]
        assert answer["errors"] == messages, facts
        assert all(value is None for name, value in answer.items() if name in engine.output_names)
        assert (answer["outcome"], answer["reasons"], answer["hits"]) == (None, None, None)
        return "error" if bad else "day"
    assert answer["errors"] is None, facts
    assert answer["outcome"] == decision.outcome, facts
    for name, value in decision.outputs.items():
        same(answer[name], value)
    assert answer["reasons"] == [reason.code for reason in decision.reasons], facts
    assert answer["hits"] == [hit.code for hit in decision.hits], facts
    return decision.outcome


def same_points(answer: Mapping[str, Any], tree: Mapping[str, Any]) -> None:
    """The points are those that `explain` tells of each characteristic; null where the card was not counted."""
    cards = [name for name in answer if name.endswith(".points")]
    stages = {stage["label"]: stage for stage in tree["children"] if stage["kind"] == "stage"}
    for name in cards:
        points = answer[name] or {}
        told = dict(characteristics(stages[name.removesuffix(".points")]))
        assert told.pop("start", None) is not None or not told
        assert {of: value for of, value in points.items() if value is not None} == told


def characteristics(node: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """What each counts; a group with bounds has its characteristics beneath it."""
    for child in node["children"]:
        if any(below["kind"] == "characteristic" for below in child["children"]):
            yield from characteristics(child)
        elif child["kind"] == "characteristic":
            yield child["label"], Decimal(child["result"])


def same(found: object, value: object) -> None:
    """A value of a column is that of a decision: a number without places of its own is its text, exactly."""
    if isinstance(value, list):
        assert isinstance(found, str)  # as FEEL writes it
        read = placet.feel.evaluate(found)
        assert read == value
        assert [type(item) for item in read] == [type(item) for item in value]
    elif isinstance(value, Decimal) and isinstance(found, float):
        assert Decimal(repr(found)) == value
    elif isinstance(value, Decimal) and isinstance(found, str):
        assert Decimal(found) == value
    else:
        assert found == value
        assert isinstance(found, (type(value), Decimal))
