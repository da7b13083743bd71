"""The bundles that ship: no findings, their own cases pass, and the German scores are those of the library."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

import placet
from placet.bundle import inspect_folder
from placet.bundle.expect import differences

RULES = Path(__file__).resolve().parents[2] / "rules"
GERMAN = RULES / "german_credit"


@pytest.mark.parametrize("name", sorted(path.parent.name for path in RULES.glob("*/bundle.yaml")))
def test_a_bundle_has_no_findings_and_passes_its_own_cases(name: str) -> None:
    _, engine, findings, cases = inspect_folder(RULES / name)
    assert findings == []
    assert engine is not None
    assert len(cases) >= 15
    for case in cases:
        decision = engine.decide(engine.facts_from_text(case.facts), as_of=case.as_of)
        assert list(differences(case, decision)) == [], case.name
        explained = engine.explain(engine.facts_from_text(case.facts), as_of=case.as_of)
        assert dict(explained.decision.outputs) == dict(decision.outputs), case.name
        assert explained.decision.reasons == decision.reasons, case.name


def read(name: str) -> list[dict[str, str]]:
    with (GERMAN / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_german_scores_and_points_are_those_of_the_library() -> None:
    engine = placet.load(GERMAN)
    applicants, expected = read("german_credit.csv"), read("scores.csv")
    assert len(applicants) == len(expected) == 1000
    outcomes = {"A": "approve", "B": "approve", "C": "approve", "D": "refer", "E": "decline"}
    knocked_out = 0
    for applicant, scores in zip(applicants, expected, strict=True):
        assert applicant["id"] == scores["id"]
        facts = engine.facts_from_text(applicant)
        decision = engine.decide(facts, unknown="ignore")
        assert decision["score"] == Decimal(scores["score"])
        if decision.outcome != outcomes[str(decision["grade"])]:
            knocked_out += 1
            assert set(decision.reasons) - set(decision.hits) == set()
        stages = engine.explain(facts, unknown="ignore").tree["children"]
        (card,) = [stage for stage in stages if stage["label"] == "score" and stage["kind"] == "stage"]
        points = {part["label"]: Decimal(part["result"]) for part in card["children"]}
        assert points.pop("start") == 449
        assert points == {
            name.removesuffix("_points"): Decimal(text)
            for name, text in scores.items()
            if name.endswith("_points")
        }
    assert knocked_out < 20


def test_the_german_card_is_what_the_importer_makes_of_the_library_s_table() -> None:
    from placet.importers.scorecardpy import from_file
    from placet.importers.write import scorecard_csv

    card = from_file(GERMAN / "data" / "card.csv", reading="stated", reasons="R{n:02}")
    assert scorecard_csv(card) == (GERMAN / "scorecard.csv").read_text("utf-8")
    assert f"start:   {card.start}\n" in (GERMAN / "bundle.yaml").read_text("utf-8")


def test_a_broken_case_file_does_not_keep_a_bundle_from_deciding(tmp_path: Path) -> None:
    for file in (RULES / "reference").glob("*.[cy]*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "tests.csv").write_text('case,given\n"open', "utf-8")
    (tmp_path / "typical.yaml").write_text("a: [", "utf-8")
    assert placet.load(tmp_path).digest == placet.load(RULES / "reference").digest
    assert {finding.file for finding in placet.check(tmp_path)} == {"tests.csv", "typical.yaml"}
