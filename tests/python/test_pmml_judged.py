"""Expressions of PMML and its export, by hand and judged by jpmml-evaluator where it and Java are installed."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from pmml_models import (
    APPLICANTS,
    REASONS,
    TRUE,
    characteristic,
    compound,
    document,
    engine_of,
    facts,
    read,
    simple,
)

from placet.bundle import inspect_folder
from placet.importers import CardImportError
from placet.importers.pmml.export import export_pmml


def apply(function: str, *arguments: str) -> str:
    return f'<Apply function="{function}">{"".join(arguments)}</Apply>'


def number(value: float | str, kind: str = "double") -> str:
    return f'<Constant dataType="{kind}">{value}</Constant>'


AGE, YEARS, JOB = ('<FieldRef field="age"/>', '<FieldRef field="years"/>', '<FieldRef field="job"/>')


SHOUT = """<TransformationDictionary><DefineFunction name="twice" optype="continuous"><ParameterField name="x"/>
<Apply function="*"><FieldRef field="x"/><Constant dataType="double">2</Constant></Apply></DefineFunction></TransformationDictionary>"""


EXPRESSIONS: list[tuple[str, list[float | None]]] = [
    # for age 16, years 3, job "ab"; for age missing; for all missing
    (apply("+", AGE, YEARS), [19, None, None]),
    (apply("min", AGE, YEARS), [3, 3, None]),
    (apply("max", AGE, YEARS, number(5)), [16, 5, 5]),
    (apply("sum", AGE, YEARS), [19, 3, None]),
    (apply("avg", AGE, YEARS), [9.5, 3, None]),
    (apply("product", AGE, YEARS), [48, 3, None]),
    (apply("sqrt", AGE), [4, None, None]),
    (apply("pow", YEARS, number(2)), [9, 9, None]),
    (apply("round", apply("/", YEARS, number(2))), [2, 2, None]),
    (apply("ceil", apply("/", YEARS, number(2))), [2, 2, None]),
    (apply("abs", apply("-", YEARS, number(9))), [6, 6, None]),
    (apply("threshold", AGE, YEARS), [1, None, None]),
    (apply("twice", YEARS), [6, 6, None]),
    (apply("if", apply("isMissing", AGE), number(1), number(2)), [2, 1, 1]),
    (apply("if", apply("equal", AGE, number(16)), number(1), number(2)), [1, None, None]),
    (
        apply(
            "if",
            apply("and", apply("greaterThan", YEARS, number(2)), apply("isNotMissing", JOB)),
            number(1),
            number(2),
        ),
        [1, 1, None],
    ),
    (
        apply("if", apply("isIn", JOB, number("ab", "string"), number("c", "string")), number(1), number(2)),
        [1, 1, 2],
    ),
    (apply("stringLength", apply("concat", JOB, number("xyz", "string"))), [5, 5, 3]),
    (
        apply("if", apply("equal", apply("uppercase", JOB), number("AB", "string")), number(1), number(2)),
        [1, 1, None],
    ),
    ('<NormDiscrete field="job" value="ab"/>', [1, 1, None]),
    ('<FieldRef field="age" mapMissingTo="7"/>', [16, 7, 7]),
    (
        '<Apply function="+" mapMissingTo="-1"><FieldRef field="age"/><Constant dataType="double">1</Constant></Apply>',
        [17, -1, -1],
    ),
]


@pytest.mark.parametrize(("expression", "expected"), EXPRESSIONS)
def test_expressions(expression: str, expected: list[float | None], tmp_path: Path) -> None:
    computed = f'<Characteristic name="c"><Attribute>{TRUE}<ComplexPartialScore>{expression}</ComplexPartialScore></Attribute></Characteristic>'
    text = document(computed).replace("<Scorecard", f"{SHOUT}<Scorecard")
    engine = engine_of(read(text, tmp_path), tmp_path / "card")
    rows = [facts(age=16.0, years=3, job="ab"), facts(years=3, job="ab"), facts()]
    assert [engine.decide(row)["score"] for row in rows] == expected


def exported(folder: Path) -> str:
    files, engine, _, _ = inspect_folder(folder)
    assert engine is not None
    return export_pmml(files, engine.name).xml


MODEL = document(
    characteristic(
        ("1.25", compound("and", simple("age", "greaterOrEqual", "18"), simple("age", "lessThan", "0.1"))),
        ("-3", compound("or", simple("age", "lessThan", "18"), simple("age", "isMissing"))),
        ("4", TRUE),
        keys='name="c1" reasonCode="A" baselineScore="4.5"',
    )
    + characteristic(
        ("1", simple("own", "equal", "true")), ("0", TRUE), keys='name="c2" reasonCode="B" baselineScore="1"'
    )
    + characteristic(
        ("7", simple("job", "equal", "say &quot;none&quot;, 收音机")),
        ("8", simple("job", "equal", "none")),
        ("0.1", TRUE),
        keys='name="c3" reasonCode="C" baselineScore="8"',
    ),
    keys=REASONS[0].format("pointsBelow"),
    more=REASONS[1],
)


def test_the_way_to_pmml_and_back_changes_nothing(tmp_path: Path) -> None:
    engine = engine_of(read(MODEL, tmp_path), tmp_path / "first")
    xml = exported(tmp_path / "first")
    again = engine_of(read(xml, tmp_path), tmp_path / "second")
    assert exported(tmp_path / "second") == xml
    for name in ("facts.csv", "scorecard.csv"):
        first, second = (tmp_path / folder / name for folder in ("first", "second"))
        # A field that nothing reads is not in the card, and so not in its export.
        kept_lines = [line for line in first.read_text("utf-8").splitlines() if ",retain," not in line]
        assert kept_lines == second.read_text("utf-8").splitlines()
    for row in APPLICANTS:
        kept = {name: row[name] for name in ("age", "job", "own")}
        assert again.decide(kept, unknown="ignore").outputs == engine.decide(row).outputs


def test_what_pmml_cannot_say_is_told(tmp_path: Path) -> None:
    german = Path(__file__).resolve().parents[2] / "rules" / "german_credit"
    files, _, _, _ = inspect_folder(german)
    notes = export_pmml(files, "german").notes
    assert any("keep_zero" in note for note in notes)
    files, _, _, _ = inspect_folder(german.parent / "microloan")
    with pytest.raises(CardImportError, match=r"bounds|when|no fact"):
        export_pmml(files, "microloan")


def judge(path: Path) -> Any:
    """jpmml-evaluator, where it and Java are installed."""
    if shutil.which("java") is None:
        pytest.skip("Java is not installed")
    evaluator = pytest.importorskip("jpmml_evaluator")
    return evaluator.make_evaluator(str(path)).verify()


def test_jpmml_gives_the_same_scores_and_reasons_as_an_exported_card(tmp_path: Path) -> None:
    evaluator = judge_of(tmp_path, MODEL)
    engine = engine_of(read(MODEL, tmp_path), tmp_path / "first")
    xml = exported(tmp_path / "first")
    again = judge_of(tmp_path, xml)
    for row in APPLICANTS[::7]:
        known = {name: row[name] for name in ("age", "job", "own")}
        expected = engine.decide(row)["Final"]
        assert evaluator.evaluate(row)["Final"] == float(str(expected)), row
        assert again.evaluate(known)["Final"] == float(str(expected)), row


def judge_of(folder: Path, text: str) -> Any:
    path = folder / "judged.pmml"
    path.write_text(text, "utf-8")
    return judge(path)


def test_jpmml_gives_what_the_expressions_are_expected_to_give(tmp_path: Path) -> None:
    rows = [facts(age=16.0, years=3, job="ab"), facts(years=3, job="ab"), facts()]
    wrong = []
    for expression, expected in EXPRESSIONS:
        computed = f'<Characteristic name="c"><Attribute>{TRUE}<ComplexPartialScore>{expression}</ComplexPartialScore></Attribute></Characteristic>'
        more = '<Output><OutputField name="Final" feature="predictedValue" dataType="double"/></Output>'
        text = document(computed, more=more).replace("<Scorecard", f"{SHOUT}<Scorecard")
        evaluator = judge_of(tmp_path, text)
        got: list[float | None] = []
        for row in rows:
            try:
                got.append(evaluator.evaluate(row)["Final"])
            except Exception:  # whatever Java throws: there is no result
                got.append(None)
        if got != expected:
            wrong.append((expression, got, expected))
    assert not wrong, "\n".join(map(str, wrong))
