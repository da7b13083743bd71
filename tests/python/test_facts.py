"""Facts in every form that is accepted, and in every form that is not."""

import enum
import math
from collections import UserDict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest

import placet
from placet import _native
from placet.bundle import read_texts

BUNDLE = {
    "bundle.yaml": """\
bundle: facts
version: 1.0.0
language: 1
currency: EUR
time_zone: Europe/Berlin
flow:
  entry:
    rules:
      missing: pass
      decline:
        YOUNG: age < 18
outputs:
  age: age
  income: income
  ratio: ratio
  wide: wide
  model: model
  student: student
  work: work
  name: name
  born: born
  tags: tags
  codes: codes
  score: bureau.score
  late: bureau.late
  file: bureau.file.age
  secret: secret
""",
    "facts.csv": """\
fact,type,allowed,missing,privacy,consent
age,integer,[16..100],no,,
income,money,,yes,financial,
ratio,decimal(4),[0..10],yes,,
wide,number,,yes,,
model,float,,yes,,
student,boolean,,yes,,
work,enumeration,"employee, self_employed, none",yes,,
name,text,,yes,,
born,date,[1900-01-01..2026-12-31],yes,,
tags,list of text,,yes,,
codes,list of integer,,yes,,
agrees,boolean,,no,,
bureau.score,integer,[300..900],"source_down, stale",credit,agrees
bureau.late,boolean,,source_down,credit,agrees
bureau.file.age,integer,,source_down,,agrees
secret,text,,yes,sensitive,
""",
    "reasons.csv": "code,en\nYOUNG,too young\n",
}

GIVEN: dict[str, object] = {"age": 30, "agrees": True}


class Work(enum.Enum):
    EMPLOYEE = "employee"


class Words(enum.StrEnum):
    SELF_EMPLOYED = "self_employed"


class Ages(enum.IntEnum):
    THIRTY = 30


class Whole(int):
    """An integer of a host's own class."""


class ScalarOfNumpy:
    """What a numpy scalar shows of itself: its module, and `item`."""

    __module__ = "numpy"

    def __init__(self, value: object) -> None:
        self.value = value

    def item(self) -> object:
        return self.value


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    engine, findings = _native.compile(*read_texts(BUNDLE))
    assert engine is not None, findings
    return engine


def read(engine: placet.Engine, **facts: object) -> placet.Decision:
    return engine.decide(GIVEN | facts)


def problems(engine: placet.Engine, facts: Mapping[str, object], **options: Any) -> dict[str, str]:
    """The message of each bad fact, by its name."""
    with pytest.raises(placet.FactsError) as caught:
        engine.decide(facts, **options)
    error = caught.value
    assert all(problem["message"] in str(error) for problem in error.problems)
    return {problem["name"]: problem["message"] for problem in error.problems}


@pytest.mark.parametrize(
    ("fact", "given", "expected"),
    [
        ("age", 30, 30),
        ("age", 16, 16),
        ("age", Whole(30), 30),
        ("age", Ages.THIRTY, 30),
        ("age", Decimal(30), 30),
        ("age", ScalarOfNumpy(30), 30),
        ("model", ScalarOfNumpy(0.5), Decimal("0.5")),
        ("student", ScalarOfNumpy(True), True),
        ("income", 1000, Decimal("1000.00")),
        ("income", Decimal("1000.5"), Decimal("1000.50")),
        ("income", Decimal("1E+3"), Decimal("1000.00")),
        ("income", 0.1, Decimal("0.10")),
        ("income", 1234.56, Decimal("1234.56")),
        ("income", -5, Decimal("-5.00")),
        ("ratio", 0.1, Decimal("0.1000")),
        ("ratio", Decimal("0.00010"), Decimal("0.0001")),
        (
            "wide",
            Decimal("1234567890123456789012345678901234"),
            Decimal("1234567890123456789012345678901234"),
        ),
        ("wide", 2**60 + 1, Decimal(2**60 + 1)),
        ("wide", 0.1, Decimal("0.1")),
        ("wide", 1e22, Decimal("1E+22")),
        ("model", 0.30000000000000004, Decimal("0.30000000000000004")),
        ("model", 1, Decimal(1)),
        ("student", True, True),
        ("student", False, False),
        ("work", "employee", "employee"),
        ("work", Work.EMPLOYEE, "employee"),
        ("work", Words.SELF_EMPLOYED, "self_employed"),
        ("name", "张伟 🙂", "张伟 🙂"),
        ("name", "", ""),
        ("born", date(1990, 2, 3), date(1990, 2, 3)),
        ("born", "1990-02-03", date(1990, 2, 3)),
        ("tags", ["a", "b"], ["a", "b"]),
        ("tags", (), []),
        ("codes", [1, 2], [1, 2]),
    ],
)
def test_a_value_is_read_by_what_it_is(
    engine: placet.Engine, fact: str, given: object, expected: object
) -> None:
    value = read(engine, **{fact: given})[fact]
    assert value == expected
    assert isinstance(value, (int, Decimal)) or type(value) is type(expected)
    assert isinstance(value, bool) == isinstance(expected, bool)
    assert not isinstance(value, float)


@pytest.mark.parametrize("missing", [None, math.nan, Decimal("NaN"), "absent"])
@pytest.mark.parametrize(
    "fact", ["income", "ratio", "wide", "model", "student", "work", "name", "born", "codes"]
)
def test_an_optional_fact_may_be_missing(engine: placet.Engine, fact: str, missing: object) -> None:
    facts = {} if missing == "absent" else {fact: missing}
    assert read(engine, **facts)[fact] is None


@pytest.mark.parametrize(
    ("fact", "given"),
    [
        ("age", None),
        ("age", math.nan),
        ("age", 15),
        ("age", 101),
        ("age", 30.0),
        ("age", 30.5),
        ("age", Decimal("30.5")),
        ("age", "30"),
        ("age", ScalarOfNumpy(30.0)),
        ("age", ScalarOfNumpy(True)),
        ("age", True),
        ("age", 10**40),
        ("age", 10**5000),
        ("age", -(10**40)),
        ("age", placet.missing("stale")),
        ("age", [30]),
        ("age", {"years": 30}),
        ("income", Decimal("1000.005")),
        ("income", 1000.005),
        ("income", 0.1 + 0.2),
        ("income", 10**14),
        ("income", 10**40),
        ("income", "1000.00"),
        ("income", True),
        ("income", math.inf),
        ("income", -math.inf),
        ("income", Decimal("Infinity")),
        ("income", 1 + 2j),
        ("income", Fraction(1, 2)),
        ("ratio", Decimal("0.00001")),
        ("ratio", Decimal("10.0001")),
        ("wide", Decimal("12345678901234567890123456789012345")),
        ("wide", 10**41),
        ("wide", math.inf),
        ("wide", "1"),
        ("wide", False),
        ("model", math.inf),
        ("model", "0.5"),
        ("student", 1),
        ("student", 0),
        ("student", "true"),
        ("work", "Employee"),
        ("work", "student"),
        ("work", ""),
        ("work", 1),
        ("work", b"employee"),
        ("name", 7),
        ("name", b"text"),
        ("name", "\ud800"),
        ("name", "x" * 10_000_000),
        ("born", "03.02.1990"),
        ("born", "1990-02-30"),
        ("born", date(1899, 12, 31)),
        ("born", 19900203),
        ("born", datetime(1990, 2, 3, 4, 5, tzinfo=UTC)),
        ("born", datetime(1990, 2, 3, tzinfo=timezone(timedelta(hours=1)))),
        ("codes", [1, "2"]),
        ("codes", 1),
        ("codes", {1, 2}),
        ("codes", [1] * 10_000_000),
        ("income", object()),
        ("income", placet.missing("source_down")),
        ("income", placet.missing("nonsense")),
        ("income", placet.missing("withheld")),
    ],
    ids=lambda given: (
        given if isinstance(given, str) and len(given) < 40 else f"{str(type(given))[8:-2]}"[:30]
    ),
)
def test_what_does_not_fit_is_refused_by_name(engine: placet.Engine, fact: str, given: object) -> None:
    found = problems(engine, GIVEN | {fact: given})
    assert list(found) == [fact]
    assert len(found[fact]) < 800


def test_all_that_is_wrong_is_told_at_once(engine: placet.Engine) -> None:
    facts = {"age": 12.5, "incom": 5, "work": "boss", "bureau": {"scor": 7, "score": 299}, 7: 8, "born": "x"}
    found = problems(engine, facts)  # type: ignore[arg-type]
    assert set(found) == {"age", "incom", "work", "born", "agrees", "bureau.scor", "7"}
    assert "did you mean `income`?" in found["incom"]
    assert "did you mean `bureau.score`?" in found["bureau.scor"]
    assert found["age"] == "`age` must be an integer from 16 to 100, and is the float 12.5"
    assert found["work"] == '`work` must be one of employee, self_employed, none, and is the text "boss"'
    assert "is missing, and must be given" in found["agrees"]
    with pytest.raises(placet.FactsError, match=r"^7 facts are wrong:\n- "):
        engine.decide(facts)  # type: ignore[arg-type]


def test_problems_are_data(engine: placet.Engine) -> None:
    with pytest.raises(placet.FactsError) as caught:
        read(engine, age=12, income="1")
    age, income = caught.value.problems
    assert age == {
        "name": "age",
        "value": "12",
        "expected": "an integer from 16 to 100",
        "message": "`age` must be an integer from 16 to 100, and is 12",
    }
    assert (income["name"], income["value"]) == ("income", None)


@pytest.mark.parametrize("fact", ["secret", "income", "bureau.score"])
def test_a_value_of_a_private_class_is_not_repeated(engine: placet.Engine, fact: str) -> None:
    given = 66_666_666_666_666 if fact != "secret" else 66_666_666_666_666.5
    with pytest.raises(placet.FactsError) as caught:
        engine.decide(GIVEN | {fact: given})
    assert "66666" not in str(caught.value).replace("_", "")
    assert [problem["value"] for problem in caught.value.problems] == [None]


GROUPED = {"age": 30, "agrees": True, "bureau": {"score": 655, "late": False, "file": {"age": 12}}}
DOTTED = {"age": 30, "agrees": True, "bureau.score": 655, "bureau.late": False, "bureau.file.age": 12}
MIXED = {"age": 30, "agrees": True, "bureau": {"score": 655, "late": False}, "bureau.file.age": 12}


@pytest.mark.parametrize(
    "facts",
    [
        GROUPED,
        DOTTED,
        MIXED,
        MappingProxyType(GROUPED),
        UserDict(DOTTED),
        GROUPED | {"bureau": MappingProxyType({"score": 655, "late": False, "file": UserDict({"age": 12})})},
    ],
    ids=["grouped", "dotted", "mixed", "proxy", "user", "inner"],
)
def test_groups_are_nested_or_dotted_in_any_mapping(
    engine: placet.Engine, facts: Mapping[str, object]
) -> None:
    decision = engine.decide(facts)
    assert (decision["score"], decision["late"], decision["file"]) == (655, False, 12)


def test_a_fact_that_is_given_twice_is_wrong(engine: placet.Engine) -> None:
    assert "given twice" in problems(engine, GROUPED | {"bureau.score": 655})["bureau.score"]


def test_a_group_that_is_no_group_is_wrong(engine: placet.Engine) -> None:
    assert list(problems(engine, GIVEN | {"bureau": 7})) == ["bureau"]
    assert list(problems(engine, GIVEN | {"bureau": {"file": "x"}})) == ["bureau.file"]


def test_causes_of_absence(engine: placet.Engine) -> None:
    """What a fact declares, for itself and for its whole group; nothing else."""
    stale = engine.explain(GIVEN | {"bureau": {"score": placet.missing("stale")}})
    assert stale.decision["score"] is None
    assert read(engine, bureau=placet.missing("source_down"))["score"] is None
    assert read(engine, bureau=None)["late"] is None
    assert read(engine, bureau={"file": placet.missing("source_down")})["file"] is None
    # `late` does not declare `stale`.
    found = problems(engine, GIVEN | {"bureau": placet.missing("stale")})
    assert set(found) == {"bureau.late", "bureau.file.age"}


@pytest.mark.parametrize("agrees", [False])
@pytest.mark.parametrize(
    "bureau",
    [
        {"score": 655},
        {"score": "nonsense"},
        {"score": 10**40, "late": object()},
        placet.missing("source_down"),
        None,
        {},
    ],
)
def test_without_consent_nothing_is_read(engine: placet.Engine, agrees: bool, bureau: object) -> None:
    """A withheld fact is neither read nor checked, so that even a wrong value is no error and never told."""
    explanation = engine.explain({"age": 30, "agrees": agrees, "bureau": bureau})
    assert explanation.decision["score"] is None
    assert "655" not in str(explanation.tree)
    assert "nonsense" not in str(explanation.tree)


def test_unknown_keys_may_be_ignored_and_nothing_else(engine: placet.Engine) -> None:
    facts: dict[Any, object] = {**GROUPED, "more": 1, 7: 8, "agee": 3}
    facts["bureau"] = {"score": 655, "other": object()}
    assert set(problems(engine, facts)) == {"more", "7", "agee", "bureau.other"}
    assert engine.decide(facts, unknown="ignore")["score"] == 655
    assert set(problems(engine, facts | {"age": "x"}, unknown="ignore")) == {"age"}


def test_facts_from_text(engine: placet.Engine) -> None:
    cells = {
        "age": " 30 ",
        "income": "1000.50",
        "student": "TRUE",
        "work": '"employee"',
        "born": "1990-02-03",
        "tags": "[a, b]",
        "name": "",
        "bureau": "missing(source_down)",
        "agrees": "true",
    }
    facts = engine.facts_from_text(cells)
    assert facts == {
        "age": 30,
        "income": Decimal("1000.50"),
        "student": True,
        "work": "employee",
        "born": date(1990, 2, 3),
        "tags": ["a", "b"],
        "name": None,
        "bureau": placet.missing("source_down"),
        "agrees": True,
    }
    assert engine.decide(facts)["score"] is None
    with pytest.raises(placet.FactsError) as caught:
        engine.facts_from_text({"age": "old", "born": "yesterday", "income": "1,000"})
    assert {problem["name"] for problem in caught.value.problems} == {"age", "born", "income"}
