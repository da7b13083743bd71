"""The models of a bundle's facts: what they take is what the engine takes, and their schemas say so."""

import json
import math
import warnings
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import msgspec
import pydantic
import pytest
from host_bundle import SMALLEST, host_engine

import placet

MISSING = {"missing": "source_down"}

# For each fact: values that JSON can hold.
VALUES: list[object] = [
    None, True, False, 0, 1, 16, 31, 100, 101, -1, 2**53 + 1, 10**41,
    0.0, 1.0, 31.0, 0.1, 0.1 + 0.2, 0.12345, 1250.55, 1e-7, 1000000, 1000000.01, math.nan, math.inf, -math.inf,
    "", "31", "0.1", "true", "employee", "self_employed", "clerk", "none",
    "1990-02-03", "1899-12-31", "1990-02-30", "1990-02-03T00:00:00", "633830400", "19900203",
    "2026-11-24T10:00:00Z", "2026-11-24T10:00:00+01:00", "2026-11-24", "P1DT2H", "PT90S", "P1Y2M", "P1M", "1 day",
    [], ["a"], ["a", "a"], [1], [1.5, 2], [1.505], [101], [None], [True], [["a"]], {},
    MISSING, {"missing": "stale"}, {"missing": "lost"}, {"missing": "not_given"}, {"missing": "withheld"},
    {"missing": 1}, {"missing": "stale", "more": 1}, {"score": 400}, {"score": 299}, {"scor": 400}, {"score": None},
    {"score": 400, "file": {"age": 3}}, {"file": MISSING}, {"file": {"missing": "stale"}}, {"file": None}, {"file": 3},
    {"model": "phone"}, {"model": None}, {"model": "phone", "emulator": "yes"}, {"emulator": True},
    {"inner": 4}, {"inner": "x"},
]  # fmt: skip
PYTHON_VALUES: list[object] = [
    Decimal("31"), Decimal("31.5"), Decimal("0.1"), Decimal("0.00001"), Decimal("Infinity"),
    date(1990, 2, 3), date(1899, 1, 1), datetime(1990, 2, 3), datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=30),
    placet.missing("source_down"), placet.missing("stale"), placet.missing("lost"), ("a", "b"), {"a"}, b"phone",
]  # fmt: skip
PLACES = ["age", "income", "ratio", "wide", "probability", "student", "work", "born", "seen", "waited", "stay", "tags",
          "amounts", "agrees", "bureau", "device", "class", "copy", "unknown", "model_dump"]  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return host_engine()


@pytest.fixture(scope="module")
def model(engine: placet.Engine) -> Any:
    return engine.facts_model()


def taken(engine: placet.Engine, facts: Mapping[str, object]) -> placet.Decision | None:
    try:
        return engine.decide(facts)
    except placet.FactsError:
        return None


def validated(model: Any, facts: Mapping[str, object]) -> Any:
    try:
        return model.model_validate(facts)
    except pydantic.ValidationError:
        return None


@pytest.mark.parametrize("agrees", [True, False])
@pytest.mark.parametrize("name", PLACES)
def test_the_model_takes_what_the_engine_takes(
    engine: placet.Engine, model: Any, name: str, agrees: bool
) -> None:
    taken_some = 0
    for value in [*VALUES, *PYTHON_VALUES]:
        if isinstance(value, float) and math.isnan(value):
            continue
        facts = SMALLEST | {"agrees": agrees} | {name: value}
        decision, instance = taken(engine, facts), validated(model, facts)
        assert (decision is None) == (instance is None), value
        if instance is not None:
            taken_some += 1
            assert engine.decide(instance) == decision
            # What is kept of a request is the same request again.
            again = model.model_validate_json(instance.model_dump_json())
            assert engine.decide(again) == decision
            assert engine.explain(again).tree == engine.explain(instance).tree
            assert engine.explain(again).tree == engine.explain(facts).tree
    assert taken_some or name in ("unknown", "model_dump")


@pytest.mark.parametrize("name", PLACES)
def test_json_is_taken_as_its_python_objects_are(engine: placet.Engine, model: Any, name: str) -> None:
    for value in VALUES:
        body = json.dumps(SMALLEST | {name: value})
        instance = validated(model, json.loads(body))
        try:
            from_json = model.model_validate_json(body)
        except pydantic.ValidationError:
            from_json = None
        assert from_json == instance, value


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["income", "ratio", "wide", "probability", "age"])
def test_what_is_no_finite_number_is_refused(model: Any, name: str, value: float) -> None:
    for given in (value, Decimal(value)):
        assert validated(model, SMALLEST | {name: given}) is None


def test_values_are_exact(model: Any) -> None:
    request = model.model_validate(
        SMALLEST
        | {
            "income": 1250.55,
            "ratio": 0.1,
            "born": "1990-02-03",
            "probability": 1,
            "amounts": [1.5, 2],
            "tags": ("a",),
        }
        | {"bureau": {"score": 400, "file": MISSING}}
    )
    assert (request.income, request.ratio, request.probability) == (Decimal("1250.55"), Decimal("0.1"), 1.0)
    assert type(request.probability) is float
    assert (request.born, request.amounts, request.tags) == (
        date(1990, 2, 3),
        [Decimal("1.5"), Decimal(2)],
        ["a"],
    )
    assert (request.bureau.file, request.stay) == (placet.missing("source_down"), None)
    assert json.loads(request.model_dump_json(exclude_none=True)) == {
        "age": 30, "income": 1250.55, "ratio": 0.1, "born": "1990-02-03", "probability": 1.0, "amounts": [1.5, 2],
        "tags": ["a"], "agrees": True, "bureau": {"score": 400, "file": MISSING}, "device": {"model": "phone"},
    }  # fmt: skip
    with pytest.raises(pydantic.ValidationError, match="frozen"):
        request.age = 17


def test_errors_have_places_and_keep_values_to_themselves(model: Any) -> None:
    with pytest.raises(pydantic.ValidationError) as caught:
        model.model_validate(
            {
                "age": 17.5,
                "income": "12",
                "agrees": True,
                "bureau": {"score": 299.5, "x": 1},
                "device": {},
                "aeg": 1,
            }
        )
    assert [(error["loc"], error["msg"]) for error in caught.value.errors()] == [
        (("age",), "`age` must be an integer from 16 to 100, and is the float 17.5"),
        (("income",), "`income` must be a number with at most 2 decimals above 0 and at most 1000000"),
        (("bureau", "score"), "`bureau.score` must be an integer from 300 to 900"),
        (("bureau", "x"), "Extra inputs are not permitted"),
        (("device", "model"), "Field required"),
        (("aeg",), "Extra inputs are not permitted"),
    ]
    assert "299.5" not in str(caught.value)


def test_what_is_withheld_is_neither_checked_nor_kept(engine: placet.Engine, model: Any) -> None:
    facts = SMALLEST | {"agrees": False, "bureau": {"score": "not even looked at", "file": {"age": 7}}}
    request = model.model_validate(facts)
    assert "not even" not in request.model_dump_json()
    assert request.bureau.file.age is None
    assert facts["bureau"] == {"score": "not even looked at", "file": {"age": 7}}  # the caller's own
    assert engine.decide(request) == engine.decide(facts)
    for wrong in ({"score": 1, "x": 1}, 7):
        assert validated(model, facts | {"bureau": wrong}) is None
        assert taken(engine, facts | {"bureau": wrong}) is None


def test_names_that_python_has_already(engine: placet.Engine, model: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fresh: Any = host_engine().facts_model()
    request = fresh.model_validate(SMALLEST | {"class": "a", "copy": 3})
    assert (request.class_, request.copy_) == ("a", 3)
    decision = engine.decide(request)
    assert [decision[name] for name in ("class", "copy")] == ["a", 3]
    assert validated(model, SMALLEST | {"class_": "a"}) is None


def test_a_call_gives_the_same_class(engine: placet.Engine) -> None:
    assert engine.facts_model() is engine.facts_model(lang="en")
    assert engine.facts_struct() is engine.facts_struct()
    chinese = engine.facts_model(lang="zh")
    assert chinese is not engine.facts_model()
    assert chinese.model_json_schema()["properties"]["age"]["description"] == "年龄 (year)."


def test_the_json_schema_says_what_is_taken(engine: placet.Engine, model: Any) -> None:
    schema = model.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["title"] == "The facts of host-service 1.2.0"
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["age", "agrees", "device"]
    fields = schema["properties"]
    assert fields["age"] == {
        "type": "integer", "minimum": 16, "maximum": 100, "title": "Age", "description": "Age (year).", "x-unit": "year"
    }  # fmt: skip
    income, missing, null = fields["income"]["anyOf"]
    assert income == {"type": "number", "exclusiveMinimum": 0, "maximum": 1000000, "x-decimals": 2}
    assert missing["properties"] == {"missing": {"type": "string", "enum": ["source_down", "stale"]}}
    assert null == {"type": "null"}
    assert fields["income"]["description"] == "Monthly income (EUR). At most 2 decimals."
    assert fields["work"]["anyOf"][0] == {"type": "string", "enum": ["employee", "self_employed", "none"]}
    assert fields["born"]["description"] == "From 1900-01-01 to 2026-12-31."
    assert fields["device"] == {"$ref": "#/$defs/HostServiceFactsDevice"}
    bureau = schema["$defs"]["HostServiceFactsBureau"]
    assert (
        bureau["properties"]["score"]["description"]
        == "Bureau score (points). Read only where `agrees` is true."
    )
    assert [part.get("title") for part in fields["bureau"]["anyOf"]] == [None, "Missing", None]


@pytest.mark.parametrize("name", [name for name in PLACES if name not in ("seen", "waited", "stay", "born")])
def test_what_is_taken_fits_the_json_schema(engine: placet.Engine, model: Any, name: str) -> None:
    """What the schema lets through all the same has too many places, or is `31.0`: JSON Schema cannot say that."""
    checker = jsonschema.Draft202012Validator(model.model_json_schema())
    for value in VALUES:
        if isinstance(value, float) and not math.isfinite(value):
            continue
        if value == {"missing": "not_given"}:
            continue  # taken, but null says it better
        facts = SMALLEST | {name: value}
        if taken(engine, facts):
            assert checker.is_valid(facts), value
        elif checker.is_valid(facts):
            assert isinstance(value, float) or value in ([1.505], 10**41), (name, value)


def test_facts_are_told_as_declared(engine: placet.Engine) -> None:
    facts = {fact.name: fact for fact in engine.facts}
    assert tuple(facts) == engine.fact_names
    assert repr(facts["ratio"]) == "<Fact ratio decimal(4)>"
    told = {
        name: (fact.type, fact.low, fact.low_included, fact.high, fact.high_included, fact.scale)
        for name, fact in facts.items()
    }
    assert told["age"] == ("integer", 16, True, 100, True, None)
    assert told["income"] == ("money", Decimal(0), False, Decimal(1000000), True, 2)
    assert told["wide"] == ("number", -Decimal(10**40), True, Decimal(10**40), True, None)
    assert told["probability"] == ("float", 0.0, True, 1.0, True, None)
    assert told["born"] == ("date", date(1900, 1, 1), True, date(2026, 12, 31), True, None)
    assert told["amounts"] == ("list of decimal(2)", Decimal(0), True, Decimal(100), True, 2)
    assert told["bureau.file.age"] == ("integer", -(2**53), True, 2**53, True, None)
    assert told["seen"] == ("date and time", None, True, None, True, None)
    income, score = facts["income"], facts["bureau.score"]
    assert (income.unit, income.causes, income.consent, income.echo, income.optional) == (
        "EUR",
        ("source_down", "stale"),
        None,
        False,
        True,
    )
    assert (score.consent, score.causes, score.texts) == (
        "agrees",
        ("source_down", "stale"),
        {"en": "Bureau score", "zh": "征信评分"},
    )
    assert (facts["work"].words, facts["age"].words) == (("employee", "self_employed", "none"), ())
    assert [facts[name].use for name in ("age", "seen", "waited")] == ["decide", "retain", "monitor"]
    assert (facts["age"].text("zh"), facts["age"].text("de"), facts["wide"].text()) == ("年龄", "Age", "")
    with pytest.raises(placet.FactsError, match="`age` must be an integer from 16 to 100, and is 15"):
        facts["age"].accept(15)
    with pytest.raises(AttributeError):
        facts["age"].low = 0  # type: ignore[misc]


def test_missing_is_a_type_to_pydantic() -> None:
    adapter = pydantic.TypeAdapter(placet.Missing | int)
    assert adapter.validate_json('{"missing": "stale"}') == placet.missing("stale")
    assert adapter.validate_python(placet.missing("stale")) == placet.missing("stale")
    assert adapter.dump_json(placet.missing("stale")) == b'{"missing":"stale"}'
    assert adapter.dump_python(placet.missing("stale")) == placet.missing("stale")
    with pytest.raises(pydantic.ValidationError):
        adapter.validate_python({"missing": 7})
    assert adapter.json_schema()["anyOf"][0]["required"] == ["missing"]


def decoded(struct: type[msgspec.Struct], facts: Mapping[str, object]) -> Any:
    try:
        return msgspec.json.decode(json.dumps(facts), type=struct)
    except msgspec.ValidationError:
        return None


@pytest.mark.parametrize("name", PLACES)
def test_what_the_struct_takes_the_engine_decides_in_the_same_way(engine: placet.Engine, name: str) -> None:
    struct = engine.facts_struct()
    for value in VALUES:
        if isinstance(value, float) and not math.isfinite(value):
            continue  # no JSON
        if value == {"missing": "not_given"}:
            continue
        facts = SMALLEST | {name: value}
        decision, instance = taken(engine, facts), decoded(struct, facts)
        if decision is not None:
            assert instance is not None, value
            assert engine.decide(instance) == decision
            assert engine.explain(instance).tree == engine.explain(facts).tree
            again = msgspec.json.decode(msgspec.json.encode(instance), type=struct)
            assert engine.explain(again).tree == engine.explain(facts).tree
        elif instance is not None and not (isinstance(value, str) and name in ("income", "ratio", "wide")):
            # msgspec reads a decimal from a text too; all else that it lets through is refused by `decide`.
            with pytest.raises(placet.FactsError):
                engine.decide(instance)


def test_a_struct_refuses_what_msgspec_can_refuse(engine: placet.Engine) -> None:
    struct = engine.facts_struct()
    for name, value, message in [
        ("age", 15, "Expected `int` >= 16 - at `$.age`"),
        ("age", 31.0, "Expected `int`, got `float`"),
        ("age", True, "Expected `int`, got `bool`"),
        ("work", "clerk", "Invalid enum value 'clerk'"),
        ("probability", 1.5, "Expected `float` <= 1.0"),
        ("born", "1990-02-30", "Invalid RFC3339"),
        ("aeg", 1, "unknown field `aeg`"),
        ("income", {"missing": "lost"}, "Invalid enum value 'lost' - at `$.income.missing`"),
        ("bureau", {"missing": "stale"}, "Invalid enum value 'stale' - at `$.bureau.missing`"),
    ]:
        with pytest.raises(msgspec.ValidationError) as caught:
            msgspec.json.decode(json.dumps(SMALLEST | {name: value}), type=struct)
        assert message in str(caught.value)
    schema = msgspec.json.schema(struct)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$defs"]["HostServiceFacts"]["properties"]["age"] == {
        "type": "integer", "minimum": 16, "maximum": 100, "description": "Age (year).", "x-unit": "year"
    }  # fmt: skip
