"""Decisions out: a decision is a dataclass to whoever asks, and a record of it is a decision again."""

import asyncio
import copy
import dataclasses
import gc
import json
import pickle
import pprint
from datetime import date
from decimal import Decimal
from typing import Any

import fastapi
import httpx
import msgspec
import openapi_spec_validator
import pydantic
import pytest
from host_bundle import SMALLEST, host_engine

import placet
from placet import Decision, Reason

FIELDS = ["outcome", "outputs", "reasons", "hits", "version", "digest", "as_of"]
DAY = date(2026, 11, 24)
YOUNG = {"code": "YOUNG", "tell": True, "texts": {"en": "Too young", "zh": "未成年"}}
THIN = {"code": "THIN", "tell": False, "texts": {"en": "No bureau score"}}


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return host_engine()


@pytest.fixture
def decision(engine: placet.Engine) -> Decision:
    return engine.decide(SMALLEST | {"age": 17, "income": Decimal("1250.50"), "tags": ["a"]}, as_of=DAY)


def fields_of(decision: Decision) -> dict[str, object]:
    return {name: getattr(decision, name) for name in FIELDS}


def test_it_is_a_dataclass(decision: Decision) -> None:
    assert dataclasses.is_dataclass(decision)
    assert dataclasses.is_dataclass(Reason)
    assert [field.name for field in dataclasses.fields(decision)] == FIELDS == list(Decision.__match_args__)
    assert [field.name for field in dataclasses.fields(Reason)] == ["code", "tell", "texts"]
    told = dataclasses.asdict(decision)
    assert list(told) == FIELDS
    assert (told["outcome"], told["as_of"], told["version"]) == ("decline", DAY, "1.2.0")
    assert told["outputs"] == decision.outputs
    assert (told["reasons"], told["hits"]) == ((YOUNG,), (YOUNG, THIN))
    assert pprint.pformat(decision).startswith("<Decision decline age=17 income=1250.50")
    match decision:
        case Decision("decline", {"age": age}, (Reason("YOUNG", True),), [_, Reason(code)]):
            assert (age, code) == (17, "THIN")
        case _:
            raise AssertionError


def test_outputs_are_the_callers_own(decision: Decision) -> None:
    for given in (decision, Decision(**fields_of(decision))):  # type: ignore[arg-type]
        given.outputs["age"] = 99
        given.outputs["tags"].append("b")
        given["tags"].append("b")
        given.reasons[0].texts["en"] = "changed"
        assert (given["age"], given["tags"], given.outputs["tags"]) == (17, ["a"], ["a"])
        assert given.reasons[0].text() == "Too young"


def test_a_record_is_equal_to_its_decision(engine: placet.Engine, decision: Decision) -> None:
    record = Decision(**fields_of(decision))  # type: ignore[arg-type]
    assert record == decision
    assert hash(record) == hash(decision)
    assert len({record, decision, decision}) == 1
    assert repr(record) == repr(decision)
    changes: list[dict[str, Any]] = [
        {"outcome": "refer"},
        {"outputs": {}},
        {"reasons": ()},
        {"hits": ()},
        {"version": "9"},
        {"as_of": None},
    ]
    for change in changes:
        changed = dataclasses.replace(decision, **change)
        assert changed != decision
        assert fields_of(changed) == fields_of(decision) | change
    assert decision.__replace__(version="9").version == "9"
    assert decision != engine.decide(SMALLEST | {"age": 17, "income": Decimal("1250.50"), "tags": ["a"]})


def test_reasons_are_equal_by_code(decision: Decision) -> None:
    young, thin = decision.hits
    older = Reason("YOUNG", False, {"en": "an older text"})
    assert (young == older, hash(young) == hash(older), young == thin) == (True, True, False)
    assert (young.text("zh"), thin.text("zh"), thin.text("de")) == (
        "未成年",
        "No bureau score",
        "No bureau score",
    )
    record = Reason("X", True, {"en": "", "zh": "文"})
    assert (record.text("en"), record.text("zh"), Reason("X", True, {}).text()) == ("文", "文", "")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_pickles(engine: placet.Engine, decision: Decision, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(decision, protocol))  # noqa: S301
    assert again == decision
    assert [(reason.code, reason.tell, reason.text("zh")) for reason in again.hits] == [
        ("YOUNG", True, "未成年"),
        ("THIN", False, "No bureau score"),
    ]
    assert pickle.loads(pickle.dumps(again, protocol)) == decision  # noqa: S301
    assert copy.copy(decision) is decision
    assert copy.deepcopy([again]) == [again]
    explanation = engine.explain(SMALLEST)
    copied = pickle.loads(pickle.dumps(explanation, protocol))  # noqa: S301
    assert (copied.decision, copied.tree) == (explanation.decision, explanation.tree)


def test_nothing_can_be_set(decision: Decision) -> None:
    record = Decision(**fields_of(decision))  # type: ignore[arg-type]
    for given in (decision, record, decision.reasons[0], record.reasons[0]):
        for name in (*given.__match_args__, "other"):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(given, name, 1)
            with pytest.raises(dataclasses.FrozenInstanceError):
                delattr(given, name)
        descriptor = getattr(type(given), given.__match_args__[0])
        with pytest.raises(dataclasses.FrozenInstanceError):
            descriptor.__set__(given, "approve")


def test_wrong_fields_are_told(decision: Decision) -> None:
    right: dict[str, Any] = fields_of(decision)
    for name, wrong, error, message in [
        ("outcome", "maybe", ValueError, "outcome must be one of approve, refer, decline, not 'maybe'"),
        ("outcome", 1, TypeError, "outcome must be a str, not int"),
        ("outputs", [], TypeError, "outputs must be a mapping of names to values, not list"),
        ("reasons", "K01", TypeError, "reasons must be a tuple of reasons, not str"),
        ("hits", ["K01"], TypeError, "Reason"),
        ("version", None, TypeError, "version must be a str, not NoneType"),
        ("as_of", "2026-11-24", TypeError, "as_of must be a datetime.date or None, not str"),
    ]:
        with pytest.raises(error, match=message):
            Decision(**right | {name: wrong})
    with pytest.raises(TypeError, match="tell must be a bool, not str"):
        Reason("K01", "yes", {})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="digest"):
        Decision(**{name: value for name, value in right.items() if name != "digest"})


def test_msgspec_writes_and_reads_it(decision: Decision) -> None:
    data = msgspec.json.encode(decision)
    assert json.loads(data) == {
        "outcome": "decline",
        "outputs": decision.outputs | {"income": "1250.50"},
        "reasons": [YOUNG],
        "hits": [YOUNG, THIN],
        "version": "1.2.0",
        "digest": decision.digest,
        "as_of": "2026-11-24",
    }
    assert list(json.loads(data)) == FIELDS
    assert msgspec.to_builtins(decision) == json.loads(data) | {"reasons": (YOUNG,), "hits": (YOUNG, THIN)}
    record = msgspec.json.decode(data, type=Decision)
    assert (type(record), record.as_of, record.reasons) == (Decision, DAY, decision.reasons)
    assert record.reasons[0].text("zh") == "未成年"
    assert record["income"] == "1250.50"
    assert dataclasses.replace(record, outputs=decision.outputs) == decision
    assert msgspec.json.encode(record) == data
    numbers = msgspec.json.Encoder(decimal_format="number").encode(decision)
    assert b'"income":1250.50' in numbers
    assert msgspec.convert(msgspec.to_builtins(decision), Decision) == record
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(decision), type=Decision) == record


def test_msgspec_refuses_half_a_record() -> None:
    # msgspec allocates the object first: what it then lets go of must be whole enough to be freed.
    for data, message in {
        b"{}": "missing required field `outcome`",
        b'{"outcome":"maybe"}': "Invalid enum value 'maybe'",
        b'{"outcome":"approve","outputs":{}}': "missing required field `reasons`",
        b'{"outcome":"approve","outputs":{},"reasons":[{"code":"K","tell":true}]}': "`texts` - at `$.reasons",
        b'{"outcome":"approve","outputs":{},"reasons":[{"code":1}]}': "Expected `str`",
    }.items():
        for _ in range(50):
            with pytest.raises(msgspec.ValidationError, match=r"required|Invalid|Expected") as caught:
                msgspec.json.decode(data, type=Decision)
            assert message in str(caught.value)
    gc.collect()


def test_it_cannot_be_made_without_its_fields() -> None:
    for kind in (Decision, Reason, placet.Explanation):
        with pytest.raises(TypeError):
            kind()  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="not safe"):
            object.__new__(kind)


def test_pydantic_writes_and_reads_it(decision: Decision) -> None:
    adapter = pydantic.TypeAdapter(Decision)
    data = adapter.dump_json(decision)
    assert data == msgspec.json.encode(decision)
    record = adapter.validate_json(data)
    assert (type(record), record.as_of, record.reasons[0].text("zh")) == (Decision, DAY, "未成年")
    assert dataclasses.replace(record, outputs=decision.outputs) == decision
    assert adapter.validate_python(decision) is decision
    assert adapter.validate_python(dataclasses.asdict(decision)) == decision
    assert adapter.validate_python(json.loads(data)) == record
    assert adapter.dump_python(decision) == dataclasses.asdict(decision)
    assert adapter.dump_python(decision, mode="json") == json.loads(data)
    with pytest.raises(pydantic.ValidationError) as caught:
        adapter.validate_python({"outcome": "maybe", "outputs": {}, "reasons": [{"code": "K"}]})
    assert [error["loc"] for error in caught.value.errors()] == [
        ("outcome",), ("reasons", 0, "tell"), ("reasons", 0, "texts"), ("hits",), ("version",), ("digest",), ("as_of",)
    ]  # fmt: skip


def test_it_is_a_field_of_a_model(decision: Decision) -> None:
    class Record(pydantic.BaseModel):
        decision: Decision
        first: Reason | None = None
        either: Decision | int = 0

    record = Record(decision=decision, first=decision.reasons[0], either=decision)
    again = Record.model_validate_json(record.model_dump_json())
    assert (again.decision.outcome, again.first, again.decision.hits) == (
        "decline",
        record.first,
        decision.hits,
    )
    assert isinstance(again.either, Decision)
    assert Record(decision=decision).model_dump()["either"] == 0
    schema = Record.model_json_schema()
    assert set(schema["$defs"]) == {"Decision", "Reason"}
    assert schema["$defs"]["Decision"]["required"] == FIELDS
    assert Record.model_json_schema(mode="serialization")["$defs"]["Decision"] == schema["$defs"]["Decision"]


def test_fastapi_answers_with_it(decision: Decision) -> None:
    app = fastapi.FastAPI()

    @app.get("/annotated")
    async def annotated() -> Decision:
        return decision

    @app.get("/model", response_model=Decision)
    def model() -> Any:
        return dataclasses.asdict(decision)

    @app.get("/listed")
    async def listed() -> list[Decision]:
        return [decision]

    @app.get("/untyped", response_model=None)
    async def untyped() -> Any:
        return decision

    @app.post("/taken")
    async def taken(decision: Decision) -> str:
        return decision.reasons[0].text("zh")

    expected = json.loads(msgspec.json.encode(decision))

    async def asked() -> list[Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            paths = ("/annotated", "/model", "/listed", "/untyped", "/openapi.json")
            answers = [await client.get(path) for path in paths]
            answers.append(await client.post("/taken", json=expected))
            return [answer.json() for answer in answers]

    annotated_, model_, listed_, untyped_, document, taken_ = asyncio.run(asked())
    assert annotated_ == model_ == expected
    assert (listed_, taken_) == ([expected], "未成年")
    assert untyped_["outputs"]["income"] == 1250.5  # FastAPI's own way with a Decimal
    openapi_spec_validator.validate(document)
    answer = document["paths"]["/annotated"]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    assert answer == {"$ref": "#/components/schemas/Decision"}
    assert document["components"]["schemas"]["Decision"]["properties"]["outcome"]["enum"] == [
        "approve",
        "refer",
        "decline",
    ]
