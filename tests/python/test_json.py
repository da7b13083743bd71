"""JSON in, JSON out: what a request may hold, what is told of it, and what comes back."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from json_requests import GIVEN, answer, compiled, messages, put

import placet

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return compiled()


def test_what_comes_in_may_be_text_or_bytes(engine: placet.Engine) -> None:
    data = put(name='"中"').encode()
    expected = engine.decide_json(data)
    assert isinstance(expected, bytes)
    assert json.loads(expected)["outputs"]["name"] == "中"
    for same in (
        data.decode(),
        bytearray(data),
        memoryview(data),
        memoryview(b"  " + data)[2:],
        b"\xef\xbb\xbf" + data,
    ):
        assert engine.decide_json(same) == expected
    spaces = b" " * (1 << 17)  # so long that it is read without the GIL
    for same in (spaces + data, (data + spaces).decode(), bytearray(data + spaces)):
        assert engine.decide_json(same) == expected
    wrong = put(name="5").encode()
    assert messages(engine, (wrong + spaces).decode()) == messages(engine, wrong.decode())
    assert engine.decide_json(memoryview(bytes(b for byte in data for b in (byte, 0)))[::2]) == expected
    for other in (json.loads(data), None, 5, [data]):
        with pytest.raises(TypeError, match="data must be bytes, bytearray, memoryview or str, not"):
            engine.decide_json(other)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='on_error must be "raise" or "refer"'):
        engine.decide_json(data, on_error="ignore")  # type: ignore[arg-type]


def test_what_goes_out_is_compact_and_exact(engine: placet.Engine) -> None:
    text = put(
        age="17", income="1000", ratio="9.5", wide="1e30", born='"1990-02-03"', paid="[1, 2.5]", work='"none"'
    )
    assert engine.decide_json(text, as_of=date(2026, 11, 24)).decode() == (
        '{"outcome":"decline","outputs":{"age":17,"income":1000.00,"ratio":9.5000,'
        '"wide":1000000000000000000000000000000,"model":null,"student":null,"work":"none","name":null,'
        '"born":"1990-02-03","tags":null,"codes":null,"paid":[1.00,2.50],"score":655,"moment":null,"span":null,'
        '"term":null,"secret":null},"reasons":[{"code":"YOUNG","tell":true,"texts":{"en":"too young","de":"zu jung"}}],'
        '"hits":[{"code":"YOUNG","tell":true,"texts":{"en":"too young","de":"zu jung"}},'
        '{"code":"Näh\\"e","tell":true,"texts":{"en":"near"}}],'
        f'"version":"1.0.0","digest":"{engine.digest}","as_of":"2026-11-24"}}'
    )


@pytest.mark.parametrize(
    ("fact", "written", "output"),
    [
        ("income", "0.1", "0.10"),
        ("income", "1e3", "1000.00"),
        ("income", "9999999999999.99", "9999999999999.99"),
        ("income", "10.000000000000000000000000000000000000000000000000000000000", "10.00"),
        ("ratio", "-0", "0.0000"),
        ("ratio", "3333e-4", "0.3333"),
        ("wide", "1.234567890123456789012345678901234", "1.234567890123456789012345678901234"),
        ("wide", "-0.00", "0.00"),
        ("model", "0.1", "0.1"),
        ("model", "0.1000000000000000055511151231257827021181583404541015625", "0.1"),
        ("model", "123456789012345678901234567890123456789", "123456789012345680000000000000000000000"),
        ("model", "1e-7000", "0.0"),
        ("codes", "[1, -0, 9007199254740991]", ["1", "0", "9007199254740991"]),
    ],
)
def test_numbers_are_read_from_their_digits(
    engine: placet.Engine, fact: str, written: str, output: str | list[str]
) -> None:
    assert answer(engine, put(**{fact: written}))["outputs"][fact] == output


@pytest.mark.parametrize(
    ("fact", "written", "message"),
    [
        ("age", "31.0", "`age` must be an integer from 16 to 100, and is 31.0"),
        ("age", "3.1e1", "`age` must be an integer from 16 to 100, and is 3.1e1"),
        ("age", "1e400", "`age` must be an integer from 16 to 100, and is 1e400"),
        ("age", "true", "`age` must be an integer from 16 to 100, and is true"),
        ("age", '"31"', '`age` must be an integer from 16 to 100, and is the text "31"'),
        ("age", "9" * 1000, "`age` must be an integer from 16 to 100, and is an integer of 1000 digits"),
        (
            "codes",
            "[1.0]",
            "`codes` must be a list, each item an integer within ±2^53, and is a list of 1 items",
        ),
        (
            "codes",
            "[true]",
            "`codes` must be a list, each item an integer within ±2^53, and is a list of 1 items",
        ),
        ("tags", "[[[[[1]]]]]", "`tags` must be a list, each item a text, and is a list of 1 items"),
        ("student", "1", "`student` must be true or false, and is 1"),
        ("model", "1e9999", "`model` must be a number, and is the float inf"),
        (
            "wide",
            "1e7000",
            "`wide` must be a number within ±10^40, of at most 40 decimals, and is the number 1e7000",
        ),
        (
            "wide",
            '{"a": 1}',
            "`wide` must be a number within ±10^40, of at most 40 decimals, and is an object",
        ),
        ("income", "0.001", "`income` must be a number with at most 2 decimals within ±10^13"),
        ("secret", "5", "`secret` must be a text"),
        ("name", '{"missing": "stale"}', "`name` does not admit the cause of absence `stale`"),
        ("name", '{"missing": "x", "y": 1}', "`name` must be a text, and is an object"),
        ("name", '{"y": 1, "missing": "x"}', "`name` must be a text, and is an object"),
        ("bureau", "7", "`bureau` must be a group of facts, and is a number"),
        ("bureau", "[]", "`bureau` must be a group of facts, and is a list"),
        (
            "bureau",
            '{"score": 655, "file": {"agee": 1}}',
            "there is no fact `bureau.file.agee`; did you mean `bureau.file.age`?",
        ),
    ],
)
def test_what_does_not_fit_is_told(engine: placet.Engine, fact: str, written: str, message: str) -> None:
    assert messages(engine, put(**{fact: written})) == [message]


def test_all_problems_are_told_at_once_in_the_order_of_the_facts(engine: placet.Engine) -> None:
    text = '{"zz": [1], "agrees": true, "bureau": {"late": 1, "x": {"y": 2}, "score": 1}, "income": true, '
    text += '"bureau.score": 1}'
    assert messages(engine, text) == [
        "`age` is missing, and must be given: an integer from 16 to 100",
        "`income` must be a number with at most 2 decimals within ±10^13",
        "`bureau.score` is given twice: within its group and by its whole name",
        "`bureau.score` must be an integer from 300 to 900",
        "`bureau.late` must be true or false",
        "there is no fact `zz`",
        "there is no fact `bureau.x`",
    ]
    assert len(messages(engine, text, unknown="ignore")) == 5


def test_a_key_that_stands_twice_is_told(engine: placet.Engine) -> None:
    assert messages(engine, '{"age": 30, "agrees": true, "\\u0061ge": 30}') == [
        "`age` is given twice: its key stands twice in the JSON"
    ]
    assert messages(engine, '{"age": 30, "agrees": true, "bureau": {}, "bureau": {"score": 655}}') == [
        "`bureau` is given twice: its key stands twice in the JSON"
    ]
    assert (
        answer(engine, '{"x": 1, "age": 30, "x": 2, "agrees": true}', unknown="ignore")["outcome"]
        == "approve"
    )


def test_consent_counts_wherever_it_stands(engine: placet.Engine) -> None:
    for text in (
        '{"agrees": false, "age": 30, "bureau": {"score": "not looked at", "late": true}}',
        '{"bureau": {"score": "not looked at", "late": true}, "age": 30, "agrees": false}',
        '{"bureau.score": [{}], "bureau.late": true, "age": 30, "agrees": false}',
    ):
        decided = answer(engine, text)
        assert (decided["outcome"], decided["outputs"]["score"], decided["hits"]) == ("approve", None, [])
    assert messages(engine, '{"bureau": {"score": "bad"}, "age": 30, "agrees": true}') == [
        "`bureau.score` must be an integer from 300 to 900"
    ]
    # What may not be read must still be JSON, and the keys are not what consent protects.
    twice = '{"agrees": false, "age": 30, "bureau": {"late": true, "late": 1}}'
    assert messages(engine, twice) == ["`bureau.late` is given twice: its key stands twice in the JSON"]
    assert "expected a value" in messages(engine, '{"agrees": false, "age": 30, "bureau": {"score": bad}}')[0]


def test_a_cause_may_stand_for_a_group(engine: placet.Engine) -> None:
    for missing in ('{"missing": "source_down"}', "null", '{"missing": "source\\u005fdown"}'):
        text = f'{{"age": 30, "agrees": true, "bureau": {missing}}}'
        assert answer(engine, text)["outputs"]["score"] is None
        assert answer(engine, text)["outcome"] == "approve"
    both = '{"age": 30, "agrees": true, "bureau": {"missing": "source_down", "score": 655}}'
    assert messages(engine, both) == ["there is no fact `bureau.missing`"]
    assert messages(engine, '{"age": 30, "agrees": true, "bureau": {"missing": "stale"}}') == [
        "`bureau.file.age` does not admit the cause of absence `stale`",
        "`bureau.late` does not admit the cause of absence `stale`",
    ]


def test_texts_are_read_as_python_reads_them(engine: placet.Engine) -> None:
    draw = random.Random(3)
    letters = 'a"\\/\b\f\n\r\t\0\x1f\x7fé中😀\u2028\uffff'
    for _ in range(500):
        text = "".join(draw.choice(letters) for _ in range(draw.randrange(20)))
        for ascii_only in (True, False):
            found = json.loads(engine.decide_json(put(name=json.dumps(text, ensure_ascii=ascii_only))))
            assert found["outputs"]["name"] == text


# ---- a referral in place of an error ----


def test_bad_facts_may_refer(engine: placet.Engine) -> None:
    facts = {"age": 17.5, "agrees": True, "aeg": 1}
    with pytest.raises(placet.FactsError) as caught:
        engine.decide(facts)
    decision = engine.decide(facts, on_error="refer", as_of=date(2026, 11, 24))
    assert decision.outcome == "refer"
    assert set(decision.outputs.values()) == {None}
    assert list(decision.outputs) == list(engine.output_names)
    assert [(one.code, one.tell, one.text("de")) for one in decision.reasons] == [
        ("BAD_FACTS", False, str(caught.value))
    ]
    assert decision.hits == decision.reasons
    assert (decision.version, decision.digest, decision.as_of) == ("1.0.0", engine.digest, date(2026, 11, 24))
    assert "reasons=BAD_FACTS" in repr(decision)
    assert hash(decision.reasons[0]) == hash(decision.hits[0])
    assert engine.decide(json.loads(GIVEN), on_error="refer").outcome == "approve"


@pytest.mark.parametrize("text", ['{"age": 17, "agrees": true, "x": 1}', '{"age": ', "[]"])
def test_bad_json_may_refer(engine: placet.Engine, text: str) -> None:
    message = "\n".join(messages(engine, text))
    reason = {"code": "BAD_FACTS", "tell": False, "texts": {"en": message}}
    assert json.loads(engine.decide_json(text, on_error="refer")) == {
        "outcome": "refer",
        "outputs": dict.fromkeys(engine.output_names),
        "reasons": [reason],
        "hits": [reason],
        "version": "1.0.0",
        "digest": engine.digest,
        "as_of": None,
    }


def test_a_day_that_is_lacking_is_the_hosts_fault() -> None:
    engine = placet.load(ROOT / "rules" / "microloan")
    days: list[dict[str, Any]] = [{}, {"as_of": date(2031, 1, 1)}]
    for bad in ({}, {"person": 1}):
        for options in days:
            with pytest.raises(ValueError, match=r"as_of|not valid") as caught:
                engine.decide(bad, on_error="refer", **options)
            assert not isinstance(caught.value, placet.FactsError)
            with pytest.raises(ValueError, match=r"as_of|not valid"):
                engine.decide_json(json.dumps(bad), on_error="refer", **options)
        assert engine.decide(bad, on_error="refer", as_of=date(2025, 11, 24)).outcome == "refer"
    with pytest.raises(TypeError, match="facts must be a mapping"):
        engine.decide(5, on_error="refer", as_of=date(2025, 11, 24))  # type: ignore[arg-type]
