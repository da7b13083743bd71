"""Runs every case of `tests/cases` through the reader, the compiler and the engine."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from case_files import Case, DecimalText, Missing, Null, Row, all_cases

import placet
from placet import bundle
from placet.bundle.inspect import inspect_files

CASES = all_cases()


def compiled(case: Case) -> tuple[Any, list[Any]]:
    """The engine, or None, and all findings of the reader, the compiler and the bundle's own cases."""
    inspection = inspect_files(*bundle.read_texts(case.files))
    return inspection.engine, inspection.findings


def host(item: Any) -> Any:
    """A case's value as a host gives it."""
    match item:
        case Null():
            return None
        case Missing(cause):
            return placet.missing(cause)
        case DecimalText(text):
            return Decimal(text)
        case dict():
            return {name: host(part) for name, part in item.items()}
        case list():
            return [host(part) for part in item]
    return item


def place(finding: Any) -> tuple[str, str | None, int | None, int | None]:
    """The code, and the place as far as the finding has one."""
    return finding.code, finding.file, finding.line, finding.column


def told(findings: list[Any]) -> str:
    """The findings, for a message."""
    lines = []
    for finding in findings:
        code, file, line, column = place(finding)
        lines.append(f"  {code} {file}:{line}:{column} {finding.message}")
    return "\n".join(lines) or "  none"


def same(expected: Any, actual: Any) -> bool:
    """Whether an output is the expected one: null only null, a boolean no number, a number no binary float."""
    if isinstance(expected, Null):
        return actual is None
    if isinstance(expected, bool) or isinstance(actual, bool) or actual is None:
        return expected is actual
    if isinstance(actual, int | Decimal) and isinstance(expected, int | str):
        return Decimal(expected) == actual
    return type(expected) is type(actual) and expected == actual and not isinstance(actual, float)


def check_row(engine: Any, row: Row, where: str) -> None:
    """Decides one applicant and compares all that the row expects."""
    given = {name: host(item) for name, item in row.given.items()}
    time = {} if row.as_of is None else {"as_of": row.as_of}
    if "bad_facts" in row.expected:
        with pytest.raises(placet.FactsError) as refused:
            engine.decide(given, **time)
        silent = [name for name in row.expected["bad_facts"] if name not in str(refused.value)]
        assert not silent, f"{where}: the error does not name {silent}: {refused.value}"
        return
    decision = engine.decide(given, **time)
    for key, actual in (
        ("outcome", decision.outcome),
        ("reasons", codes(decision.reasons)),
        ("hits", codes(decision.hits)),
    ):
        if key in row.expected:
            assert actual == row.expected[key], f"{where}: {key}"
    for name, expected in row.expected.get("outputs", {}).items():
        actual = decision.outputs[name]
        assert same(expected, actual), f"{where}: {name} is {actual!r}, expected {expected!r}"


def codes(reasons: Any) -> list[str]:
    """The codes of reasons, or of hits, which may be bare codes."""
    return [getattr(reason, "code", reason) for reason in reasons]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case) -> None:
    engine, findings = compiled(case)
    where = f"{case.place}: {case.why}"
    absent = [
        str(expected)
        for expected in case.findings
        if not any(expected.fits(*place(finding)) for finding in findings)
    ]
    assert not absent, f"{where}\nnot found: {', '.join(absent)}; found:\n{told(findings)}"
    errors = [finding for finding in findings if finding.code.startswith("E")]
    beyond = [
        finding for finding in errors if not any(expected.fits(*place(finding)) for expected in case.findings)
    ]
    assert not beyond, f"{where}\nfound beyond what is expected:\n{told(beyond)}"
    stopped = any(
        finding.code != "E0701" for finding in errors
    )  # a bad case of its own does not stop a bundle
    assert (engine is None) == stopped, f"{where}\nan engine is given exactly where nothing stops the load"
    for number, row in enumerate(case.rows, 1):
        check_row(engine, row, f"{where}\nrow {number}, given {row.given}")
