"""What is said about arguments and names that are wrong, and what is taken as it is meant."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import placet

ROOT = Path(__file__).resolve().parents[2]
ENGINE = placet.load(ROOT / "rules/reference")
TYPICAL = json.loads((ROOT / "examples/applicant.json").read_text("utf-8"))
TABLE = pa.Table.from_pylist([TYPICAL] * 100)


def outcomes(table: Any) -> list[Any]:
    found: list[Any] = pa.table(ENGINE.decide_batch(table))["outcome"].to_pylist()
    return found


def test_the_index_of_a_frame_of_pandas_is_no_column() -> None:
    frame = pd.DataFrame([TYPICAL] * 4)
    for changed in (
        frame.iloc[[0, 2, 3]],
        pd.concat([frame, frame]),
        frame.set_index(pd.Index(list("abcd"))),
    ):
        table = pa.Table.from_pandas(changed)
        assert "__index_level_0__" in table.column_names
        assert outcomes(table) == outcomes(changed) == ["approve"] * len(changed)
    kept = ENGINE.decide_batch(pa.Table.from_pandas(frame.iloc[[2, 0, 3]]), keep="__index_level_0__")
    assert pa.table(kept)["__index_level_0__"].to_pylist() == [2, 0, 3]
    named = frame.set_index("applicant_id")
    assert outcomes(named) == ["approve"] * 4
    with pytest.raises(placet.FactsError, match="there is no fact `customer`"):
        ENGINE.decide_batch(frame.rename_axis("customer").set_index(pd.Index(list("abcd"), name="customer")))


def test_how_many_rows_are_wrong() -> None:
    bad = pa.Table.from_pylist([TYPICAL | {"age": 99 if row % 4 else 30} for row in range(400)])
    with pytest.raises(placet.FactsError) as caught:
        ENGINE.decide_batch(bad, errors="raise")
    lines = str(caught.value).splitlines()
    assert lines[0] == "300 of the first 400 rows are wrong; these are the first 10:"
    assert lines[1] == "- row 1: `age` must be an integer from 16 to 75, and is 99"
    assert len(lines) == 11 == 1 + len(caught.value.problems)
    with pytest.raises(placet.FactsError, match=r"^75 of the first 100 rows are wrong"):
        ENGINE.decide_batch(bad, errors="raise", batch_size=100, threads=1)
    with pytest.raises(placet.FactsError, match=r"^9 facts are wrong:\n- row 1: "):
        ENGINE.decide_batch(bad.slice(0, 12), errors="raise")


@pytest.mark.parametrize(
    ("column", "options", "message"),
    [
        ("outcome", {"keep": "outcome", "prefix": "new_"}, "`outcome`: rename the column that is kept"),
        ("errors", {"keep": "errors"}, "`errors`: rename the column that is kept"),
        ("score", {"keep": "score"}, '`score`: give prefix="…" for'),
        ("new_score", {"keep": "new_score", "prefix": "new_"}, "`new_score`: give another prefix, or rename"),
        ("note", {"keep": ["age", "age"], "unknown": "ignore"}, "`age`: name it once in keep"),
    ],
)
def test_what_to_do_about_names_that_clash(column: str, options: dict[str, Any], message: str) -> None:
    table = TABLE.append_column(column, TABLE["age"])
    with pytest.raises(ValueError, match=message):
        ENGINE.decide_batch(table, **options)


def test_a_type_that_arrow_does_not_know_is_named_with_its_column() -> None:
    frame = pl.DataFrame([TYPICAL] * 3).with_columns(pl.col("age").cast(pl.Int128))
    with pytest.raises(ValueError, match=r"its column `age`: .*_pli128"):
        ENGINE.decide_batch(frame)


@pytest.mark.parametrize("name", ["batch_size", "threads"])
def test_numbers_that_are_none(name: str) -> None:
    given: Any
    for given in (-1, 0, 1 << 40, 1 << 200, -(1 << 200)):
        options = {name: given}
        with pytest.raises(ValueError, match=rf"^{name} must be from 1 to [0-9]+, not {given}$"):
            ENGINE.decide_batch(TABLE, **options)
    options = {name: "8"}
    with pytest.raises(TypeError, match=f"{name} must be a whole number, not '8'"):
        ENGINE.decide_batch(TABLE, **options)


def test_a_day_that_is_a_text() -> None:
    with pytest.raises(placet.FactsError, match=r"`2026-11-24`: as_of is a datetime.date for all rows, or"):
        ENGINE.decide_batch(TABLE, as_of="2026-11-24")


def test_names_of_columns_to_keep_come_in_anything() -> None:
    def names(keep: Any) -> list[str]:
        return list(ENGINE.decide_batch(TABLE, keep=keep).column_names[:2])

    wanted = ["age", "region"]
    for keep in (wanted, tuple(wanted), iter(wanted), dict.fromkeys(wanted), pd.Index(wanted)):
        assert names(keep) == wanted
    assert set(names(set(wanted))) == set(wanted)
    with pytest.raises(TypeError, match="keep must be the names of columns"):
        ENGINE.decide_batch(TABLE, keep=["age", 5])  # type: ignore[list-item]
