"""Imported cards score as the libraries do, bit for bit, on a folder of samples that `PLACET_SAMPLES` names.

Each sample has the library's own scores for 1,000 applicants, and for probes: one value varied at a time, over
every edge and the doubles beside it, missing values, special codes, unseen and odd words.
"""

import csv
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import placet
from placet.importers import Card, from_pmml, write_folder
from placet.importers import optbinning as optbinning_reader
from placet.importers import scorecardpy as scorecardpy_reader
from placet.importers import toad as toad_reader

SAMPLES = Path(os.environ.get("PLACET_SAMPLES", "no samples"))
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="PLACET_SAMPLES names no folder")

Facts = dict[str, Any]


class Expected(NamedTuple):
    """The library's score, and its points by the source's name of each characteristic."""

    score: float
    points: dict[str, float] | None


def table(*path: str) -> list[dict[str, str]]:
    with SAMPLES.joinpath(*path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lines(*path: str) -> list[dict[str, Any]]:
    with SAMPLES.joinpath(*path).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def applicants(name: str) -> list[Facts]:
    if name != "plain":
        return lines("german_credit", "german_credit_awkward.jsonl")
    numbers = ("duration_in_month", "credit_amount", "age_in_years")
    rows: list[Facts] = [dict(row) for row in table("german_credit", "german_credit.csv")]
    return [row | {name: float(row[name]) for name in numbers} for row in rows]


def scores(library: str, name: str, file: str = "scores.csv", column: str = "score") -> list[Expected]:
    rows = table(library, name, file)
    assert len(rows) == 1000
    ends = "_points"
    # scorecardpy leaves the points of what no bin holds empty, and adds nothing for them.
    return [
        Expected(
            float(row[column]),
            {key.removesuffix(ends): float(text or 0) for key, text in row.items() if key.endswith(ends)},
        )
        for row in rows
    ]


def probes(library: str, name: str) -> tuple[list[Facts], list[Expected]]:
    found = lines(library, name, "probe.jsonl")
    assert len(found) > 50
    expected = [
        Expected(probe["score"], {key: value or 0.0 for key, value in probe["points"].items()})
        for probe in found
    ]
    return [probe["facts"] for probe in found], expected


def agrees(card: Card, folder: Path, facts: list[Facts], expected: list[Expected]) -> None:
    """The bundle has no findings, its check rows pass, and it decides as the library."""
    shutil.rmtree(folder, ignore_errors=True)
    write_folder(card, folder)
    assert placet.check(folder) == []
    engine = placet.load(folder)
    titles = {part.name: part.title for part in card.characteristics}
    for row, (score, points) in zip(facts, expected, strict=True):
        explained = engine.explain(row, unknown="ignore")
        assert float(str(explained.decision["score"])) == score, row
        if points is not None:
            stages = explained.tree["children"]
            (stage,) = [each for each in stages if each["label"] == card.stage and each["kind"] == "stage"]
            got = {
                titles[each["label"]]: float(each["result"])
                for each in stage["children"]
                if each["label"] in titles
            }
            assert got == points, row


@pytest.mark.parametrize("name", ["plain", "awkward", "merged", "special_int"])
@pytest.mark.parametrize("suffix", ["", "_basepoints_eq0"])
def test_scorecardpy(name: str, suffix: str, tmp_path: Path) -> None:
    folder = SAMPLES / "scorecardpy" / name
    for kind in ("csv", "json"):
        card = scorecardpy_reader.from_file(folder / f"card{suffix}.{kind}")
        agrees(card, tmp_path / "card", applicants(name), scores("scorecardpy", name, f"scores{suffix}.csv"))


@pytest.mark.parametrize("name", ["plain", "awkward", "merged", "special_int"])
def test_scorecardpy_probes(name: str, tmp_path: Path) -> None:
    # The probes of `special_int` hand columns of floats to the library, where codes of whole numbers do not match.
    codes: scorecardpy_reader.SpecialCodes | None = "floats" if name == "special_int" else None
    card = scorecardpy_reader.from_file(SAMPLES / "scorecardpy" / name / "card.csv", special_codes=codes)
    agrees(card, tmp_path / "card", *probes("scorecardpy", name))


@pytest.mark.parametrize("name", ["plain", "awkward"])
@pytest.mark.parametrize("file", ["card.json", "card.csv", "card_raw_export.json"])
def test_toad(name: str, file: str, tmp_path: Path) -> None:
    card = toad_reader.from_file(SAMPLES / "toad" / name / file)
    expected = scores("toad", name, column="score_reloaded_card")
    agrees(card, tmp_path / "card", applicants(name), expected)
    agrees(card, tmp_path / "card", *probes("toad", name))


@pytest.mark.parametrize("name", ["plain", "awkward"])
def test_toad_at_full_precision(name: str, tmp_path: Path) -> None:
    card = toad_reader.from_file(SAMPLES / "toad" / name / "rules_full_precision.json")
    expected = [each._replace(points=None) for each in scores("toad", name, column="score_fitted")]
    agrees(card, tmp_path / "card", applicants(name), expected)


@pytest.mark.parametrize("name", ["plain", "awkward"])
def test_toad_with_its_combiner_has_whole_names(name: str, tmp_path: Path) -> None:
    folder = SAMPLES / "toad" / name
    card = toad_reader.from_file(folder / "card.json", combiner=folder / "combiner.json")
    assert not any(note.code == "comma" for note in card.notes)
    write_folder(card, tmp_path / "card")
    engine = placet.load(tmp_path / "card")
    for row, fitted in zip(applicants(name), scores("toad", name, column="score_fitted"), strict=True):
        # No more than the rounding of each characteristic's points to two decimals is left.
        rounding = 0.005 * len(card.characteristics) + 1e-9
        assert abs(float(str(engine.decide(row, unknown="ignore")["score"])) - fitted.score) <= rounding


@pytest.mark.parametrize("name", ["plain", "awkward", "minmax_intercept"])
def test_optbinning(name: str, tmp_path: Path) -> None:
    card = optbinning_reader.from_file(SAMPLES / "optbinning" / name / "exact.json")
    agrees(card, tmp_path / "card", applicants(name), scores("optbinning", name))
    agrees(card, tmp_path / "card", *probes("optbinning", name))


@pytest.mark.parametrize(("name", "intercept"), [("awkward", None), ("minmax_intercept", "300")])
def test_optbinning_from_the_printed_table_and_the_binnings(
    name: str, intercept: str | None, tmp_path: Path
) -> None:
    folder = SAMPLES / "optbinning" / name
    for file in ("table_summary.csv", "table_detailed.csv"):
        card = optbinning_reader.from_file(folder / file, binning=folder / "binning", intercept=intercept)
        agrees(card, tmp_path / "card", applicants(name), scores("optbinning", name))
        with pytest.raises(ValueError, match=r"too few digits|what they are"):
            optbinning_reader.from_file(folder / file, intercept=intercept)


MODELS = [
    "kie/CompoundPredicateScorecard",
    "kie/Simple-Scorecard_Categorical",
    "own/german_points_below",
    "own/microloan_points_above",
    "own/no_default",
    "pyscorecard/risk_example",
]
ALWAYS = "\n  told:\n    rules:\n      decline:\n        ALWAYS: 1 < 2\n\noutputs:"


def told(card: Card, folder: Path) -> placet.Engine:
    """The bundle with a rule that declines, so that the card's reasons are given."""
    write_folder(card, folder)
    assert placet.check(folder) == []
    if card.reason_keys:
        described = folder / "bundle.yaml"
        described.write_text(described.read_text("utf-8").replace("\noutputs:", ALWAYS), "utf-8")
        with (folder / "reasons.csv").open("a", encoding="utf-8") as file:
            file.write("ALWAYS,told\n")
    return placet.load(folder)


@pytest.mark.parametrize("model", MODELS)
def test_pmml(model: str, tmp_path: Path) -> None:
    card = from_pmml(SAMPLES / "pmml" / f"{model}.pmml")
    engine = told(card, tmp_path / "card")
    names = {fact.title: fact.name for fact in card.facts}
    computed = model.endswith("microloan_points_above")
    for case in lines("pmml", f"{model}.jsonl"):
        decision = engine.decide({names[name]: value for name, value in case["in"].items()})
        score = decision[card.outputs[0][0]]
        if case["error"]:
            assert score is None, case
            assert "NO_SCORE" in {hit.code for hit in decision.hits}
            continue
        (expected, *_) = [value for value in case["out"].values() if isinstance(value, (int, float))]
        # Computed points are worked out with decimals: all others are the engine's own doubles.
        tolerance = 1e-15 * abs(expected) if computed else 0
        assert abs(float(str(score)) - expected) <= tolerance, case
        if computed:
            assert {name: decision[name] for name in case["out"] if name.startswith("RC")} == {
                name: code for name, code in case["out"].items() if name.startswith("RC")
            }, case
        elif card.reason_keys:
            codes = [value for value in case["out"].values() if isinstance(value, str)]
            assert [reason.code for reason in decision.reasons if reason.code != "ALWAYS"] == codes, case


def every_card() -> Iterator[tuple[str, Card]]:
    for path in sorted(SAMPLES.glob("scorecardpy/*/card*.*")):
        yield str(path.relative_to(SAMPLES)), scorecardpy_reader.from_file(path)
    for path in sorted(SAMPLES.glob("toad/*/card*.*")):
        yield str(path.relative_to(SAMPLES)), toad_reader.from_file(path)
    for path in sorted(SAMPLES.glob("optbinning/*/exact.json")):
        yield str(path.relative_to(SAMPLES)), optbinning_reader.from_file(path)


def test_every_sample_passes_its_own_check_rows(tmp_path: Path) -> None:
    from placet.bundle import inspect_folder
    from placet.bundle.expect import differences

    count = 0
    for name, card in every_card():
        folder = tmp_path / name.replace("/", "_")
        write_folder(card, folder)
        _, engine, findings, cases = inspect_folder(folder)
        assert (findings, engine is not None) == ([], True), name
        assert engine is not None
        count += len(cases)
        for case in cases:
            assert list(differences(case, engine.decide(engine.facts_from_text(case.facts)))) == [], case.name
    assert count > 200
