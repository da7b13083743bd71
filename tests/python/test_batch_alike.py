"""Every row of a table is decided as `decide` decides it alone: outcome, outputs, reasons, and errors word for word."""

import json
import math
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pyarrow as pa
import pytest
from batch_alike import alike, alike_texts
from host_bundle import host_engine
from hypothesis import HealthCheck, Phase, given, settings

import placet
from placet import _native
from placet.bundle import read_texts

ROOT = Path(__file__).resolve().parents[2]
ENGINES = {
    "reference": placet.load(ROOT / "rules/reference"),
    "microloan": placet.load(ROOT / "rules/microloan"),
    "german_credit": placet.load(ROOT / "rules/german_credit"),
    "host": host_engine(),
}
DAY = {"microloan": date(2026, 11, 24)}

INTEGERS = (pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64())
TEXTS = (pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string()))
FLOATS = (pa.float64(), pa.float32(), pa.float64())
DECIMALS = (
    pa.decimal128(20, 2),
    pa.decimal128(30, 6),
    pa.decimal64(18, 4),
    pa.decimal256(60, 3),
    pa.decimal32(9, 1),
)


def whole(kind: pa.DataType, fact: placet.Fact) -> st.SearchStrategy[Any]:
    bits = kind.bit_width
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if str(kind).startswith("int") else (0, 2**bits - 1)
    edges = [
        int(edge) + by
        for edge in (fact.low, fact.high)
        if isinstance(edge, (int, Decimal))
        for by in (-1, 0, 1)
    ]
    near = [edge for edge in edges if low <= edge <= high] or [0]
    inside = st.integers(max(low, min(near)), min(high, max(near)))
    return st.one_of(inside, inside, st.sampled_from(near), st.integers(low, high))


def decimals(kind: pa.DataType, fact: placet.Fact) -> st.SearchStrategy[Any]:
    most = 10 ** min(kind.precision, 24) - 1
    low, high = int((fact.low or 0) * 10**kind.scale), int((fact.high or 1) * 10**kind.scale)
    low, high = max(low, -most), min(high, most)
    inside = st.integers(min(low, high), max(low, high))
    step = 10 ** max(0, kind.scale - (fact.scale or 0))
    return st.one_of(
        inside,
        inside.map(lambda n: (n // step if n >= 0 else -(-n // step)) * step),
        st.integers(-most, most),
    ).map(lambda n: Decimal(n).scaleb(-kind.scale))


def floats(fact: placet.Fact) -> st.SearchStrategy[Any]:
    low, high = float(fact.low or 0), float(fact.high or 1)  # type: ignore[arg-type]
    inside = st.floats(low, high)
    rounded = inside.map(lambda x: round(x, fact.scale if fact.scale is not None else 4))
    odd = st.sampled_from(
        [math.nan, math.inf, -math.inf, -0.0, 0.1 + 0.2, low, high, math.nextafter(high, math.inf)]
    )
    return st.one_of(rounded, rounded, rounded, inside, odd)


def column(fact: placet.Fact) -> st.SearchStrategy[tuple[pa.DataType, st.SearchStrategy[Any]]]:
    """A type for the column of a fact, and the values that it may hold."""
    day = st.dates(date(1890, 1, 1), date(2030, 1, 1))
    texts = st.sampled_from(TEXTS)
    whole_numbers = st.sampled_from(INTEGERS).map(lambda kind: (kind, whole(kind, fact)))
    numbers = st.one_of(
        whole_numbers,
        st.sampled_from(FLOATS).map(lambda kind: (kind, floats(fact))),
        st.sampled_from(FLOATS).map(lambda kind: (kind, floats(fact))),
        st.sampled_from(DECIMALS).map(lambda kind: (kind, decimals(kind, fact))),
    )
    match fact.type.split("(")[0]:
        case "integer":
            return whole_numbers
        case "money" | "decimal" | "number" | "float":
            return numbers
        case "boolean":
            return st.just((pa.bool_(), st.booleans()))
        case "enumeration":
            words = st.sampled_from(
                [*fact.words, *fact.words, *fact.words, "", "no such word", "自营", "x" * 40]
            )
            return texts.map(lambda kind: (kind, words))
        case "text":
            return texts.map(lambda kind: (kind, st.text(max_size=12)))
        case "date":
            moments = day.map(lambda day: datetime(day.year, day.month, day.day))
            return st.sampled_from(
                [
                    (pa.date32(), day),
                    (pa.date64(), day),
                    (pa.string(), st.one_of(day.map(str), st.just("2026-02-30"))),
                    (pa.timestamp("ns"), moments),
                    (pa.timestamp("s"), moments),
                ]
            )
        case "date and time":
            moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1))
            return st.sampled_from([(pa.timestamp("us"), moments), (pa.timestamp("us", "+05:30"), moments)])
        case "days and time duration":
            return st.just((pa.duration("us"), st.timedeltas(timedelta(-9999), timedelta(9999))))
        case "years and months duration":
            return st.just((pa.string(), st.sampled_from(["P1Y2M", "P3M", "two years"])))
        case "list of text":
            return st.just((pa.list_(pa.string()), st.lists(st.text(max_size=4), max_size=3)))
        case _:
            kind = pa.list_(pa.decimal128(12, 2))
            cents = st.integers(-100, 11_000).map(lambda n: Decimal(n).scaleb(-2))
            return st.just((kind, st.lists(cents, max_size=3)))


@st.composite
def tables(draw: st.DrawFn, name: str) -> pa.Table:
    engine = ENGINES[name]
    rows = draw(st.integers(1, 6))
    columns: dict[str, pa.Array] = {}
    for fact in engine.facts:
        if fact.optional and draw(st.integers(0, 9)) == 0:
            continue
        kind, values = draw(column(fact))
        # Most rows are right, so that what is decided is seen too.
        right: st.SearchStrategy[Any] = values.filter(partial(accepted, fact))
        sometimes_null = (
            st.one_of(st.none(), values, right, right) if fact.optional else st.one_of(right, right, right)
        )
        if draw(st.integers(0, 7)) == 0:
            sometimes_null = st.one_of(st.none(), values)
        given = draw(st.lists(sometimes_null, min_size=rows, max_size=rows))
        array = pa.array(given, kind.value_type).dictionary_encode() if pa.types.is_dictionary(kind) else None
        columns[fact.name] = array if array is not None else pa.array(given, kind)
        with_causes: bool = draw(st.booleans())
        if fact.causes and with_causes:
            causes: st.SearchStrategy[str] = st.sampled_from([*fact.causes, "no_such_cause"])
            said = [draw(causes) if value is None and draw(st.booleans()) else None for value in given]
            columns[fact.name + ".missing"] = pa.array(said, pa.string())
    return pa.table(columns)


def accepted(fact: placet.Fact, value: object) -> bool:
    try:
        fact.accept(value)
    except placet.FactsError:
        return isinstance(value, datetime)
    return True


def few(examples: int) -> settings:
    """A failing table is told as it was drawn: to shrink one of forty columns takes many minutes."""
    return settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )


def grouped(table: pa.Table, group: str) -> pa.Table:
    """The columns of a group as one column of structs, and the causes of the group beside it as they are."""
    members = {
        name: table[name].combine_chunks()
        for name in table.column_names
        if name.startswith(group + ".") and name.count(".") == 1 and name != group + ".missing"
    }
    if not members:
        return table
    rest = table.drop_columns(list(members))
    names = [name.removeprefix(group + ".") for name in members]
    return rest.append_column(group, pa.StructArray.from_arrays(list(members.values()), names))


@pytest.mark.parametrize(("name", "examples"), [("reference", 5), ("german_credit", 6), ("host", 14)])
def test_every_row_is_decided_as_alone(name: str, examples: int) -> None:
    @few(examples)
    @given(data=st.data())
    def tried(data: st.DataObject) -> None:
        decided_as_alone(name, data)

    tried()


def decided_as_alone(name: str, data: st.DataObject) -> None:
    table = data.draw(tables(name))
    threads, batch_size = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 7))
    options: dict[str, Any] = {"threads": threads, "batch_size": batch_size, "points": True}
    if midnights(table):
        alike(ENGINES[name], table, **options)
        nested = grouped(table, "bureau") if data.draw(st.booleans()) else table
        assert answers(name, nested, **options) == answers(name, table, **options)


def answers(name: str, table: pa.Table, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.table(ENGINES[name].decide_batch(table, **options)).to_pylist()
    return found


def cells(fact: placet.Fact) -> st.SearchStrategy[str]:
    """What may stand in a cell of a fact: mostly what is right."""
    right: list[str] = {
        "boolean": ["true", "false", "TRUE", "true"],
        "date": ["1990-02-03", "2026-02-28", "2026-02-30"],
        "date and time": ["2026-07-01T12:00:00", "2026-07-01T12:00:00Z", "2026-07-01"],
        "days and time duration": ["P1DT2H", "PT0S"],
        "years and months duration": ["P1Y2M", "P3M"],
        "list of text": ["[a, b]", "[]"],
        "text": ["phone", "自营", "0"],
    }.get(fact.type.split("(")[0], []) or list(fact.words)
    kind = pa.decimal128(20, fact.scale or 2)
    if not right and fact.type == "integer":
        texts = whole(pa.int64(), fact).map(str)
    elif not right and "list" not in fact.type:
        texts = decimals(kind, fact).map(lambda number: format(number, "f"))
    else:
        texts = st.sampled_from(right or ["[1, 2.50]", "[]", "[101]"])
    empty = ["", *[f"missing({cause})" for cause in fact.causes]] if fact.optional else []
    odd = ["", "missing(tired)", "1,000", "1e2", "+5", "no such", "nan", "inf", '"20"']
    if fact.type.split("(")[0] in ("integer", "money", "decimal", "number", "float"):
        odd.append(" 20 ")
    usual = st.one_of(texts, texts, st.sampled_from(empty)) if empty else texts
    return st.integers(0, 39).flatmap(lambda chance: st.sampled_from(odd) if chance == 0 else usual)


@pytest.mark.parametrize("name", ["reference", "german_credit", "host", "microloan"])
@given(data=st.data())
@few(14)
def test_every_row_of_texts_is_decided_as_alone(name: str, data: st.DataObject) -> None:
    engine, rows = ENGINES[name], data.draw(st.integers(1, 6))
    columns = {
        fact.name: pa.array(data.draw(st.lists(cells(fact), min_size=rows, max_size=rows)), pa.string())
        for fact in engine.facts
        if not fact.optional or data.draw(st.integers(0, 9))
    }
    options: dict[str, Any] = {"as_of": DAY[name]} if name in DAY else {}
    alike_texts(engine, pa.table(columns), **options)


def midnights(table: pa.Table) -> bool:
    """Python has moments where the column of a date has them: what is compared is compared in its own test."""
    return not any(
        pa.types.is_timestamp(field.type) and field.type.tz is None and field.name == "born"
        for field in table.schema
    )


def test_thousands_of_applicants_of_the_reference_policy() -> None:
    facts = json.loads((ROOT / "examples/applicant.json").read_text("utf-8"))
    rows = [
        facts
        | {
            "age": 16 + n % 61,
            "bureau_score": None if n % 11 == 0 else 300 + n % 600,
            "monthly_income": round(n * 37.37 % 60_000, 2),
            "region": f"R{1 + n % 31:02d}",
            "consent_bureau": n % 13 != 0,
            "consent_social": n % 7 != 0,
            "overdue_24m": n % 101,
        }
        for n in range(3_000)
    ]
    ends = alike(ENGINES["reference"], pa.Table.from_pylist(rows), batch_size=700, threads=2, points=True)
    assert {"approve", "decline", "error"} <= set(ends)


def microloans(count: int) -> pa.Table:
    """Applicants of all sorts, with causes of absence and without consent."""
    engine, draw = ENGINES["microloan"], random.Random(5)
    edges: dict[str, list[Any]] = {
        "integer": [0, 1, 12, 30, 650, 10**9],
        "money": [0, 1, 0.5, 3000.25, 12_000, -1, 0.001],
        "decimal": [0, 0.5, 0.9999, 1, 0.12345],
        "boolean": [True, False, True],
    }
    columns: dict[str, pa.Array] = {}
    for fact in engine.facts:
        words: list[Any] = [*fact.words] or edges[fact.type.split("(")[0]]
        given = [draw.choice(words) for _ in range(count)]
        usual = [value for value in given if accepted(fact, value)]
        values = [value if draw.random() < 0.01 else draw.choice(usual) for value in given]
        if fact.name.startswith("consent."):
            values = [draw.random() < 0.9 for _ in given]
        if fact.optional:
            values = [None if draw.random() < 0.1 else value for value in values]
        columns[fact.name] = pa.array(values, pa.float64() if fact.type[:5] in ("money", "decim") else None)
        if fact.causes:
            said = [draw.choice([None, *fact.causes]) if value is None else None for value in values]
            columns[fact.name + ".missing"] = pa.array(said, pa.string())
    return pa.table(columns)


def test_microloans_with_causes_and_without_consent() -> None:
    ends = alike(
        ENGINES["microloan"],
        microloans(2_000),
        as_of=date(2026, 11, 24),
        batch_size=512,
        threads=2,
        points=True,
    )
    assert {"decline", "error"} <= set(ends)
    assert ends.count("error") < 1_500


def test_microloans_in_structs() -> None:
    flat = nested = microloans(500)
    for group in ("consent", "person", "form", "bureau", "pay", "social", "device", "own"):
        nested = grouped(nested, group)
        assert pa.types.is_struct(nested.schema.field(group).type)
    assert nested.column_names.count("bureau.score") == 0
    options = {"as_of": date(2026, 11, 24), "points": True, "batch_size": 128}
    expected = answers("microloan", flat, **options)
    assert len({row["outcome"] for row in expected}) > 1
    assert answers("microloan", nested, **options) == expected


def test_each_row_has_its_day() -> None:
    """Parameters change with the day; a day that is lacking or not valid is an error of its row."""
    engine, draw, table = ENGINES["microloan"], random.Random(6), microloans(1_000)
    days = [
        None if draw.random() < 0.05 else date(2026, 1, 1) + timedelta(draw.randrange(-400, 1_200))
        for _ in range(1_000)
    ]
    dated = table.append_column("day", pa.array(days, pa.date32()))
    ends = alike(engine, dated, days, as_of="day", batch_size=128, threads=2)
    assert {"decline", "error", "day"} <= set(ends)
    assert ends.count("day") < 800


SHARED = {
    "bundle.yaml": """bundle: shared
version: 1.0.0
language: 1
currency: EUR
flow:
  score:
    scorecard:
      file: card.csv
      reasons: {method: below best, top: 4, given: any decline}
  other:
    scorecard:
      file: other.csv
      reasons: {method: below best, top: 4, given: any decline}
  cut:
    rules:
      missing: pass
      decline:
        C1: x > 90
        DEC: score < 15
outputs:
  score: score
""",
    "facts.csv": """fact,type,allowed,missing,privacy,use,en
x,integer,[0..100],no,,decide,x
y,integer,[0..100],no,,decide,y
""",
    "card.csv": "characteristic,bin,points,reason\nx,< 50,0,C1\n,>= 50,10,\ny,< 50,0,C2\n,>= 50,5,\n",
    "other.csv": "characteristic,bin,points,reason\ny,< 40,0,C2\n,>= 40,7,\nx,< 20,0,C3\n,>= 20,3,\n",
    "reasons.csv": "code,tell,en\nC1,yes,one\nC2,yes,two\nC3,yes,three\nDEC,yes,cut\n",
}


@pytest.mark.parametrize("points", [False, True])
def test_a_code_that_two_can_tell_is_told_once_and_not_lost(points: bool) -> None:
    """C1 is told by a rule and a card, C2 by two cards."""
    sources = read_texts(SHARED)
    engine, findings = _native.compile(*sources)
    assert engine is not None, _native.render(findings, sources[0], colour=False)
    table = pa.table({"x": list(range(101)) * 3, "y": [10] * 101 + [45] * 101 + [90] * 101})
    assert set(alike(engine, table, points=points)) == {"approve", "decline"}
    told = pa.table(engine.decide_batch(table, points=points))["reasons"].to_pylist()
    # x = 10, y = 10: the cut, what loses 10 and 5 points of the card, and 3 of the other (its 7 is C2 again).
    assert told[10] == ["DEC", "C1", "C2", "C3"]
    # x = 95, y = 10: the rule's own code, the cut at 10 points, and C2 of the card.
    assert told[95] == ["C1", "DEC", "C2"]
