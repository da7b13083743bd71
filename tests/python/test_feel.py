"""FEEL by itself: values in and out, errors, explanations, the command."""

from __future__ import annotations

import enum
import pickle
import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

import placet
from placet import feel
from placet.cli.app import app


class Grade(enum.Enum):
    A = "top"


ROUND_TRIPS: list[tuple[object, str]] = [
    (None, "null"),
    (True, "true"),
    (Decimal("0.10"), "0.10"),
    ("a\n", '"a\\n"'),
    (date(2024, 2, 29), "2024-02-29"),
    (time(10, 30, 0, 5), "10:30:00.000005"),
    (time(10, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30))), "10:30:00-03:30"),
    (datetime(2024, 2, 29, 10, 30, tzinfo=UTC), "2024-02-29T10:30:00Z"),
    (datetime(2024, 2, 29, 10, 30), "2024-02-29T10:30:00"),
    (datetime(2024, 2, 29, 10, 30, tzinfo=ZoneInfo("Etc/UTC")), "2024-02-29T10:30:00@Etc/UTC"),
    (timedelta(days=-1, microseconds=1), "-PT23H59M59.999999S"),
    (feel.Months(-27), "-P2Y3M"),
    ([Decimal(1), ["x"]], '[1, ["x"]]'),
    ({"net income": {"a": Decimal(1)}}, "{net income: {a: 1}}"),
    (feel.Range(Decimal(1), Decimal(2), True, False), "[1..2)"),
    (feel.Range(None, Decimal(2), None, True), "(<= 2)"),
]


@pytest.mark.parametrize(("value", "text"), ROUND_TRIPS, ids=[text for _, text in ROUND_TRIPS])
def test_values_come_back_as_they_went(value: object, text: str) -> None:
    back = feel.evaluate("x", {"x": value})
    assert (type(back), back) == (type(value), value)
    assert feel.text(value) == text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (7, Decimal(7)),
        (0.1, Decimal("0.1")),
        (10**30, Decimal(10**30)),
        (Grade.A, "top"),
        ((1, 2), [Decimal(1), Decimal(2)]),
        (placet.missing("source_down"), None),
    ],
)
def test_what_becomes_a_value(given: object, expected: object) -> None:
    assert feel.evaluate("x", {"x": given}) == expected


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (object(), TypeError),
        ({1: 2}, TypeError),
        (float("nan"), ValueError),
        (float("inf"), ValueError),
        (10**40 + 1, ValueError),
        (Decimal("NaN"), ValueError),
    ],
)
def test_what_is_no_value(given: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        feel.evaluate("x", {"x": given})


def test_what_python_cannot_hold_is_text() -> None:
    assert feel.evaluate('date("99999-01-01")') == "99999-01-01"
    assert feel.evaluate('time("10:30:00.123456789")') == "10:30:00.123456789"
    assert feel.evaluate('duration("PT0.000000001S")') == "PT0.000000001S"


def test_a_nest_without_end_is_refused() -> None:
    nest: list[object] = []
    nest.append(nest)
    with pytest.raises(ValueError, match="64 levels"):
        feel.evaluate("x", {"x": nest})


@pytest.mark.parametrize(
    ("text", "column", "problem"),
    [
        ("1 +", 4, "expected an expression"),
        ("if a then 1", 12, "expected `else` after the value of `then`"),
        ("[1, 2", 6, "expected `]` or `,` after the item of the list"),
        ("? > 1", 1, "`?` has no meaning outside a table cell"),
    ],
)
def test_a_syntax_error_says_where_and_what(text: str, column: int, problem: str) -> None:
    with pytest.raises(feel.ExpressionError) as caught:
        feel.evaluate(text, {"a": 1})
    error = caught.value
    assert (error.line, error.column, error.problem) == (1, column, problem)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert str(again) == str(error)


def test_lines_are_counted() -> None:
    with pytest.raises(feel.ExpressionError) as caught:
        feel.compile("1 +\n  2 )")
    assert (caught.value.line, caught.value.column) == (2, 5)


def test_a_name_left_out_is_null_and_one_unknown_is_told() -> None:
    compiled = feel.compile("a = null", ["a"])
    assert compiled({}) is True
    assert compiled() is True
    notes = feel.compile("incme > 1", ["income"]).explain({}).notes
    assert notes[0].message.startswith("there is no name `incme`")


def test_any_mapping_is_a_context() -> None:
    class Lazy(Mapping[str, object]):
        def __getitem__(self, name: str) -> object:
            return {"a": 2}[name]

        def __iter__(self) -> Any:
            return iter(["a"])

        def __len__(self) -> int:
            return 1

    assert feel.evaluate("a * 2", Lazy()) == Decimal(4)


def test_the_clock_is_an_argument() -> None:
    now = datetime(2024, 2, 29, 23, 0, tzinfo=UTC)
    assert feel.evaluate("[now(), today()]", now=now) == [now, date(2024, 2, 29)]
    assert feel.evaluate("today()") is None
    with pytest.raises(TypeError, match=r"datetime\.datetime"):
        feel.evaluate("1", now=date(2024, 2, 29))  # type: ignore[arg-type]


def test_functions_go_from_one_expression_to_another() -> None:
    add = feel.evaluate("function(x) x + y", {"y": 2})
    assert feel.evaluate("add(1)", {"add": add}) == Decimal(3)
    assert feel.evaluate("for f in fs return f(4)", {"fs": [add, feel.evaluate("sqrt")]}) == [6, 2]


def test_exhausted_is_an_error() -> None:
    with pytest.raises(feel.ExhaustedError, match="steps"):
        feel.evaluate("count(for i in 1..100000, j in 1..100000 return i)")
    with pytest.raises(feel.ExhaustedError, match="deep"):
        feel.evaluate("{f: function(n) f(n + 1), r: f(1)}.r")


def test_types_and_results() -> None:
    types: dict[str, str | tuple[str, str | None]] = {
        "tRow": "context<n: tSmall>",
        "tSmall": ("number", "[0..9]"),
    }
    row = feel.compile("{n: x}", ["x"], types=types, result="tRow")
    assert row({"x": 3}) == {"n": Decimal(3)}
    assert row({"x": 30}) is None
    assert feel.compile("30 instance of tSmall", types=types)() is True
    with pytest.raises(ValueError, match="no type `tNone`"):
        feel.compile("1", result="tNone")


def test_threads_share_an_expression() -> None:
    compiled = feel.compile("sum(for i in 1..n return i)", ["n"])
    results: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: results.append(compiled({"n": n}))) for n in (10, 100, 1000)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [55, 5050, 500500]  # type: ignore[type-var]


def test_cells() -> None:
    assert feel.test("loan amount", 5, {"loan amount": 5}) is True
    assert feel.test("?.net income > 5", {"net income": 6}) is True
    assert feel.test("null", None) is True
    assert feel.test("1, null", 2) is False
    with pytest.raises(feel.ExpressionError):
        feel.test("", 1)


def run(*arguments: str, lines: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["feel", *arguments], input=lines)
    return result.exit_code, result.stdout, result.stderr


def test_the_command(tmp_path: Any) -> None:
    context = tmp_path / "context.json"
    context.write_text('{"net income": 1200.50, "loans": [{"due day": 3}]}', "utf-8")
    assert run("-e", "net income * 2", "--context", str(context)) == (0, "2401.00\n", "")
    assert run("-e", "loans.due day", "--context", str(context))[1] == "[3]\n"
    assert run("-e", '{a: 1.50, d: @"2024-02-29"}', "--json")[1] == '{"a": 1.50, "d": "2024-02-29"}\n'
    code, out, said = run("-e", "1 +")
    assert (code, out) == (1, "")
    assert said.splitlines() == ["expected an expression", "  1 +", "     ^"]


def test_lines_of_a_pipe_may_name_values() -> None:
    code, out, said = run(lines="x = 2\nx * 3\nx = 2\nnull + x\n")
    assert (code, out) == (0, "2\n6\ntrue\nnull\n")
    assert "`null + 2` has no value" in said
