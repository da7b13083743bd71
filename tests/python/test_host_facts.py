"""Facts out of a host's own classes: each gives the decision, and the errors, that the same dict gives."""

import dataclasses
import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

import attrs
import msgspec
import pydantic
import pytest
from host_bundle import SMALLEST, host_engine

import placet

Make = Callable[..., Any]
FIELDS = {"age": int, "agrees": bool, "income": Decimal, "bureau": object, "device": object}
GROUPS = {
    "bureau": {"score": int, "file": object},
    "device": {"model": str, "emulator": bool},
    "file": {"age": int},
}


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return host_engine()


def pydantic_class(name: str, fields: dict[str, Any]) -> Make:
    typed: dict[str, Any] = {field: (kind, ...) for field, kind in fields.items()}
    model: type[pydantic.BaseModel] = pydantic.create_model(name, **typed)
    return model


def struct(name: str, fields: dict[str, Any]) -> Make:
    return msgspec.defstruct(name, [(field, Any) for field in fields], kw_only=True)


def data(name: str, fields: dict[str, Any]) -> Make:
    return dataclasses.make_dataclass(name, list(fields), kw_only=True)


def slotted(name: str, fields: dict[str, Any]) -> Make:
    return dataclasses.make_dataclass(name, list(fields), kw_only=True, slots=True, frozen=True)


def attrs_class(name: str, fields: dict[str, Any]) -> Make:
    return attrs.make_class(name, list(fields), kw_only=True, slots=True)


def mapping(name: str, fields: dict[str, Any]) -> Make:
    return lambda **values: MappingProxyType(values)


def plain(name: str, fields: dict[str, Any]) -> Make:
    return dict


KINDS = [pydantic_class, struct, data, slotted, attrs_class, mapping, plain]


@pytest.mark.parametrize("inner", KINDS)
@pytest.mark.parametrize("outer", KINDS)
def test_every_kind_holds_groups_of_every_kind(engine: placet.Engine, outer: Make, inner: Make) -> None:
    bureau = inner("Bureau", GROUPS["bureau"])(score=650, file=outer("File", GROUPS["file"])(age=7))
    device = inner("Device", GROUPS["device"])(model="phone", emulator=False)
    request = outer("Request", FIELDS)(
        age=31, agrees=True, income=Decimal("1250.50"), bureau=bureau, device=device
    )
    decision = engine.decide(request)
    same = {
        "age": 31,
        "agrees": True,
        "income": Decimal("1250.50"),
        "bureau.score": 650,
        "bureau.file.age": 7,
    }
    assert decision == engine.decide(same | {"device": {"model": "phone", "emulator": False}})
    assert (decision["score"], decision["file"], decision["income"], decision["emulator"]) == (
        650,
        7,
        Decimal("1250.50"),
        False,
    )
    assert engine.explain(request).decision == decision


@pytest.mark.parametrize("kind", KINDS)
def test_errors_are_those_of_a_dict(engine: placet.Engine, kind: Make) -> None:
    inner = {"score": 200, "scor": 1}
    values = {"age": 17.5, "agrees": True, "aeg": 1, "device": {"model": "phone"}}
    bureau = kind("Bureau", dict.fromkeys(inner, Any))(**inner)
    request = kind("Request", dict.fromkeys([*values, "bureau"], Any))(**values, bureau=bureau)
    with pytest.raises(placet.FactsError) as by_dict:
        engine.decide(values | {"bureau": inner})
    with pytest.raises(placet.FactsError) as by_object:
        engine.decide(request)
    assert sorted(problem["message"] for problem in by_object.value.problems) == sorted(
        problem["message"] for problem in by_dict.value.problems
    )
    assert {problem["name"] for problem in by_object.value.problems} == {
        "age",
        "bureau.score",
        "aeg",
        "bureau.scor",
    }
    with pytest.raises(placet.FactsError, match="2 facts are wrong"):
        engine.decide(request, unknown="ignore")


def test_aliases_give_facts(engine: placet.Engine) -> None:
    class Model(pydantic.BaseModel):
        years: int = pydantic.Field(alias="age")
        agrees: bool
        points: int = pydantic.Field(serialization_alias="bureau.score")
        device_model: str = pydantic.Field(validation_alias="device.model")
        income: Decimal = pydantic.Field(alias="monthlyIncome")  # known by its own name

    class Camel(msgspec.Struct, rename="camel"):
        age: int
        agrees: bool
        device: dict[str, object]
        points: int = msgspec.field(name="bureau.score")

    model = Model.model_validate(
        {"age": 40, "agrees": True, "points": 700, "device.model": "phone", "monthlyIncome": 10}
    )
    assert [engine.decide(model)[name] for name in ("age", "score", "income")] == [40, 700, Decimal("10.00")]
    decision = engine.decide(Camel(age=41, agrees=True, device={"model": "phone"}, points=710))
    assert (decision["age"], decision["score"]) == (41, 710)


def test_one_fact_by_two_fields_is_an_error(engine: placet.Engine) -> None:
    class Model(pydantic.BaseModel):
        age: int
        years: int = pydantic.Field(alias="age")
        agrees: bool = True
        device: dict[str, str] = {"model": "phone"}
        bureau: dict[str, int] = {"score": 700}
        points: int = pydantic.Field(700, alias="bureau.score")

    with pytest.raises(placet.FactsError) as caught:
        engine.decide(Model.model_construct(age=30, years=31))
    assert [problem["message"] for problem in caught.value.problems] == [
        "`bureau.score` is given twice: within its group and by its whole name",
        "`age` is given twice, by two fields",
    ]


def test_what_is_unset_is_absent(engine: placet.Engine) -> None:
    class Request(msgspec.Struct):
        age: int
        agrees: bool
        device: dict[str, str]
        income: Decimal | msgspec.UnsetType = msgspec.UNSET
        bureau: dict[str, int] | msgspec.UnsetType = msgspec.UNSET
        note: str | msgspec.UnsetType = msgspec.UNSET

    @dataclasses.dataclass
    class Data:
        agrees: bool
        device: dict[str, str]
        age: int | msgspec.UnsetType = msgspec.UNSET

    @dataclasses.dataclass(slots=True)
    class Bare:
        age: int
        agrees: bool
        device: dict[str, str]
        student: bool = dataclasses.field(init=False)  # never set

    class Model(pydantic.BaseModel):
        age: int
        agrees: bool
        device: dict[str, str]
        income: Decimal | None = None

    device = {"model": "phone"}
    assert engine.decide(Request(30, True, device)) == engine.decide(SMALLEST)
    assert engine.decide(Bare(30, True, device)) == engine.decide(SMALLEST)
    assert engine.decide(Model(age=30, agrees=True, device=device)) == engine.decide(SMALLEST)
    with pytest.raises(placet.FactsError, match="`age` is missing, and must be given"):
        engine.decide(Data(True, device))
    with pytest.raises(placet.FactsError, match="there is no fact `note`"):
        engine.decide(Request(30, True, device, note="x"))


def test_extras_of_pydantic_are_keys(engine: placet.Engine) -> None:
    class Device(pydantic.BaseModel, extra="allow"):
        pass

    class Model(pydantic.BaseModel, extra="allow"):
        age: int

    device = Device.model_validate({"model": "phone", "emulator": True})
    model = Model.model_validate({"age": 30, "agrees": True, "device": device, "bureau.score": 600})
    assert (engine.decide(model)["score"], engine.decide(model)["emulator"]) == (600, True)
    with pytest.raises(placet.FactsError) as caught:
        engine.decide(
            Model.model_validate(
                SMALLEST | {"device": Device.model_validate({"model": "p", "emu": 1}), "aeg": 1}
            )
        )
    assert [problem["name"] for problem in caught.value.problems] == ["aeg", "device.emu"]


def test_fields_are_read_and_nothing_is_called(engine: placet.Engine) -> None:
    class Model(pydantic.BaseModel):
        age: int
        agrees: bool
        device: dict[str, str]
        _private: int = 7

        @pydantic.computed_field  # type: ignore[prop-decorator]
        @property
        def twice(self) -> int:
            raise AssertionError

        @cached_property
        def cached(self) -> int:
            return 1

        @pydantic.model_serializer
        def dump(self) -> dict[str, object]:
            raise AssertionError

    model = Model(age=30, agrees=True, device={"model": "phone"})
    assert model.cached == 1  # now it lies among the attributes
    assert engine.decide(model) == engine.decide(SMALLEST)


def test_an_error_of_an_attribute_is_the_hosts_own(engine: placet.Engine) -> None:
    @dataclasses.dataclass
    class Lazy:
        agrees: bool
        age: int = dataclasses.field(init=False)

        def __getattr__(self, name: str) -> object:
            raise LookupError(name)

    with pytest.raises(LookupError, match="age"):
        engine.decide(Lazy(True))


class Pair(NamedTuple):
    age: int


class Bare:
    age = 30


@pytest.mark.parametrize(
    "wrong", [None, 7, "age", ["age"], Pair(30), Bare(), Bare, pydantic.BaseModel, object()]
)
def test_anything_else_is_told_what_is_taken(engine: placet.Engine, wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"a mapping of names to values, or an object with fields .* not "):
        engine.decide(wrong)
    with pytest.raises(placet.FactsError, match="`bureau` must be a group of facts"):
        engine.decide(SMALLEST | {"bureau": wrong or 7})


def test_a_cause_is_a_value_or_a_group(engine: placet.Engine) -> None:
    class Cause(msgspec.Struct):
        missing: Literal["source_down", "stale"]

    class File(msgspec.Struct, kw_only=True):
        age: int | msgspec.UnsetType = msgspec.UNSET
        missing: str | msgspec.UnsetType = msgspec.UNSET

    @dataclasses.dataclass
    class Down:
        missing: str

    expected = engine.explain(SMALLEST | {"income": placet.missing("source_down")}).tree
    for cause in ({"missing": "source_down"}, Cause("source_down"), Down("source_down")):
        assert engine.explain(SMALLEST | {"income": cause}).tree == expected
        down = engine.explain(SMALLEST | {"bureau": cause}).tree
        assert down == engine.explain(SMALLEST | {"bureau": placet.missing("source_down")}).tree
        file = engine.explain(SMALLEST | {"bureau": {"score": 400, "file": cause}})
        assert (file.decision["score"], file.decision["file"]) == (400, None)
    assert engine.decide(SMALLEST | {"bureau": {"file": File(missing="source_down")}})["file"] is None
    assert engine.decide(SMALLEST | {"bureau": {"file": File(age=3)}})["file"] == 3
    wrong: dict[str, tuple[object, str]] = {
        "income": ({"missing": "lost"}, "`income` is missing for the cause `lost`, which nothing declares"),
        "ratio": (Cause("stale"), "`ratio` does not admit the cause of absence `stale`"),
        "age": ({"missing": "stale"}, "`age` is missing, and must be given"),
        "wide": ({"missing": 7}, "`wide` must be a number"),
        "device": ({"missing": "stale"}, "`device.model` is missing, and must be given"),
        "bureau": (
            {"file": File(age=3, missing="stale")},
            "`bureau.file` is missing for a cause, and gives facts",
        ),
    }
    for name, (given, message) in wrong.items():
        with pytest.raises(placet.FactsError, match=message):
            engine.decide(SMALLEST | {name: given})
    with pytest.raises(placet.FactsError, match="does not admit the cause of absence `stale`"):
        engine.decide(SMALLEST | {"bureau": {"score": 400, "file": {"missing": "stale"}}})


def test_classes_are_not_kept_alive(engine: placet.Engine) -> None:
    def decide_once(number: int) -> weakref.ref[Any]:
        made = dataclasses.make_dataclass(f"Request{number}", ["age", "agrees", "device"])
        assert engine.decide(made(30 + number, True, {"model": "phone"}))["age"] == 30 + number
        return weakref.ref(made)

    # A class that comes to lie where another one was must not be read by the other's plan.
    classes = [decide_once(number) for number in range(20)]
    gc.collect()
    assert [of() for of in classes] == [None] * len(classes)


def test_threads_meet_new_classes_at_once() -> None:
    engine = host_engine()
    made = [
        dataclasses.make_dataclass(
            f"Request{number}", ["age", "agrees", "device", *["student"] * (number % 2)]
        )
        for number in range(4)
    ]
    wrong: list[object] = []
    start = threading.Barrier(8)

    def work(number: int) -> None:
        start.wait()
        for turn in range(400):
            kind = made[(number + turn) % len(made)]
            age = 20 + (number * turn) % 60
            student = [True] * (number + turn & 1)
            decision = engine.decide(kind(age, True, {"model": "phone"}, *student))
            if (decision["age"], decision["student"]) != (age, True if student else None):
                wrong.append((number, turn))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nothing_of_these_packages_is_imported() -> None:
    program = """
import sys, json, placet
engine = placet.load("rules/reference")
facts = json.load(open("examples/applicant.json"))
from collections import UserDict
engine.decide(facts), engine.decide(UserDict(facts)), engine.facts
assert not {"pydantic", "pydantic_core", "msgspec", "attrs", "attr", "fastapi", "placet.records"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603
