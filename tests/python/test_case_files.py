"""The reader of the cases itself: what it reads, and that it refuses a case that would check nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from case_files import DecimalText, Missing, Null, all_cases, facts, load_cases, read_finding, value


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('[[case]]\nwhy = "a"\noutcom = "approve"\n', "no such key: outcom"),
        ('[[case]]\nwhy = "a"\n', "expects something"),
        ('[[case]]\noutcome = "approve"\n', "says why"),
        ('[[case]]\nwhy = "a"\nfindings = ["E04"]\n', "a code and a place"),
        ('[[case]]\nwhy = "a"\nfindings = ["E0401"]\noutcome = "approve"\n', "decides nothing"),
        ('[[case]]\nwhy = "a"\nrows = [{given = {age = 1}}]\n', "a row expects something"),
        ('[[case]]\nwhy = "a"\noutcome = "approve"\nfiles = {findings = ["E0401"]}\n', "no texts: findings"),
        ('[defaults]\nflows = ""\n', "no such key: flows"),
    ],
)
def test_a_case_that_would_check_nothing_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        load_cases(path)


def test_defaults_are_taken_whole_and_facts_and_files_key_by_key(tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(
        """
[defaults]
head = "bundle: a\\n"
flow = "flow: {}\\n"
texts = "code,en\\n"
files = {"a.csv" = "a", "b.csv" = "b"}
given = {age = 30, income = 5000}

[[case]]
why = "one"
flow = "flow: {x: y}\\n"
texts = ""
files = {"b.csv" = "c"}
without = ["income"]
rows = [{outcome = "approve"}, {given = {age = 20, income = {null = true}}, outcome = "decline"}]
""",
        encoding="utf-8",
    )
    (case,) = load_cases(path)
    assert case.files == {"bundle.yaml": "bundle: a\nflow: {x: y}\n", "a.csv": "a", "b.csv": "c"}
    assert [row.given for row in case.rows] == [{"age": 30}, {"age": 20, "income": Null()}]
    assert case.place == f"{path}:9"


def test_values_and_findings() -> None:
    assert value({"null": True}) == Null()
    assert value({"missing": "stale"}) == Missing("stale")
    assert value({"bureau": {"score": {"decimal": "1.50"}}}) == {"bureau": {"score": DecimalText("1.50")}}
    assert facts({"a": 1, "b": 2}, {"b": 3}, ["a", "b"]) == {"b": 3}
    finding = read_finding("E0401 bundle.yaml:9:14", "")
    assert str(finding) == "E0401 bundle.yaml:9:14"
    assert finding.fits("E0401", "bundle.yaml", 9, 14)
    assert not finding.fits("E0401", "bundle.yaml", 9, 13)
    assert read_finding("E0401 bundle.yaml:9", "").fits("E0401", "bundle.yaml", 9, 13)


def test_all_cases_can_be_read() -> None:
    cases = all_cases()
    assert len({case.id for case in cases}) == len(cases)
