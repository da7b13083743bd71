"""Columns of doubles and of words, at the edges of what the loops over them take."""

import json
import math
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from batch_alike import alike

import placet

ROOT = Path(__file__).resolve().parents[2]
ENGINE = placet.load(ROOT / "rules/reference")
TYPICAL = json.loads((ROOT / "examples/applicant.json").read_text("utf-8"))


def table_of(fact: str, values: list[Any], kind: pa.DataType) -> pa.Table:
    """Applicants that differ in one fact."""
    table = pa.Table.from_pylist([TYPICAL] * len(values))
    return table.set_column(table.column_names.index(fact), fact, pa.array(values, kind))


def test_a_double_is_money_where_it_is_the_nearest_to_its_cents() -> None:
    cents = [*range(130), *(2**power * 100 + more for power in range(13) for more in (-1, 0, 1)), 99_999_999]
    right = [number / 100 for number in cents]
    beside = [math.nextafter(value, end) for value in right for end in (-math.inf, math.inf)]
    beside += [5e-324, 1e-300, 0.005, 0.004999999999999999, 123.455, 2.0**-60]
    ends = alike(ENGINE, table_of("monthly_income", right + beside, pa.float64()))
    assert "error" not in ends[: len(right)]
    assert set(ends[len(right) :]) == {"error"}


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()], ids=str)
@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("region", [f"R{number:02}" for number in range(1, 32)]),
        ("housing", ["own", "mortgage", "rent", "family", "other"]),
        ("employment", ["salaried", "self_employed", "civil_servant", "student", "retired", "unemployed"]),
    ],
)
def test_a_text_is_a_word_or_none(fact: str, words: list[str], kind: pa.DataType) -> None:
    near = {word[:end] for word in words for end in range(len(word))} - {""}
    near |= {word + more for word in words for more in ("\0", "x", "\0" * 5, word, "\0" * 13, "y" * 40)}
    near |= {"\0" + word for word in words} | {"\3\0\0", "\0\0\0\0\0\0\0\3", "R01\0\0\0\0\3", "é", "ééééé"}
    texts = [*words, *sorted(near - set(words)), *reversed(words)]
    ends = alike(ENGINE, table_of(fact, texts, kind))
    right = [text in words for text in texts]
    assert [end != "error" for end in ends] == right
