"""JSON without binary floats."""

from datetime import date
from decimal import Decimal

import pytest

from placet.cli.exact_json import JsonError, dumps, loads


def test_numbers_keep_their_digits() -> None:
    value = loads('{"a": 0.10, "b": 31, "c": 31.0, "d": 12345678901234567890.123456789, "e": 1e3}')
    assert repr(value["a"]) == "Decimal('0.10')"
    assert value["b"] == 31
    assert isinstance(value["b"], int)
    assert isinstance(value["c"], Decimal)
    assert str(value["d"]) == "12345678901234567890.123456789"
    assert dumps(value) == '{"a": 0.10, "b": 31, "c": 31.0, "d": 12345678901234567890.123456789, "e": 1000.0}'


def test_values_are_written_as_json() -> None:
    value: dict[str, object] = {
        "a": None,
        "b": True,
        "c": date(2026, 11, 24),
        "d": ("甲", 'say "x"'),
        "e": Decimal("1.50"),
        "f": {},
    }
    assert dumps(value) == (
        '{"a": null, "b": true, "c": "2026-11-24", "d": ["甲", "say \\"x\\""], "e": 1.50, "f": {}}'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": NaN}', "NaN"),
        ("[-Infinity]", "-Infinity"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"a": }', "line 1, column 7"),
        ("", "line 1, column 1"),
        ("[" * 100_000, "nested too deep"),
        ("1" * 5_000, "no JSON"),
    ],
)
def test_what_is_no_fact_is_refused(text: str, words: str) -> None:
    with pytest.raises(JsonError, match=words):
        loads(text)
