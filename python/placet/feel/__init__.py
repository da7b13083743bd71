"""FEEL, the expression language of the DMN standard, by itself.

>>> placet.feel.evaluate("monthly payment / net income", {"monthly payment": 300, "net income": 1200})
Decimal('0.25')
>>> placet.feel.evaluate("loans[amount > 100].amount", {"loans": [{"amount": 50}, {"amount": 200}]})
[Decimal('200')]
>>> placet.feel.test("[18..65]", 17)
False

An error is null, never an exception; `Expression.explain` tells why:

>>> ratio = placet.feel.compile("debt / income", ["debt", "income"])
>>> ratio({"debt": 100, "income": 400})
Decimal('0.25')
>>> ratio.explain({"debt": 100, "income": 0})
Explained(value=None, notes=(Note(message='division by zero', part='debt / income', column=1),))
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from placet import _native
from placet._native import Expression, Function
from placet.errors import ExhaustedError, ExpressionError
from placet.feel.values import Explained, Months, Note, Range

__all__ = [
    "ExhaustedError",
    "Explained",
    "Expression",
    "ExpressionError",
    "Function",
    "Months",
    "Note",
    "Range",
    "compile",
    "evaluate",
    "functions",
    "test",
    "text",
]


def evaluate(
    expression: str, context: Mapping[str, object] | None = None, *, now: datetime | None = None
) -> Any:  # noqa: ANN401
    """The value of an expression over a context.

    The names of the context, and the keys within it, may hold spaces. Numbers are exact: they come as `Decimal`.

    Args:
        expression: FEEL, such as `if age < 18 then "minor" else "adult"`.
        context: the names that it may use, with their values.
        now: what `now()` gives; without it `now()` and `today()` are null.

    Raises:
        ExpressionError: the text is no FEEL; says where and what was expected.
        ExhaustedError: it took too many steps or nested too deep.
        TypeError: a value of the context is none that FEEL has.
        ValueError: a number of the context has no exact value in FEEL.
    """
    return _native.feel_evaluate(expression, context, now=now)


def test(
    cell: str, value: object, context: Mapping[str, object] | None = None, *, now: datetime | None = None
) -> bool | None:
    """Whether a value passes a decision table's cell; None where that is not known.

    >>> placet.feel.test('"A", "B"', "B"), placet.feel.test("not(< 0)", None)
    (True, None)
    >>> placet.feel.test("? > limit", 3, {"limit": 2})
    True

    Args:
        cell: unary tests, such as `< 18, > 65`, `not("x")`, `-`, or a condition on `?`.
        value: what is tested.
        context: the names that the cell may use, with their values.
        now: what `now()` gives.

    Raises:
        ExpressionError: the text is no cell.
        ExhaustedError: it took too many steps or nested too deep.
        TypeError: a value is none that FEEL has.
        ValueError: a number has no exact value in FEEL.
    """
    return _native.feel_test(cell, value, context, now=now)


def compile(  # noqa: A001  # as `re.compile`
    expression: str,
    names: Iterable[str] = (),
    *,
    members: Iterable[str] = (),
    types: Mapping[str, str | tuple[str, str | None]] | None = None,
    result: str | None = None,
) -> Expression:
    """Compiles an expression to be called many times.

    Args:
        expression: FEEL.
        names: the names that a context may give. One that a call leaves out is null; others are not looked at.
        members: keys within the values, where they are more than one word: `customer.net income` needs `net income`.
        types: types that the expression may name, each as FEEL writes it (`list<number>`), or as a pair of that and
            unary tests that its values must pass at a typed border.
        result: the type that the value is brought to; null where it does not conform.

    Raises:
        ExpressionError: the text, a type or a test is no FEEL.
        ValueError: a type names one that is not known.
    """
    return _native.Expression(
        expression, list(names), members=list(members), types=dict(types) if types else None, result=result
    )


def text(value: object) -> str:
    """A value as FEEL writes it.

    >>> placet.feel.text({"term": placet.feel.Months(18), "rates": [0.1, "none"]})
    '{term: P1Y6M, rates: [0.1, "none"]}'

    Args:
        value: any value that a context may hold.

    Raises:
        TypeError: it is none that FEEL has.
        ValueError: a number has no exact value in FEEL.
    """
    return _native.feel_text(value)


def functions() -> list[str]:
    """The names of the built-in functions.

    >>> "years and months duration" in placet.feel.functions()
    True
    """
    return _native.feel_functions()
