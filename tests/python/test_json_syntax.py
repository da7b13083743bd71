"""What is JSON and what is not: Python's own reader is the judge where it is as strict."""

import json

import pytest
from json_requests import answer, compiled, messages, put

import placet


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    return compiled()


GOOD = [
    "-0",
    "0",
    "1e5",
    "1E+5",
    "1.0e-5",
    "0.0",
    '""',
    '"\\u0000"',
    '"\\ud83d\\ude00"',
    "[ ]",
    "{ }",
    "[[], {}]",
    '"\x7f"',
]
BAD = [
    "1.",
    ".5",
    "01",
    "-",
    "+1",
    "1e",
    "1e+",
    "0x10",
    "1_0",
    "-01",
    "--1",
    "1.e5",
    "00",
    "١",
    "1 2",
    "'a'",
    "tru",
    "True",
]
BAD += [
    "nul",
    "nulll",
    '"',
    '"\\"',
    '"\\x"',
    '"\\u12"',
    '"\\u12g4"',
    '"\n"',
    '"\x00"',
    '"a\tb"',
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1}",
]
BAD += [
    '{"a":1,}',
    "{,}",
    "{a: 1}",
    "{'a': 1}",
    '{"a" 1}',
    '{"a":}',
    '{"a"}',
    "{1: 1}",
    "[",
    "{",
    '{"a"',
    '{"a":',
    "/* */ 1",
    "",
]
STRICTER = [
    "NaN",
    "Infinity",
    "-Infinity",
    '"\\ud800"',
    '"\\udc00"',
    '"\\ud800x"',
    '"\\ud800\\u0041"',
    '"\\udc00\\ud800"',
]


@pytest.mark.parametrize("known", ["name", "nothing", "bureau", "tags"])
@pytest.mark.parametrize("snippet", GOOD + BAD + STRICTER)
def test_json_is_what_the_standard_says(engine: placet.Engine, snippet: str, known: str) -> None:
    text = f'{{"{known}": {snippet}, "age": 30, "agrees": true}}'
    try:
        json.loads(text)
        good = True
    except ValueError:
        good = False
    assert good == (snippet not in BAD)
    try:
        engine.decide_json(text, unknown="ignore")
        message = ""
    except placet.FactsError as error:
        message = str(error)
    assert message.startswith("the JSON cannot be read at line ") == (snippet not in GOOD), message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: expected a value, and the text ends"),
        ('{"age": 31', "line 1, column 11: expected `,` or `}`, and the text ends"),
        ('{"age": 31}\n {"age": 31}', "line 2, column 2: expected the end, since a request is one object"),
        ('{"name": "中中", }', "line 1, column 16: expected a key in double quotes"),
        ('{"age": 31,\n "secret": geheim}', "line 2, column 12: expected a value"),
        ('{"age" = 31}', "line 1, column 8: expected `:`"),
        (
            '{"age": 031}',
            "line 1, column 10: expected a number as JSON writes it, such as `-3`, `0.5` or `1e3`",
        ),
        ('{"age": fal}', "line 1, column 9: expected `true`, `false` or `null`"),
        (
            '{"name": "a\nb"}',
            "line 1, column 12: expected an escape such as `\\n`, since texts hold no control characters",
        ),
        (
            '{"name": "\\q"}',
            'line 1, column 12: expected an escape that JSON has, such as `\\n`, `\\"` or `\\u4e2d`',
        ),
        ('{"name": "x\\ud800"}', "line 1, column 12: expected both halves of a surrogate pair"),
        (b'{"name": "\xe4\xb8"}', "line 1, column 11: expected UTF-8"),
        ('{"tags": ' + "[" * 1_000_000, "line 1, column 211: expected less nesting"),
        ('{"bureau": ' + '{"bureau": ' * 1_000_000, "expected less nesting"),
        ('{"age": ' + '{"missing": ' * 1_000_000, "expected less nesting"),
    ],
)
def test_the_place_is_told_and_the_text_is_not(
    engine: placet.Engine, text: str | bytes, message: str
) -> None:
    found = messages(engine, text)
    assert len(found) == 1
    assert found[0].startswith("the JSON cannot be read at line ")
    assert found[0].endswith(message)
    assert "geheim" not in found[0]


def test_what_is_no_object_is_told(engine: placet.Engine) -> None:
    for text, kind in (
        ("[]", "a list"),
        ("null", "null"),
        ("1", "a number"),
        ('"x"', "a text"),
        (" true ", "a boolean"),
    ):
        assert messages(engine, text) == [
            f"the facts must be a JSON object of names and values, and are {kind}"
        ]
    assert "surrogate" in messages(engine, '{"name": "\ud800"}')[0]


def test_a_hostile_request_costs_little(engine: placet.Engine) -> None:
    many = "{" + ",".join(f'"key{number}": {number}' for number in range(50_000)) + "}"
    found = messages(engine, many)
    assert len(found) == 103
    assert found[-1] == "there are 49900 more keys that are no facts"
    long = messages(engine, '{"age": 30, "agrees": true, "' + "k" * 1_000_000 + '": 1}')
    assert long == [f"there is no fact `{'k' * 40}…`"]
    for number in (
        "1" * 1_000_000,
        "0." + "1" * 1_000_000,
        "1e" + "9" * 1_000_000,
        "-" + "1" * 1_000_000 + ".5",
    ):
        for fact in ("age", "income", "wide", "ratio"):
            assert all(len(message) < 300 for message in messages(engine, put(**{fact: number})))
    tenth = answer(engine, put(model="0." + "1" * 1_000_000))
    assert tenth["outputs"]["model"] == "0.1111111111111111"
