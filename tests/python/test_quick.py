"""The quick way through plain dicts and objects gives what the long way gives, errors included.

A subclass of dict always takes the long way, so that the same facts can be sent both ways.
"""

import dataclasses
import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from host_bundle import SMALLEST, host_engine
from hypothesis import given, settings
from hypothesis import strategies as st
from test_json_alike import same_answer

import placet

ENGINE = host_engine()


class Long(dict[Any, Any]):
    """Takes the long way."""


Long.__name__ = "dict"  # as errors tell it


class Text(str):
    """Not exactly a str."""

    __slots__ = ()


class Whole(int):
    """Not exactly an int."""


class Real(float):
    """Not exactly a float."""


class Bomb:
    """Must not be looked at."""

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        raise AssertionError(other)


def long(facts: Any) -> Any:
    """The same facts, in dicts that are not exactly dict."""
    if type(facts) is dict:
        return Long({key: long(value) for key, value in facts.items()})
    return facts


def outcome(facts: Any, **options: Any) -> object:
    """All that a decision says, or all that its error says."""
    try:
        decision = ENGINE.decide(facts, **options)
    except placet.FactsError as error:
        return str(error), error.problems
    outputs = [(name, type(value), str(value)) for name, value in decision.outputs.items()]
    return decision.outcome, outputs, decision.reasons, decision.hits


def fresh(key: str) -> str:
    """The same key as another object, as a parser of JSON makes it."""
    return "".join([key[:1], key[1:]])


RIGHT: dict[str, list[object]] = {
    "age": [16, 17, 30, 100],
    "income": [1, 2500, 0.01, 1234.56, 999999.99, Decimal("12.5"), Decimal("1E+3"), Decimal("1000000.00")],
    "ratio": [0, 0.1, 10.0, Decimal("0.0001"), Decimal("10.0000"), 0.30000000000000004],
    "wide": [10**30, -5, 1.5, Decimal("1.000000000000000000000000001"), Decimal("-0.00")],
    "probability": [0, 1, 0.5, Decimal("0.25"), 5e-324],
    "student": [True, False],
    "work": ["employee", "self_employed", "none"],
    "born": [date(1990, 2, 28), "1990-02-28"],
    "seen": ["2026-01-01T10:00:00Z"],
    "waited": ["PT3H"],
    "stay": ["P2Y"],
    "tags": [[], ["a", "b"], ("a",)],
    "amounts": [[1, 2.5, Decimal("3.25")]],
    "agrees": [True, False],
    "bureau.score": [300, 900],
    "bureau.file.age": [0, 7],
    "device.model": ["phone", "Telefon \u00fc", "\u624b\u673a", "x" * 300],
    "device.emulator": [True],
    "class": ["a", ""],
    "copy": [-1, 2**53],
}
ODD: list[object] = [
    None, True, 0, -1, 15, 101, 2**63, -(2**63), 10**40, 10**5000, 0.0, -0.0, 0.1 + 0.2, 12.345, 1e300,
    float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E-400"),
    Decimal("9" * 40), Decimal("12.345"), Decimal("-0"), "", "none", "\ud800", "employe", "9" * 20, Text("none"),
    Whole(30), Real(0.5), b"none", [], [None], {}, {"missing": "stale"}, {"missing": 1}, placet.missing("stale"),
    placet.missing("unheard"), date(1800, 1, 1), datetime(2000, 1, 1), object,
]  # fmt: skip


def nested(flat: Mapping[str, object], whole: set[str]) -> dict[Any, Any]:
    """Facts in their groups, but for those that are given by their whole name."""
    facts: dict[Any, Any] = {}
    for name, value in flat.items():
        place, parts = facts, [name] if name in whole else name.split(".")
        for part in parts[:-1]:
            place = place.setdefault(fresh(part), {})
        place[fresh(parts[-1])] = value
    return facts


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """Mostly right facts, in any order, some of them odd, missing, unknown or given twice."""
    names = draw(st.permutations(list(RIGHT)))
    optional = [name for name in names if name not in ("age", "agrees", "device.model")]
    left_out = draw(st.sets(st.sampled_from(optional)))
    if draw(st.integers(0, 9)) == 0:
        left_out.add(draw(st.sampled_from(names)))
    flat = {name: draw(st.sampled_from(RIGHT[name])) for name in names if name not in left_out}
    if draw(st.integers(0, 2)) == 0:
        for name in draw(st.lists(st.sampled_from(names), max_size=2)):
            flat[name] = draw(st.sampled_from(ODD))
    facts = nested(flat, draw(st.sets(st.sampled_from([name for name in names if "." in name]))))
    match draw(st.integers(0, 19)):
        case 0:
            facts[draw(st.sampled_from(["agee", "bureau.scor", "missing", "\u5e74\u9f84"]))] = 1
        case 1:
            facts[draw(st.sampled_from([3, None, ("age",), Text("student"), Text("unknown")]))] = True
        case 2:
            facts[draw(st.sampled_from(["bureau", "device"]))] = draw(st.sampled_from(ODD))
        case 3:
            facts["bureau.score"] = 400
        case 4 if isinstance(facts.get("device"), dict):
            facts["device"]["missing"] = "stale"
    return facts


@settings(max_examples=1500, deadline=None)
@given(requests(), st.sampled_from(["error", "ignore"]))
def test_the_quick_way_is_the_long_way(facts: dict[str, Any], unknown: str) -> None:
    assert outcome(facts, unknown=unknown) == outcome(long(facts), unknown=unknown)


def jsonable(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and jsonable(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(jsonable, value))
    if type(value) is int:
        return abs(value) < 10**300  # `json` writes no longer ones
    if value is None or type(value) is bool:
        return True
    # JSON tells of a negative zero and of 1e+300 as they were written, Python's number as it is.
    as_written = type(value) is float and ("e" in repr(value) or repr(value) == "-0.0")
    return type(value) in (float, str) and value == value and value != "\ud800" and not as_written


@settings(max_examples=400, deadline=None)
@given(requests())
def test_the_same_as_json(facts: dict[str, Any]) -> None:
    plain = {key: value for key, value in facts.items() if jsonable(value) and isinstance(key, str)}
    same_answer(ENGINE, json.dumps(plain).replace("Infinity", "1"))


GROUPS = ("bureau", "file", "device")


def objects(facts: dict[str, Any]) -> list[object]:
    """The same facts as fields of objects, which have no dots in their names."""

    def build(make: Callable[[str, list[str]], Any], facts: dict[str, Any], name: str) -> object:
        groups = [key for key, value in facts.items() if key in GROUPS and type(value) is dict and value]
        values = {**facts, **{key: build(make, facts[key], key) for key in groups}}
        return make(name, list(values))(**values)

    return [
        build(lambda name, keys: dataclasses.make_dataclass(name, keys), facts, "Plain"),
        build(lambda name, keys: dataclasses.make_dataclass(name, keys, slots=True), facts, "Slots"),
        build(lambda name, keys: msgspec.defstruct(name, keys), facts, "Struct"),
    ]


@settings(max_examples=150, deadline=None)
@given(requests())
def test_objects_give_what_dicts_give(facts: dict[str, Any]) -> None:
    plain = {key: value for key, value in facts.items() if type(key) is str and key.isidentifier()}
    plain.pop("class", None)
    for group in ("bureau", "device"):
        if type(plain.get(group, {})) is not dict or "missing" in plain.get(group, {}):
            del plain[group]
    expected = outcome(long(plain))
    for thing in objects(plain):
        # The first object of a class goes the long way, which works out how it is read.
        assert (outcome(thing), outcome(thing)) == (expected, expected)


@pytest.mark.parametrize("last", [False, True], ids=["consent first", "consent last"])
def test_what_is_bound_to_a_consent_that_lacks_is_not_looked_at(last: bool) -> None:
    consent = {} if last else {"agrees": False}
    facts = {"age": 30, **consent, "bureau": {"score": Bomb(), "file": {"age": Bomb()}}, "agrees": False}
    if last:
        facts = {"age": 30, "bureau.score": Bomb(), "bureau": {"file": {"age": Bomb()}}, "agrees": False}
    decision = ENGINE.decide({**facts, "device": {"model": "phone"}})
    assert (decision["score"], decision["file"]) == (None, None)
    with pytest.raises(placet.FactsError, match=r"bureau\.score"):
        ENGINE.decide({**facts, "agrees": True, "bureau": {"score": "bad"}, "device": {"model": "phone"}})


def test_a_missing_key_is_not_asked_for() -> None:
    class Generous(dict[str, Any]):
        def __missing__(self, key: str) -> object:
            raise AssertionError(key)

    assert ENGINE.decide(Generous(SMALLEST)).outcome == ENGINE.decide(SMALLEST).outcome


def test_an_object_may_lack_or_compute_an_attribute() -> None:
    @dataclasses.dataclass
    class Facts:
        age: int
        agrees: bool
        device: dict[str, str]
        copy: int = dataclasses.field(init=False)

    facts = Facts(30, True, {"model": "phone"})
    assert [ENGINE.decide(facts)["copy"] for _ in range(2)] == [None, None]
    Facts.copy = property(lambda self: self.age + 1)  # type: ignore[assignment]
    assert [ENGINE.decide(facts)["copy"] for _ in range(2)] == [31, 31]


@pytest.mark.parametrize("count", [0, 300, 70_000])
def test_dicts_of_every_table(count: int) -> None:
    facts = {fresh(name): value for name, value in SMALLEST.items()}
    removed = {**{str(key): key for key in range(count)}, **facts, "zz": 1}
    for key in [*map(str, range(count)), "zz"]:
        del removed[key]
    general: dict[Any, Any] = {1: 2, **facts}
    del general[1]
    for one in (facts, removed, general):
        assert outcome(one) == outcome(long(SMALLEST))


def test_a_dict_may_change_while_it_is_read() -> None:
    facts: dict[str, Any] = {**SMALLEST, "wide": Decimal("1.5"), "bureau": {"score": 700}}
    done = threading.Event()

    def change() -> None:
        while not done.is_set():
            for number in range(200):
                facts[f"k{number}"] = object()
            facts["bureau"] = {"score": 700, "file": {"age": 3}}
            for number in range(200):
                del facts[f"k{number}"]

    thread = threading.Thread(target=change)
    thread.start()
    decided = 0
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        try:
            decision = ENGINE.decide(facts, unknown="ignore")
        except RuntimeError as error:  # the long way asks for the keys, and Python says that they changed
            assert "changed" in str(error)
            continue
        assert (decision["wide"], decision["score"]) == (Decimal("1.5"), 700)
        decided += 1
    done.set()
    thread.join()
    assert decided > 100


def test_threads_decide_alike() -> None:
    expected = outcome(SMALLEST)
    found: list[object] = []

    def work() -> None:
        found.extend(outcome(dict(SMALLEST)) for _ in range(200))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 1600
