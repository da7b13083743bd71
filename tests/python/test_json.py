"""JSON in, JSON out: the same answers as `decide` gives for the same facts as Python objects, and no others."""

import csv
import json
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import placet
from placet import _native
from placet.bundle import read_texts

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = {
    "bundle.yaml": """\
bundle: json
version: 1.0.0
language: 1
currency: EUR
flow:
  entry:
    rules:
      missing: pass
      decline:
        YOUNG: age < 18
      refer:
        LATE: bureau.late
        "Näh\\"e": ratio > 9
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
  paid: paid
  score: bureau.score
  moment: moment
  span: span
  term: term
  "secret": secret
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
paid,list of money,[0..1000],yes,,
agrees,boolean,,no,,
bureau.score,integer,[300..900],"source_down, stale",credit,agrees
bureau.late,boolean,,source_down,credit,agrees
bureau.file.age,integer,[0..99],source_down,,
moment,date and time,,yes,,
span,days and time duration,,yes,,
term,years and months duration,,yes,,
secret,text,,yes,sensitive,
""",
    "reasons.csv": 'code,tell,en,de\nYOUNG,yes,too young,zu jung\nLATE,no,,"""überfällig"""\n"Näh""e",,near,\n',
}
GIVEN = '{"age": 30, "agrees": true, "bureau": {"score": 655, "late": false}, "bureau.file.age": 3}'


@pytest.fixture(scope="module")
def engine() -> placet.Engine:
    engine, findings = _native.compile(*read_texts(BUNDLE))
    assert engine is not None, findings
    return engine


def put(**values: str) -> str:
    """The given facts with these in JSON, put before them; `__` stands for a dot."""
    new = ", ".join(f"{json.dumps(name.replace('__', '.'))}: {value}" for name, value in values.items())
    rest = {name: value for name, value in json.loads(GIVEN).items() if name not in values}
    return "{" + ", ".join(part for part in (new, json.dumps(rest)[1:-1]) if part) + "}"


def answer(engine: placet.Engine, text: str | bytes, **options: Any) -> dict[str, Any]:
    """The decision, every number as its digits."""
    decided: dict[str, Any] = json.loads(
        engine.decide_json(text, **options), parse_float=Digits, parse_int=Digits
    )
    return decided


def messages(engine: placet.Engine, text: str | bytes, **options: Any) -> list[str]:
    with pytest.raises(placet.FactsError) as caught:
        engine.decide_json(text, **options)
    assert all(problem["message"] in str(caught.value) for problem in caught.value.problems)
    return [problem["message"] for problem in caught.value.problems]


class Digits(str):
    """A number of JSON, as it is written."""


def plain(value: object) -> object:
    """What `decide` gives, as it must stand in JSON."""
    match value:
        case None | bool() | str():
            return value
        case date():
            return value.isoformat()
        case int():
            return Digits(value)
        case Decimal():
            return Digits(f"{value:f}")
        case list() | tuple():
            return [plain(item) for item in value]
    raise TypeError(type(value))


def same_answer(engine: placet.Engine, text: str, **options: Any) -> str:
    """Decides both ways, and holds the answers together; how it ended."""
    facts = json.loads(text, parse_float=Decimal, object_hook=cause)
    try:
        decision = engine.decide(facts, **options)
    except placet.FactsError as error:
        with pytest.raises(placet.FactsError) as caught:
            engine.decide_json(text, **options)
        assert caught.value.problems == [in_json(problem) for problem in error.problems], text
        return "error"
    found = answer(engine, text, **options)
    assert list(found) == ["outcome", "outputs", "reasons", "hits", "version", "digest", "as_of"]
    assert found["outcome"] == decision.outcome, text
    assert found["outputs"] == {name: plain(value) for name, value in decision.outputs.items()}, text
    assert list(found["outputs"]) == list(decision.outputs)
    for part in ("reasons", "hits"):
        reasons = getattr(decision, part)
        assert [(one["code"], one["tell"]) for one in found[part]] == [(r.code, r.tell) for r in reasons]
        for one, reason in zip(found[part], reasons, strict=True):
            assert all(text and reason.text(lang) == text for lang, text in one["texts"].items())
            assert reason.text("en") in one["texts"].values()
    assert (found["version"], found["digest"]) == (decision.version, decision.digest)
    assert found["as_of"] == plain(decision.as_of)
    return decision.outcome


def cause(found: dict[str, Any]) -> object:
    named = list(found) == ["missing"] and isinstance(found["missing"], str)
    return placet.missing(found["missing"]) if named else found


WORDS = {"dict": "an object", "int": "a number", "Decimal": "a number", "str": "a text", "bool": "a boolean"}


def in_json(problem: Any) -> dict[str, object]:
    """A problem of Python objects in the words of JSON."""

    def words(text: str | None) -> str | None:
        return text and re.sub(
            r"(?<=is )?\ba (dict|int|Decimal|str|bool)\b", lambda found: WORDS[found[1]], text
        )

    return dict(problem) | {"value": words(problem["value"]), "message": words(problem["message"])}


# ---- the same answers ----


ODD = ["null", "true", "17", "-0", "17.5", '"17"', '""', "[]", "[1, [2.50]]", "{}", '{"a": 1}', '"R99"']
ODD += [
    '{"missing": "source_down"}',
    '{"missing": "never"}',
    '{"missing": 1}',
    "12345678901234567890",
    "1" * 50,
]
ODD += ["0.1234567", "-3", "1e40", "9e99", "-1.5E-30", '"P1D"', '"P1Y"', '"2026-02-30"', '"1990-02-03"']


class Applicants:
    """Random requests for a bundle: mostly good, some bad in one or many ways."""

    def __init__(self, facts: list[dict[str, str]], typical: dict[str, str], random: random.Random) -> None:
        self.facts = {fact["fact"]: fact for fact in facts}
        self.typical = typical
        self.random = random

    def request(self) -> str:
        draw = self.random
        risk = draw.choice([0, 0, 0.02, 0.1, 0.5])
        values = {name: self.value(fact, risk) for name, fact in self.facts.items()}
        given = {name: value for name, value in values.items() if value is not None}
        if draw.random() < risk:
            given[draw.choice(["aeg", "bureau.scor", "x", "missing", "bureau", "form.x.y"])] = "[1, {}]"
        names = list(given)
        draw.shuffle(names)
        tree: dict[str, Any] = {}
        for name in names:
            self.put(tree, name, given[name])
        for name in [name for name, inner in tree.items() if isinstance(inner, dict)]:
            if draw.random() < risk / 4:
                tree[name] = self.odd()
        return self.text(tree)

    def put(self, tree: dict[str, Any], name: str, value: str) -> None:
        *groups, key = name.split(".")
        inner = tree
        if self.random.random() < 0.5:
            for group in groups:
                if not isinstance(inner.setdefault(group, {}), dict):
                    return
                inner = inner[group]
            inner.setdefault(key, value)
            if self.random.random() > 0.01:
                return
        tree.setdefault(name, value)

    def text(self, tree: dict[str, Any]) -> str:
        space = self.random.choice(["", " ", "\n\t"])
        parts = []
        for name, value in tree.items():
            key = json.dumps(name) if self.random.random() > 0.02 else f'"\\u{ord(name[0]):04x}{name[1:]}"'
            parts.append(f"{key}{space}:{self.text(value) if isinstance(value, dict) else value}")
        return "{" + space + f",{space}".join(parts) + space + "}"

    def odd(self) -> str:
        """What fits few facts."""
        return self.random.choice(ODD)

    def value(self, fact: dict[str, str], risk: float) -> str | None:
        draw = self.random
        if draw.random() < risk / 3:
            odd = self.odd()
            # Where JSON is read otherwise than by way of Python's decimals: a whole number with an exponent is no
            # integer, and a float of more than 34 digits is the nearest double.
            whole = "integer" in fact["type"] and re.match(r"(?i)-?[\d.]+e", odd)
            return "31.0" if whole or (fact["type"] == "float" and len(odd) > 34) else odd
        optional = fact.get("missing", "") not in ("", "no")
        if optional and draw.random() < 0.03:
            causes = re.split(r"\W+", fact["missing"]) if fact["missing"] != "yes" else []
            return draw.choice([None, "null", *(f'{{"missing": "{name}"}}' for name in causes)])
        if draw.random() < 0.9 and fact["fact"] in self.typical:
            return self.typical[fact["fact"]]
        return self.of_type(fact["type"].removeprefix("list of "), fact, draw, "list of" in fact["type"])

    def of_type(self, kind: str, fact: dict[str, str], draw: random.Random, several: bool) -> str:
        if several:
            one = [self.of_type(kind, fact, draw, False) for _ in range(draw.randrange(4))]
            return f"[{', '.join(one)}]"
        ends = re.findall(r"-?\d+(?:\.\d+)?", fact.get("allowed", "")) or ["0", "1000"]
        low, high = int(float(ends[0])), int(float(ends[-1]))
        match kind.split("(")[0]:
            case "boolean":
                return draw.choice(["true", "true", "false"])
            case "integer":
                return str(draw.choice([low, draw.randint(low, min(high, low + 200))]))
            case "money" | "decimal" | "number" | "float":
                return str(draw.randint(low, min(high, 20000))) + draw.choice(["", ".0", ".50", "e0", ".000"])
            case "enumeration":
                words = next(csv.reader([fact["allowed"]], skipinitialspace=True))
                return json.dumps(draw.choice(words), ensure_ascii=draw.random() < 0.5)
            case "date":
                return f'"{draw.randint(1950, 2020)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}"'
            case "date and time":
                return draw.choice(['"2026-11-24T10:00:00Z"', '"2026-11-24T10:00:00.5+08:00"'])
            case "days and time duration":
                return draw.choice(['"P1DT2H"', '"-PT0.5S"'])
            case "years and months duration":
                return draw.choice(['"P1Y2M"', '"P14M"'])
        return draw.choice(['"A1"', '"\\u4e2d\\n"', '"中"', '"\\ud83d\\ude00\\/\\""', '""'])


def applicants(name: str, seed: int) -> tuple[placet.Engine, Applicants]:
    folder = ROOT / "rules" / name
    text = BUNDLE["facts.csv"] if name == "types" else (folder / "facts.csv").read_text("utf-8")
    facts = list(csv.DictReader(text.splitlines()))
    typical: dict[str, str] = {}
    if name == "types":
        compiled, _ = _native.compile(*read_texts(BUNDLE))
        assert compiled is not None
    else:
        import yaml

        def flat(found: dict[str, Any], prefix: str) -> None:
            for key, value in found.items():
                if isinstance(value, dict):
                    flat(value, f"{prefix}{key}.")
                else:
                    shown = value if not isinstance(value, date) else value.isoformat()
                    typical[prefix + key] = json.dumps(shown)

        flat(yaml.safe_load((folder / "typical.yaml").read_text("utf-8")), "")
        compiled = placet.load(folder)
    return compiled, Applicants(facts, typical, random.Random(seed))  # noqa: S311


@pytest.mark.parametrize("name", ["reference", "microloan", "german_credit", "types"])
def test_json_and_objects_are_decided_alike(name: str) -> None:
    engine, some = applicants(name, 7)
    ends: dict[str, int] = {}
    for number in range(1500):
        options: dict[str, Any] = {"as_of": date(2025, 11, 24)} if number % 2 or name == "microloan" else {}
        if number % 5 == 0:
            options["unknown"] = "ignore"
        end = same_answer(engine, some.request(), **options)
        ends[end] = ends.get(end, 0) + 1
    # The generator reaches every end that the bundle has, so that no part of the comparison is idle.
    assert set(ends) == {"approve", "decline", "error"} | ({"refer"} if name != "reference" else set()), ends
    assert min(ends.values()) > 10, ends


# ---- what a request may be ----


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
        assert answer(engine, text.replace('"late": true', '"late": true, "late": 1'), on_error="refer")[
            "outcome"
        ] in (
            "refer",
            "approve",
        )
    assert messages(engine, '{"bureau": {"score": "bad"}, "age": 30, "agrees": true}') == [
        "`bureau.score` must be an integer from 300 to 900"
    ]
    # What may not be read must still be JSON.
    assert "expected a value" in messages(engine, '{"agrees": false, "age": 30, "bureau": {"score": bad}}')[0]


def test_a_cause_may_stand_for_a_group(engine: placet.Engine) -> None:
    for missing in ('{"missing": "source_down"}', "null", '{"missing": "source\\u005fdown"}'):
        text = f'{{"age": 30, "agrees": true, "bureau": {missing}}}'
        assert answer(engine, text)["outputs"]["score"] is None
        assert same_answer(engine, text) == "approve"
    both = '{"age": 30, "agrees": true, "bureau": {"missing": "source_down", "score": 655}}'
    assert messages(engine, both) == ["there is no fact `bureau.missing`"]
    assert messages(engine, '{"age": 30, "agrees": true, "bureau": {"missing": "stale"}}') == [
        "`bureau.file.age` does not admit the cause of absence `stale`",
        "`bureau.late` does not admit the cause of absence `stale`",
    ]


def test_texts_are_read_as_python_reads_them(engine: placet.Engine) -> None:
    draw = random.Random(3)  # noqa: S311
    letters = 'a"\\/\b\f\n\r\t\0\x1f\x7fé中😀\u2028\uffff'
    for _ in range(500):
        text = "".join(draw.choice(letters) for _ in range(draw.randrange(20)))
        for ascii_only in (True, False):
            found = json.loads(engine.decide_json(put(name=json.dumps(text, ensure_ascii=ascii_only))))
            assert found["outputs"]["name"] == text


# ---- what is no JSON ----

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
    for bad in ({}, {"person": 1}):
        for options in ({}, {"as_of": date(2031, 1, 1)}):
            with pytest.raises(ValueError, match=r"as_of|not valid") as caught:
                engine.decide(bad, on_error="refer", **options)
            assert not isinstance(caught.value, placet.FactsError)
            with pytest.raises(ValueError, match=r"as_of|not valid"):
                engine.decide_json(json.dumps(bad), on_error="refer", **options)
        assert engine.decide(bad, on_error="refer", as_of=date(2025, 11, 24)).outcome == "refer"
    with pytest.raises(TypeError, match="facts must be a mapping"):
        engine.decide(5, on_error="refer", as_of=date(2025, 11, 24))  # type: ignore[arg-type]
