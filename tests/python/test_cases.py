"""A bundle's own test cases: typical.yaml and tests.csv."""

from datetime import date
from decimal import Decimal

import pytest

from placet.bundle import bounds, read_texts
from placet.bundle.cases import Case, read_cases, split_outside_quotes
from placet.bundle.expect import is_value
from placet.bundle.shapes import ReaderFinding

TYPICAL = "age: 31\nbureau: {score: 655, hit: true}\ntags: [a, b]\n"
HEADER = "case,given,as_of,outcome,reasons,limit\n"


def read(
    tests: str, typical: str = TYPICAL, outputs: tuple[str, ...] | None = ("limit",)
) -> tuple[list[Case], list[ReaderFinding]]:
    files, findings = read_texts({"bundle.yaml": "", "tests.csv": tests, "typical.yaml": typical})
    assert findings == []
    return read_cases(files, outputs)


def test_a_case_changes_the_typical_applicant() -> None:
    (case,), findings = read(HEADER + "a minor,age = 17; bureau.score = null,2026-11-24,decline,AGE C1,0\n")
    assert findings == []
    assert case == Case(
        name="a minor",
        line=2,
        facts={"age": "17", "bureau.score": "null", "bureau.hit": "true", "tags": "[a, b]"},
        as_of=date(2026, 11, 24),
        outcome="decline",
        reasons=("AGE", "C1"),
        outputs={"limit": "0"},
    )


def test_what_is_empty_is_not_checked_and_none_means_none() -> None:
    (unchecked, none), _ = read(HEADER + "x,,,,,\ny,,,approve,none,null\n")
    assert (unchecked.outcome, unchecked.reasons, unchecked.outputs) == (None, None, {})
    assert (none.reasons, none.outputs) == ((), {"limit": "null"})


def test_a_value_in_quotes_may_hold_separators() -> None:
    (case,), _ = read(HEADER + 'x,"name = ""a; b = c""; age = 18",,,,\n')
    assert case.facts["name"] == '"a; b = c"'
    assert case.facts["age"] == "18"


def test_a_group_that_is_missing_takes_its_facts_along() -> None:
    (case,), _ = read(HEADER + "x,bureau = missing(source_down),,,,\n")
    assert {name for name in case.facts if name.startswith("bureau")} == {"bureau"}


def test_a_bundle_may_have_no_cases_and_no_typical_applicant() -> None:
    assert read_cases(read_texts({"bundle.yaml": ""})[0]) == ([], [])
    (case,), _ = read_cases(read_texts({"tests.csv": "case,given\nx,age = 3\n"})[0])
    assert case.facts == {"age": "3"}


@pytest.mark.parametrize(
    ("row", "place", "words"),
    [
        ("x,age 17,,,,", (2, 3, 6), "`age 17` is no change"),
        ('x,"age = 17; b =",,,,', (2, 14, 3), "`b =` is no change"),
        ('"a, b",age = 1; age = 2,,,,', (2, 17, 7), "changed twice"),
        ("x,,24.11.2026,,,", (2, 4, 10), "is no day"),
        ("甲,,, approved,,", (2, 6, 8), "is no outcome"),
    ],
)
def test_a_bad_case_is_told_with_its_place(row: str, place: tuple[int, int, int], words: str) -> None:
    cases, (found,) = read(HEADER + row + "\n")
    assert cases == []
    assert (found.code, found.file, found[2:5]) == ("E0701", 1, place)
    assert words in found.message


def test_a_bad_case_does_not_hide_the_others() -> None:
    cases, findings = read(HEADER + "x,,,maybe,,\ny,,,approve,,\nz,b,,,,\n")
    assert [case.name for case in cases] == ["y"]
    assert [found.line for found in findings] == [2, 4]


def test_cases_and_their_findings_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(read(HEADER + "x,,,maybe,,\n" * 100)[1]) == bounds.FINDINGS_A_FILE
    monkeypatch.setattr(bounds, "CASES", 2)
    assert [found.code for found in read(HEADER + "x,,,,,\n" * 3)[1]] == ["E0108"]


def test_a_column_that_is_no_output() -> None:
    _, (found,) = read("\n\ncase,given,limt\nx,,1\n")
    assert found[:5] == ("E0701", 1, 3, 12, 4)
    assert "limit" in found.help
    assert read("case,given,limt\nx,,1\n", outputs=None)[1] == [], (
        "without an engine nobody knows the outputs"
    )


def test_given_must_be_there() -> None:
    cases, (found,) = read("case,outcome\nx,approve\n")
    assert cases == []
    assert "`given` is missing" in found.message


@pytest.mark.parametrize(
    ("typical", "place"),
    [("- a\n", (1, 1)), ("a: [[1]]\n", (1, 4)), ("x\n", (1, 1)), ("a: [{b: 1}]\n", (1, 4))],
)
def test_a_typical_applicant_is_a_map_of_facts(typical: str, place: tuple[int, int]) -> None:
    _, findings = read(HEADER, typical)
    assert [(found.code, found.file, found[2:4]) for found in findings] == [("E0701", 2, place)]


def test_separators_within_quotes_do_not_count() -> None:
    assert split_outside_quotes('a="x;y"; b', ";") == ['a="x;y"', " b"]


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("0.10", Decimal("0.1")),
        ("18500", Decimal("18500.00")),
        ("3", 3),
        ("null", None),
        ("TRUE", True),
        ("false", False),
        ("A", "A"),
        ('"A"', "A"),
        ("2026-11-24", date(2026, 11, 24)),
        ("[a, 1.50]", ["a", Decimal("1.50")]),
    ],
)
def test_a_cell_stands_for_a_value(expected: str, value: object) -> None:
    assert is_value(expected, value)


@pytest.mark.parametrize(
    ("expected", "value"),
    [("null", 0), ("0", None), ("1", True), ("true", 1), ("x", Decimal(1)), ("A", "B"), ("null", "null ")],
)
def test_a_cell_does_not_stand_for_another_value(expected: str, value: object) -> None:
    assert not is_value(expected, value)
