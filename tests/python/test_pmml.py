"""PMML Scorecards: predicates against a judge that asks each applicant, treatments, targets, reasons, and hostile files.

Where Java and jpmml-evaluator are installed, that engine judges too.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from pmml_models import (
    APPLICANTS,
    FIELDS,
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

import placet
from placet.importers import CardImportError, write_folder


def test_first_attribute_that_is_true_gives_the_points(tmp_path: Path) -> None:
    card = read(
        document(
            characteristic(
                ("1", simple("age", "lessOrEqual", "18")),
                ("2", compound("and", simple("age", "greaterThan", "10"), simple("age", "notEqual", "30"))),
                ("3", simple("age", "isMissing")),
                ("4", TRUE),
            )
        ),
        tmp_path,
    )
    assert [bin_.points for bin_ in card.characteristics[0].bins] == ["1", "2", "4", "3"]
    engine = engine_of(card, tmp_path / "card")
    got = [engine.decide(facts(age=age))["score"] for age in (18.0, 18.000000000000004, 30.0, None)]
    assert got == [1, 2, 4, 3]


def test_no_attribute_means_no_score_and_a_person(tmp_path: Path) -> None:
    card = read(
        document(characteristic(("1", simple("job", "equal", "a")), ("2", simple("job", "notEqual", "b")))),
        tmp_path,
    )
    engine = engine_of(card, tmp_path / "card")
    for job, expected in (("a", 1), ("z", 2), ("b", None), (None, None)):
        decision = engine.decide(facts(job=job))
        assert decision["score"] == expected
        assert decision.outcome == ("approve" if expected else "refer")


OPERATORS = (
    "equal",
    "notEqual",
    "lessThan",
    "lessOrEqual",
    "greaterThan",
    "greaterOrEqual",
    "isMissing",
    "isNotMissing",
)
Truth = Callable[[dict[str, Any]], bool | None]


def drawn(random: Random, depth: int) -> tuple[str, Truth]:
    """A predicate and what it means, written from the standard's words."""
    if depth and random.random() < 0.6:
        operator = random.choice(("and", "or", "xor", "surrogate"))
        parts = [drawn(random, depth - 1) for _ in range(random.randint(2, 3))]
        return compound(operator, *(text for text, _ in parts)), joined(
            operator, [truth for _, truth in parts]
        )
    field = random.choice(("age", "years", "job", "own"))
    if field == "job" and random.random() < 0.5:
        inside, words = random.choice((True, False)), random.sample(["a", "b c", 'd"e'], 2)
        quoted = " ".join('"' + word.replace('"', "\\&quot;") + '"' for word in words)
        text = (
            f'<SimpleSetPredicate field="job" booleanOperator="{"isIn" if inside else "isNotIn"}">'
            f'<Array type="string" n="2">{quoted}</Array></SimpleSetPredicate>'
        )
        return text, lambda row: None if row["job"] is None else (row["job"] in words) == inside
    operator = random.choice(OPERATORS if field in ("age", "years") else (*OPERATORS[:2], *OPERATORS[6:]))
    if operator.startswith("is"):
        return simple(field, operator), lambda row: (row[field] is None) == (operator == "isMissing")
    constant: Any = random.choice(
        {"age": (1.5, 2.0), "years": (1, 3), "job": ("a", "b c"), "own": (True, False)}[field]
    )
    text = str(constant).lower() if isinstance(constant, bool) else str(constant)
    compare: dict[str, Callable[[Any], bool]] = {
        "equal": lambda value: value == constant,
        "notEqual": lambda value: value != constant,
        "lessThan": lambda value: value < constant,
        "lessOrEqual": lambda value: value <= constant,
        "greaterThan": lambda value: value > constant,
        "greaterOrEqual": lambda value: value >= constant,
    }
    return simple(
        field, operator, text
    ), lambda row: None if row[field] is None else compare[operator](row[field])


def joined(operator: str, parts: list[Truth]) -> Truth:
    def truth(row: dict[str, Any]) -> bool | None:
        values = [part(row) for part in parts]
        if operator == "surrogate":
            return next((value for value in values if value is not None), None)
        if operator == "xor":
            return None if None in values else sum(map(bool, values)) % 2 == 1
        settles = operator == "or"
        return settles if settles in values else None if None in values else not settles

    return truth


@pytest.mark.parametrize("seed", range(25))
def test_any_predicates_mean_what_the_standard_says(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    model, expected = [], []
    for number in range(3):
        parts = [drawn(random, random.randint(0, 2)) for _ in range(random.randint(1, 3))]
        closed = random.random() < 0.7
        attributes = [(str(10**number * each), text) for each, (text, _) in enumerate(parts, 1)]
        model.append(
            characteristic(*attributes, *([("0", TRUE)] if closed else []), keys=f'name="c{number}"')
        )
        expected.append((10**number, [truth for _, truth in parts], closed))
    engine = engine_of(read(document("".join(model)), tmp_path), tmp_path / "card")

    def by_hand(row: dict[str, Any]) -> int | None:
        total = 0
        for unit, truths, closed in expected:
            found = next(
                (at for at, truth in enumerate(truths, 1) if truth(row) is True), 0 if closed else None
            )
            if found is None:
                return None
            total += unit * found
        return total

    for row in APPLICANTS:
        assert engine.decide(row)["score"] == by_hand(row), row


TREATED = """
<DataField name="age" optype="continuous" dataType="double"><Interval closure="closedOpen" leftMargin="0" rightMargin="120"/>
<Value value="-9" property="missing"/></DataField>
<DataField name="years" optype="continuous" dataType="integer"/>
<DataField name="job" optype="categorical" dataType="string"><Value value="a"/><Value value="b"/></DataField>
<DataField name="own" optype="categorical" dataType="boolean"/>
"""


@pytest.mark.parametrize("both", [False, True], ids=["one field", "two fields"])
def test_values_are_treated_as_dictionary_and_schema_say(both: bool, tmp_path: Path) -> None:
    mining = (
        '<MiningField name="age" invalidValueTreatment="asMissing" missingValueReplacement="40"/>'
        '<MiningField name="years" outliers="asExtremeValues" lowValue="2" highValue="5"/>'
        '<MiningField name="job" invalidValueTreatment="asValue" invalidValueReplacement="b"/>'
        '<MiningField name="own" missingValueTreatment="returnInvalid"/>'
    )
    extra = simple("own", "equal", "true")

    def test(predicate: str) -> str:
        return compound("and", predicate, extra) if both else predicate

    model = [
        characteristic(
            ("1", test(simple("age", "lessThan", "40"))),
            ("2", test(simple("age", "equal", "40"))),
            ("3", TRUE),
            keys='name="c1"',
        ),
        characteristic(
            ("10", test(simple("years", "lessThan", "2"))),
            ("20", test(simple("years", "equal", "5"))),
            ("30", TRUE),
            keys='name="c2"',
        ),
        characteristic(
            ("100", test(simple("job", "equal", "a"))),
            ("200", test(simple("job", "equal", "b"))),
            ("300", TRUE),
            keys='name="c3"',
        ),
    ]
    card = read(document("".join(model), fields=TREATED, mining=mining), tmp_path)
    engine = engine_of(card, tmp_path / "card")
    for age, years, job, expected in [
        (39.0, 1, "a", 131),  # 1 year is raised to 2
        (-9.0, 7, "b", 222),  # -9 is missing, so 40; 7 years are lowered to 5
        (120.0, None, "x", 232),  # 120 is invalid, so missing, so 40; x counts as b
        (None, 5, None, 322),
    ]:
        assert engine.decide({"age": age, "years": years, "job": job, "own": True})["score"] == expected
    with pytest.raises(placet.FactsError, match="own"):
        engine.decide({"age": 1.0, "years": 1, "job": "a", "own": None})


DERIVED = """<LocalTransformations>
<DerivedField name="dti" optype="continuous" dataType="double"><Apply function="/"><FieldRef field="age"/><FieldRef field="years"/></Apply></DerivedField>
<DerivedField name="group" optype="categorical" dataType="string"><Discretize field="age" mapMissingTo="none" defaultValue="old">
<DiscretizeBin binValue="young"><Interval closure="openOpen" rightMargin="30"/></DiscretizeBin>
<DiscretizeBin binValue="middle"><Interval closure="closedOpen" leftMargin="30" rightMargin="60"/></DiscretizeBin></Discretize></DerivedField>
<DerivedField name="work" optype="categorical" dataType="string"><MapValues outputColumn="out" defaultValue="other" dataType="string">
<FieldColumnPair field="job" column="in"/><InlineTable><row><in>a</in><out>good</out></row></InlineTable></MapValues></DerivedField>
<DerivedField name="part" optype="continuous" dataType="double"><NormContinuous field="age" outliers="asExtremeValues">
<LinearNorm orig="20" norm="0"/><LinearNorm orig="40" norm="1"/><LinearNorm orig="60" norm="5"/></NormContinuous></DerivedField>
</LocalTransformations>"""


def test_derived_fields_and_computed_points(tmp_path: Path) -> None:
    computed = (
        '<Characteristic name="c4"><Attribute><SimplePredicate field="part" operator="isNotMissing"/><ComplexPartialScore>'
        '<Apply function="*"><Constant dataType="double">1000</Constant><FieldRef field="part"/></Apply></ComplexPartialScore>'
        f'</Attribute><Attribute partialScore="9">{TRUE}</Attribute></Characteristic>'
    )
    model = [
        characteristic(
            ("1", simple("dti", "lessThan", "10")),
            ("2", simple("dti", "isMissing")),
            ("3", TRUE),
            keys='name="c1"',
        ),
        characteristic(
            ("10", simple("group", "equal", "young")),
            ("20", simple("group", "equal", "none")),
            ("30", TRUE),
            keys='name="c2"',
        ),
        characteristic(("100", simple("work", "equal", "good")), ("200", TRUE), keys='name="c3"'),
        computed,
    ]
    engine = engine_of(read(document("".join(model), more=DERIVED), tmp_path), tmp_path / "card")
    for age, years, job, expected in [
        (29.0, 3, "a", 111 + 450),  # 1000 * (29 - 20) / 20
        (50.0, 5, "z", 233 + 3000),  # 1 + (50 - 40) / 20 * 4
        (99.0, 0, None, 233 + 5000),  # beyond all numbers, as a double's infinity is
        (None, 4, "a", 122 + 9),
    ]:
        assert engine.decide(facts(age=age, years=years, job=job))["score"] == expected
    nothing = engine.decide(facts(age=0.0, years=0))
    assert (nothing["score"], nothing.outcome) == (None, "refer")


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ('castInteger="round"', 3),
        ('castInteger="floor" rescaleFactor="3"', 7),
        ('castInteger="ceiling" rescaleConstant="0.25"', 3),
        ('min="4"', 4),
        ('max="1.5" rescaleConstant="1"', 2.5),
    ],
)
def test_targets(keys: str, expected: float, tmp_path: Path) -> None:
    more = f"<Targets><Target {keys}/></Targets>"
    card = read(
        document(characteristic(("2.5", simple("age", "isMissing")), ("0", TRUE)), more=more), tmp_path
    )
    assert engine_of(card, tmp_path / "card").decide(facts())["score"] == expected


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [("pointsBelow", ["ALWAYS", "A", "B_2"]), ("pointsAbove", ["ALWAYS", "OWN", "B_2"])],
)
def test_reasons_rank_by_the_baseline_and_add_what_a_code_shares(
    algorithm: str, expected: list[str], tmp_path: Path
) -> None:
    keys, more = REASONS
    attribute = f'<Attribute partialScore="9" reasonCode="OWN">{simple("years", "isMissing")}</Attribute>'
    model = [
        characteristic(("2", TRUE), keys='name="c1" reasonCode="A"'),  # 3 below
        characteristic(("7", TRUE), keys='name="c2" reasonCode="B 2"'),  # 2 above
        characteristic(
            ("3", TRUE), keys='name="c3" reasonCode="B 2"'
        ),  # 2 below: the two make 0, which stays
        f'<Characteristic name="c4" reasonCode="D" baselineScore="8">{attribute}<Attribute partialScore="0">{TRUE}</Attribute></Characteristic>',
    ]
    card = read(document("".join(model), keys=keys.format(algorithm), more=more), tmp_path)
    write_folder(card, tmp_path / "card")
    described = tmp_path / "card" / "bundle.yaml"
    rule = "\n  told:\n    rules:\n      decline:\n        ALWAYS: 1 < 2\n\noutputs:"
    described.write_text(described.read_text("utf-8").replace("\noutputs:", rule), "utf-8")
    with (tmp_path / "card" / "reasons.csv").open("a", encoding="utf-8") as file:
        file.write("ALWAYS,told\n")
    decision = placet.load(tmp_path / "card").decide(facts())
    assert decision["Final"] == 0.5 + 2 + 7 + 3 + 9 or float(str(decision["Final"])) == 21.5
    assert [reason.code for reason in decision.reasons] == expected


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><PMML>&b;</PMML>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><PMML>&a;</PMML>'
ONE = characteristic(("1", TRUE))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "not read from strangers"),
        (OUTSIDE, "not read from strangers"),
        ('<!DOCTYPE PMML SYSTEM "http://example.org/x.dtd"><PMML/>', "not read from strangers"),
        ("<PMML>", "is no XML"),
        ('<?xml version="1.0" encoding="klingon"?><PMML/>', "is no XML"),
        (
            document(ONE, more='<Output><OutputField name="x" feature="reasonCode" rank="0"/></Output>'),
            "whole number from 1",
        ),
        ("<PMML/>", "holds no Scorecard"),
        (document(""), "no characteristics"),
        (document(ONE, keys='isScorable="false"'), "not to be scored"),
        (document(ONE, keys='useReasonCodes="true"'), "needs a reasonCode"),
        (
            document(characteristic(("1", simple("salary", "isMissing")))),
            "no active or derived field `salary`",
        ),
        (document(characteristic(("one", TRUE))), "`one` is no number"),
        (document(characteristic(("1", simple("age", "near", "1")))), "no operator `near`"),
        (document(characteristic(("1", simple("job", "lessThan", "x")))), "texts have no order"),
        (document(characteristic(("1", TRUE + TRUE))), "needs one predicate and has 2"),
        (document(ONE, mining='<MiningField name="x"/>'), "not in the data dictionary"),
        (document(ONE, fields=FIELDS.replace('"integer"', '"date"'), more="<x/>"), ""),
        (
            document(ONE, more='<Targets><Target><TargetValue defaultValue="1"/></Target></Targets>'),
            "defaultValue",
        ),
        (
            document(ONE, more='<Output><OutputField name="x" feature="warning"/></Output>'),
            "asks for `warning`",
        ),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str, tmp_path: Path) -> None:
    if not message:
        read(text, tmp_path)
        return
    with pytest.raises(CardImportError, match=message):
        read(text, tmp_path)
