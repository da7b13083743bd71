"""What importers decide, on cards small enough to score by hand."""

import math
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import placet
from placet.importers import (
    Card,
    CardImportError,
    files_of,
    from_optbinning,
    from_scorecardpy,
    from_table,
    from_toad,
    write_folder,
)


def engine_of(card: Card, folder: Path) -> placet.Engine:
    write_folder(card, folder)
    assert placet.check(folder) == []
    return placet.load(folder)


def score(engine: placet.Engine, facts: Mapping[str, object]) -> object:
    return engine.decide(facts)["score"]


def warned(card: Card) -> set[tuple[str, str]]:
    return {(note.subject, note.code) for note in card.notes if note.level == "warning"}


def scorecardpy_rows(*bins: tuple[str, str, float]) -> list[dict[str, object]]:
    base: dict[str, object] = {"variable": "basepoints", "bin": math.nan, "points": 448.0}
    return [base, *({"variable": name, "bin": label, "points": points} for name, label, points in bins)]


AGE = (("age", "-1.0", 5.0), ("age", "[-inf,26.0)%,%missing", -27.0), ("age", "[26.0,inf)", 12.0))


def test_scorecardpy_scores_as_the_package_and_warns_of_it(tmp_path: Path) -> None:
    card = from_scorecardpy(scorecardpy_rows(*AGE, ("job", "a,b%,%c", 3.0), ("job", 'say "no"', -3.0)))
    engine = engine_of(card, tmp_path / "card")
    # -1.0 is a code of a column of floats: the library never finds its bin.
    ages = [(-1.0, 421), (25.999999999999996, 421), (26.0, 460), (None, 421), (1e300, 460)]
    for age, expected in ages:
        assert score(engine, {"age": age, "job": None}) == expected
    for job, points in [("a,b", 3), ("c", 3), ('say "no"', -3), ("a", 0), (None, 0), ("", 0), ("C", 0)]:
        assert score(engine, {"age": 26.0, "job": job}) == 460 + points
    assert warned(card) == {("age", "special code"), ("job", "missing"), ("job", "unseen")}
    with pytest.raises(placet.FactsError, match="inf"):
        engine.decide({"age": math.inf, "job": None})


def test_scorecardpy_as_stated_honours_codes_and_refuses_what_no_bin_names(tmp_path: Path) -> None:
    card = from_scorecardpy(
        scorecardpy_rows(*AGE, ("job", "a,b%,%c", 3.0), ("job", "d", -3.0)), reading="stated"
    )
    engine = engine_of(card, tmp_path / "card")
    assert score(engine, {"age": -1.0, "job": "d"}) == 450
    assert score(engine, {"age": -1.0000000000000002, "job": "d"}) == 418
    for facts in ({"age": 26.0, "job": "e"}, {"age": 26.0, "job": None}):
        with pytest.raises(placet.FactsError, match="job"):
            engine.decide(facts)
    assert warned(card) == set()


def test_codes_of_whole_numbers_get_no_points_in_a_column_of_floats(tmp_path: Path) -> None:
    rows = scorecardpy_rows(("age", "-1", 5.0), ("age", "[-inf,26.0)", -27.0), ("age", "[26.0,inf)", 12.0))
    for codes, points in (("labelled", 5), ("match", 5), ("floats", 0)):
        card = from_scorecardpy(rows, special_codes=codes)  # type: ignore[arg-type]
        assert score(engine_of(card, tmp_path / codes), {"age": -1.0}) == 448 + points


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"variable": "age", "label": "x", "points": 1}], "has no label"),
        ([{"name": "age"}], "columns `variable`, `bin` and `points`"),
        (scorecardpy_rows(("age", "[0,1)", math.nan)), "points must be a number"),
        (scorecardpy_rows(("age", "[0,2)", 1), ("age", "[1,3)", 1)), "overlaps"),
        (scorecardpy_rows(("age", "[0,2)", 1), ("age", "old", 1)), "no range"),
        (scorecardpy_rows(("job", "a%,%b", 1), ("job", "b", 1)), "stands in two bins"),
        (scorecardpy_rows(), "no characteristics"),
    ],
)
def test_what_is_no_card_of_scorecardpy_is_told(rows: list[dict[str, object]], message: str) -> None:
    with pytest.raises(CardImportError, match=message):
        from_scorecardpy(rows)


def test_names_that_no_fact_can_have_are_replaced_and_told(tmp_path: Path) -> None:
    rows = scorecardpy_rows(("credit amount (€)", "[-inf,1.0)", 1), ("credit amount (€)", "[1.0,inf)", 2))
    rows += [{"variable": name, "bin": "x", "points": 1} for name in ("count", "score", "2nd", "年龄", "a.b")]
    card = from_scorecardpy(rows)
    assert [fact.name for fact in card.facts] == [
        "credit_amount____",
        "count_",
        "score",
        "f_2nd",
        "年龄",
        "a.b",
    ]
    assert card.stage == "score_2"
    engine = engine_of(card, tmp_path / "card")
    facts = {
        "credit_amount____": 1.0,
        "count_": "x",
        "score": "x",
        "f_2nd": "x",
        "年龄": "x",
        "a": {"b": "x"},
    }
    assert score(engine, facts) == 448 + 2 + 5
    assert "credit amount (€)" in files_of(card)["facts.csv"]


TOAD = {
    "months": {"[-inf ~ 12.0)": 83.17, "[12.0 ~ inf)": -10.18},
    "income": {"[-inf ~ 1.5)": 0.1, "[1.5 ~ inf)": 0.2, "nan": 0.3},
    "purpose": {"car,bus": 91.75, "house, own": 65.06, "else": 1.5, "tv": 2.25},
}


def test_toad_scores_the_reloaded_card_with_doubles_in_order(tmp_path: Path) -> None:
    card = from_toad(TOAD)
    engine = engine_of(card, tmp_path / "card")

    def expected(*points: float) -> Decimal:
        total: float = 0
        for each in points:
            total += each
        return Decimal(repr(total))

    # Missing months are the number -1; `house, own` is two words, one with a space; later keys override `else`.
    assert score(engine, {"months": None, "income": 1.5, "purpose": "bus"}) == expected(83.17, 0.2, 91.75)
    assert score(engine, {"months": 12.0, "income": None, "purpose": " own"}) == expected(-10.18, 0.3, 65.06)
    assert score(engine, {"months": 12.0, "income": 0.0, "purpose": "house, own"}) == expected(
        -10.18, 0.1, 1.5
    )
    assert score(engine, {"months": 12.0, "income": 0.0, "purpose": "tv"}) == expected(-10.18, 0.1, 2.25)
    assert {("months", "missing"), ("purpose", "comma"), ("card", "rounding")} <= warned(card)


def test_toad_with_its_combiner_has_whole_names(tmp_path: Path) -> None:
    combiner = SimpleNamespace(export=lambda: {"purpose": [["car", "bus"], ["house, own"], ["tv"]]})
    engine = engine_of(from_toad(TOAD, combiner=combiner), tmp_path / "card")
    assert score(engine, {"months": 0.0, "income": 0.0, "purpose": "house, own"}) == Decimal(
        repr(83.17 + 0.1 + 65.06)
    )


def test_a_fitted_toad_card_is_read_at_full_precision(tmp_path: Path) -> None:
    rules: dict[str, Any] = {
        "months": {"bins": [12.0, math.nan], "scores": [83.17099575189903, -10.184, 38.6]},
        "job": {"bins": [["a", "b, c"], ["nan"]], "scores": [1 / 3, 2 / 3]},
    }
    card = from_toad(SimpleNamespace(rules=rules))
    engine = engine_of(card, tmp_path / "card")
    assert score(engine, {"months": 11.0, "job": "b, c"}) == Decimal(repr(83.17099575189903 + 1 / 3))
    assert score(engine, {"months": None, "job": None}) == Decimal(repr(38.6 + 2 / 3))
    assert ("card", "rounding") not in warned(card)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"[-inf ~ 1e-05)": 1, "[1e-05 ~ inf)": 2}, "takes the characteristic for text"),
        ({"[-inf ~ 1)": 1, "[1 ~ 1e-05)": 2}, "AttributeError"),
        ({"[-inf ~ 1)": 1, "[2 ~ inf)": 2}, "no bin holds 1.0 to 2.0"),
        ({"nan": 1, "[-inf ~ inf)": 2}, "put the ranges first"),
        ({"[-inf ~ inf)": 1, "car": 2}, "stands among ranges"),
        ({}, "no bins"),
    ],
)
def test_what_toad_cannot_read_back_is_told(part: dict[str, float], message: str) -> None:
    with pytest.raises(CardImportError, match=message):
        from_toad({"x": part})


def test_edges_that_toad_cannot_read_are_read_as_stated(tmp_path: Path) -> None:
    card = from_toad({"x": {"[-inf ~ 1e-05)": 1, "[1e-05 ~ inf)": 2}}, reading="stated")
    engine = engine_of(card, tmp_path / "card")
    assert [score(engine, {"x": x}) for x in (math.nextafter(1e-05, 0), 1e-05)] == [1, 2]


def optbinning_export(**changes: object) -> dict[str, object]:
    return {
        "special_codes": [-9999.0],
        "intercept_points": 0.1,
        "variables": {
            "use": {
                "dtype": "numerical",
                "splits": [0.1, 0.30000000000000004],
                "points": [0.7, 0.2, 0.3, 5.5, 6.5],
            },
            "job": {"dtype": "categorical", "splits": [["a", ""], ["b"]], "points": [1.1, 2.2, 3.3, 4.4]},
        },
        **changes,
    }


def test_optbinning_adds_the_intercept_last_and_scores_the_unseen_as_missing(tmp_path: Path) -> None:
    card = from_optbinning(optbinning_export())
    assert card.arithmetic == "float start last"
    engine = engine_of(card, tmp_path / "card")
    cases: list[tuple[float | None, str | None, float]] = [
        (0.1, "a", 0.2 + 1.1 + 0.1),
        (0.3, "", 0.2 + 1.1 + 0.1),
        (0.30000000000000004, "b", 0.3 + 2.2 + 0.1),
        (-9999.0, "zzz", 5.5 + 4.4 + 0.1),
        (None, None, 6.5 + 4.4 + 0.1),
        (-9999.000000000002, "b", 0.7 + 2.2 + 0.1),
    ]
    for use, job, expected in cases:
        assert score(engine, {"use": use, "job": job}) == Decimal(repr(expected))
    assert warned(card) == {("job", "unseen")}


def test_a_live_optbinning_card_is_read_by_what_it_offers(tmp_path: Path) -> None:
    rows = [
        {"Variable": "use", "Bin": label, "Points": points}
        for label, points in [("(-inf, 0.00)", 1.5), ("[0.00, inf)", 2.5), ("Special", 3.5), ("Missing", 4.5)]
    ]
    binned = SimpleNamespace(dtype="numerical", splits=[0.0012345], special_codes=[-1])
    live = SimpleNamespace(
        table=lambda style: SimpleNamespace(
            to_dict=lambda orient: rows if (style, orient) == ("detailed", "records") else 0
        ),
        binning_process_=SimpleNamespace(get_binned_variable=lambda name: {"use": binned}[name]),
        intercept_=10.25,
    )
    engine = engine_of(from_optbinning(live), tmp_path / "card")
    got = [score(engine, {"use": use}) for use in (0.0012345, 0.0012344, -1, None)]
    assert got == [Decimal("12.75"), Decimal("11.75"), Decimal("13.75"), Decimal("14.75")]


def test_what_is_no_card_of_optbinning_is_told() -> None:
    for source, message in (
        ({}, "`variables`"),
        (optbinning_export(special_codes={"a": 1, "b": 2}), "2 rows of special codes"),
        (object(), "fitted optbinning.Scorecard"),
    ):
        with pytest.raises(CardImportError, match=message):
            from_optbinning(source)


def test_a_table_may_be_written_as_people_write(tmp_path: Path) -> None:
    rows = [
        ("start", "", "448"),
        ("age", "(-inf, 18]", "-5.0"),
        ("", "(18;65)", "10"),
        ("", "≥ 65", "7"),
        ("", "missing", "0"),
        ("job", "none, other", "1"),
        ("", "clerk", "2"),
        ("", "else", "-3"),
    ]
    card = from_table([dict(zip(("Variable", "Bin", "Points"), row, strict=True)) for row in rows])
    engine = engine_of(card, tmp_path / "card")
    # `none` and `other` are words; `else` alone is the rest.
    for age, job, expected in [
        (18.0, "none", 444),
        (18.5, "other", 459),
        (65.0, "clerk", 457),
        (None, "x", 445),
    ]:
        assert score(engine, {"age": age, "job": job}) == expected
    with pytest.raises(placet.FactsError):
        engine.decide({"age": 20.0, "job": None})


@pytest.mark.parametrize(
    ("bins", "message"),
    [
        ([("age", "< 18", "1"), ("", "> 18", "2")], "no bin holds 18.0 to 18.0"),
        ([("age", "<= 18", "1"), ("", ">= 18", "2")], "overlaps"),
        ([("age", "", "1")], "a bin is empty"),
        ([("age", "< 18", "few"), ("", ">= 18", "2")], "points must be a number"),
        ([("", "< 18", "1")], "the first bin has no characteristic"),
        ([("age", "missing(source_down)", "1")], "declares it"),
    ],
)
def test_bins_of_a_table_that_cannot_be_read_are_told(bins: list[tuple[str, str, str]], message: str) -> None:
    with pytest.raises(CardImportError, match=message):
        from_table([dict(zip(("characteristic", "bin", "points"), each, strict=True)) for each in bins])


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"bins": 1, "scores": [1]}, "are lists"),
        ({"bins": [2.0, 1.0], "scores": [1, 2, 3]}, "do not rise"),
        ({"bins": [math.inf], "scores": [1, 2]}, "do not rise"),
        ({"bins": [["a"], 2.0], "scores": [1, 2]}, "stand among each other"),
        ({"bins": [1.0], "scores": [1]}, "do not fit together"),
    ],
)
def test_rules_of_toad_that_are_none_are_told(rule: dict[str, object], message: str) -> None:
    with pytest.raises(CardImportError, match=message):
        from_toad({"x": rule})


def test_a_csv_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    from placet.importers.toad import from_file

    path = tmp_path / "card.csv"
    for text, message in (
        ("name,value,score\na,b", "line 2: the row has not"),
        ('name,value,score\na,"b', "unexpected end"),
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(CardImportError, match=message):
            from_file(path)


def test_nothing_is_written_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match="not empty"):
        write_folder(from_toad(TOAD), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_the_report_tells_every_decision() -> None:
    report = files_of(from_toad(TOAD))["IMPORT.md"]
    for text in (
        "rounds points to 2 decimals",
        "`car,bus` is split at its commas",
        "as the number -1",
        "as `[a ~ b)` says",
    ):
        assert text in report
