"""Tables of every library, of every shape, and what is said where they are wrong."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from batch_alike import alike
from host_bundle import SMALLEST, host_engine

import placet
from placet import _native
from placet.bundle import read_texts

ROOT = Path(__file__).resolve().parents[2]
ENGINE = placet.load(ROOT / "rules/reference")
TYPICAL = json.loads((ROOT / "examples/applicant.json").read_text("utf-8"))


def rows(count: int) -> list[dict[str, Any]]:
    """Applicants of all sorts; every tenth has a bad age."""
    return [
        TYPICAL
        | {
            "applicant_id": f"A{n}",
            "age": 99 if n % 10 == 9 else 17 + n % 40,
            "region": f"R{1 + n % 31:02d}",
            "bureau_score": None if n % 7 == 0 else 400 + n % 450,
            "utilisation": n % 150 / 100,
            "consent_bureau": n % 5 != 0,
        }
        for n in range(count)
    ]


TABLE = pa.Table.from_pylist(rows(100))
EXPECTED = pa.table(ENGINE.decide_batch(TABLE)).to_pylist()


def answers(table: Any, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.table(ENGINE.decide_batch(table, **options)).to_pylist()
    return found


def test_the_rows_are_decided_as_alone() -> None:
    ends = alike(ENGINE, TABLE)
    assert ends.count("error") == 10
    assert {"approve", "decline"} <= set(ends)


def test_a_column_of_nothing_but_null_is_missing() -> None:
    table = pa.Table.from_pylist([TYPICAL | {"employment_months": None, "bureau_score": None}] * 3)
    assert table.schema.field("employment_months").type == pa.null()
    assert "error" not in alike(ENGINE, table)


@pytest.mark.parametrize(
    "name", ["table", "batch", "reader", "polars", "pandas", "duckdb", "chunks", "dictionary", "views"]
)
def test_every_library_and_shape_gives_the_same(name: str) -> None:
    frame = pl.DataFrame(TABLE)
    shapes: dict[str, Any] = {
        "table": lambda: TABLE,
        "batch": lambda: TABLE.combine_chunks().to_batches()[0],
        "reader": lambda: pa.RecordBatchReader.from_batches(TABLE.schema, TABLE.to_batches(max_chunksize=7)),
        "polars": lambda: frame.with_columns(
            pl.col("region").cast(pl.Categorical), pl.col("monthly_debt").cast(pl.Decimal(12, 2))
        ),
        "pandas": lambda: TABLE.to_pandas(types_mapper=pd.ArrowDtype),
        "duckdb": lambda: duckdb.from_arrow(TABLE),
        "chunks": lambda: pa.concat_tables(
            [TABLE.slice(0, 1), TABLE.slice(1, 0), TABLE.slice(1, 64), TABLE.slice(65)]
        ),
        "dictionary": lambda: TABLE.set_column(2, "region", TABLE["region"].dictionary_encode()),
        "views": lambda: TABLE.set_column(2, "region", TABLE["region"].cast(pa.string_view())),
    }
    assert TABLE.column_names[2] == "region"
    assert answers(shapes[name]()) == EXPECTED


def test_decisions_go_into_every_library() -> None:
    decisions = ENGINE.decide_batch(TABLE, keep=["applicant_id"], points=True)
    frame = pl.DataFrame(decisions)
    assert frame["outcome"].to_list() == [row["outcome"] for row in EXPECTED]
    assert frame["limit"].to_list() == [row["limit"] for row in EXPECTED]
    assert frame["reasons"].to_list() == [row["reasons"] for row in EXPECTED]
    table = pa.table(decisions)
    pandas = table.to_pandas(types_mapper=pd.ArrowDtype)
    assert list(pandas["applicant_id"]) == TABLE["applicant_id"].to_pylist()
    declined = duckdb.from_arrow(table).filter("outcome = 'decline'").aggregate("count(*)").fetchall()
    assert declined == [(sum(row["outcome"] == "decline" for row in EXPECTED),)]


@pytest.mark.parametrize("batch_size", [1, 3, 16, 1_000])
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_neither_threads_nor_sizes_change_anything(threads: int, batch_size: int) -> None:
    assert answers(TABLE, threads=threads, batch_size=batch_size) == EXPECTED
    assert answers(TABLE, threads=threads, batch_size=batch_size, stream=True) == EXPECTED


@pytest.mark.parametrize("start", [0, 1, 7, 8, 63, 64, 65])
def test_slices_begin_where_they_begin(start: int) -> None:
    for table in (TABLE, TABLE.set_column(2, "region", TABLE["region"].dictionary_encode())):
        assert answers(table.slice(start, 21)) == EXPECTED[start : start + 21]
        assert (
            answers(table.combine_chunks().to_batches()[0].slice(start, 21)) == EXPECTED[start : start + 21]
        )


def test_no_rows_are_no_decisions_of_the_same_columns() -> None:
    none = pa.table(ENGINE.decide_batch(TABLE.slice(0, 0)))
    assert none.schema == pa.table(ENGINE.decide_batch(TABLE)).schema
    assert none.num_rows == 0 == len(ENGINE.decide_batch(TABLE.slice(0, 0)))  # type: ignore[arg-type]


def test_points_are_those_of_the_card() -> None:
    """Those of the typical applicant are worked by hand in rules/reference/README.md; the card starts at 420."""
    typical = answers(pa.Table.from_pylist([TYPICAL]), points=True)[0]
    points = list(typical["score.points"].values())
    assert points == [19, 15, 17, 20, 17, 20, 46, 28, 22, 18, 27, 19, 20, 19, 17]
    assert 420 + sum(points) == typical["score"] == 744
    assert answers(TABLE.slice(9, 1), points=True)[0]["score.points"]["housing"] is None


def test_columns_are_wrong_all_at_once() -> None:
    floats = TABLE["bureau_score"].cast(pa.float64())
    table = TABLE.drop_columns(["age"]).append_column("agee", TABLE["age"])
    table = table.set_column(table.schema.get_field_index("bureau_score"), "bureau_score", floats)
    with pytest.raises(placet.FactsError) as caught:
        ENGINE.decide_batch(table)
    assert [problem["name"] for problem in caught.value.problems] == ["age", "bureau_score", "agee"]
    assert "there is a column `agee`" in str(caught.value)
    assert 'a float is no integer: cast the column, in pandas to "Int64"' in str(caught.value)
    extra = TABLE.append_column("note", TABLE["region"])
    with pytest.raises(placet.FactsError, match="there is no fact `note`"):
        ENGINE.decide_batch(extra)
    assert answers(extra, unknown="ignore") == EXPECTED
    assert [row["note"] for row in answers(extra, keep="note")] == TABLE["region"].to_pylist()


def test_bad_rows_are_raised_with_their_numbers() -> None:
    with pytest.raises(placet.FactsError) as caught:
        ENGINE.decide_batch(TABLE, errors="raise", batch_size=16)
    assert str(caught.value) == "row 9: `age` must be an integer from 16 to 75, and is 99"
    assert "errors" not in ENGINE.decide_batch(TABLE.slice(0, 9), errors="raise").column_names


def test_names_that_clash_are_refused() -> None:
    table = TABLE.append_column("score", TABLE["age"])
    with pytest.raises(ValueError, match=r"two columns of the answer would be called `score`: give prefix="):
        ENGINE.decide_batch(table, keep=["score"])
    assert ENGINE.decide_batch(table, keep=["score"], prefix="new_").column_names[:3] == (
        "score",
        "outcome",
        "new_score",
    )


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"errors": "ignore"}, ValueError, "errors must be"),
        ({"batch_size": 0}, ValueError, "batch_size must be from 1"),
        ({"threads": 0}, ValueError, "threads must be from 1"),
        ({"as_of": "day"}, placet.FactsError, "there is no column `day`"),
        ({"as_of": "age"}, placet.FactsError, "`age` must hold dates"),
        ({"as_of": 5}, TypeError, "as_of must be a datetime.date"),
        ({"keep": ["aeg"]}, placet.FactsError, "there is no column `aeg`; did you mean `age`"),
        ({"keep": 5}, TypeError, "keep must be the names"),
    ],
)
def test_arguments_that_are_wrong(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        ENGINE.decide_batch(TABLE, **options)


@pytest.mark.parametrize("given", [TYPICAL, [TYPICAL], 5, pa.array([1])])
def test_what_is_no_table(given: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="the table"):
        ENGINE.decide_batch(given)


HOST = host_engine()


def host_table(**columns: pa.Array) -> pa.Table:
    rows = len(next(iter(columns.values())))
    usual = {
        "age": pa.array([30] * rows),
        "agrees": pa.array([True] * rows),
        "device.model": pa.array(["phone"] * rows),
    }
    return pa.table({**usual, **columns})


def host(table: Any, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pa.table(HOST.decide_batch(table, **options)).to_pylist()
    return found


def test_groups_are_structs_or_dotted_names() -> None:
    bureau = pa.array([{"score": 700, "file": {"age": 5}}, {"score": None, "file": None}, None])
    nested = host(host_table(bureau=bureau))
    assert [(row["score"], row["file"]) for row in nested] == [(700, 5), (None, None), (None, None)]
    assert nested == host(
        host_table(
            **{"bureau.score": pa.array([700, None, None]), "bureau.file.age": pa.array([5, None, None])}
        )
    )
    both = host_table(bureau=bureau, **{"bureau.score": pa.array([1, 2, 3])})
    with pytest.raises(placet.FactsError, match=r"`bureau.score` is given twice, by two columns"):
        HOST.decide_batch(both)


def test_causes_stand_beside_what_is_missing() -> None:
    scores = pa.array([700, None, None, 700, None, None])
    causes = pa.array([None, "source_down", "tired", "stale", None, "withheld"])
    table = host_table(**{"bureau.score": scores, "bureau.missing": causes})
    assert [row["errors"] for row in host(table)] == [
        None,
        # The file of a bureau knows one cause, the score two.
        None,
        [
            "`bureau.score` is missing for the cause `tired`, which nothing declares",
            "`bureau.file.age` is missing for the cause `tired`, which nothing declares",
        ],
        [
            "`bureau` is missing for a cause, and gives facts as well",
            "`bureau.file.age` does not admit the cause of absence `stale`",
        ],
        None,
        [
            "`bureau.score` does not admit the cause of absence `withheld`",
            "`bureau.file.age` does not admit the cause of absence `withheld`",
        ],
    ]
    own = host_table(**{"bureau.score": scores, "bureau.score.missing": causes})
    assert host(own)[3]["errors"] == ["`bureau.score` is missing for a cause, and gives a value as well"]


def test_what_is_withheld_is_not_read() -> None:
    table = host_table(agrees=pa.array([False, True]), **{"bureau.score": pa.array([5, 5])})
    first, second = host(table)
    assert (first["score"], first["errors"]) == (None, None)
    assert second["errors"] == [problem["message"] for problem in problems(bureau={"score": 5})]


def problems(**facts: object) -> list[Any]:
    with pytest.raises(placet.FactsError) as caught:
        HOST.decide({**SMALLEST, **facts})
    return list(caught.value.problems)


def test_a_moment_at_midnight_is_a_day() -> None:
    moments = pa.array([datetime(1990, 2, 3), datetime(1990, 2, 3, 1)], pa.timestamp("ns"))
    first, second = host(host_table(born=moments))
    assert first["born"] == date(1990, 2, 3)
    assert second["errors"] == [
        "`born` must be a date from 1900-01-01 to 2026-12-31, and is 1990-02-03T01:00:00"
    ]


def test_moments_keep_their_zone() -> None:
    utc = datetime(2026, 7, 1, 12)
    for zone in (None, "UTC", "+05:30", "Europe/Berlin", "Asia/Shanghai"):
        table = host_table(seen=pa.array([utc], pa.timestamp("us", zone)))
        assert host(table)[0]["errors"] is None


def test_texts_are_typed_as_cells_are() -> None:
    cells = {
        "age": "30",
        "agrees": "true",
        "device.model": "phone",
        "income": " 2500.50 ",
        "work": "employee",
        "born": "1990-02-03",
        "student": "TRUE",
        "tags": "[a, b]",
        "bureau.score": "missing(stale)",
        "ratio": "",
        "probability": "0.25",
        "copy": "1.0",
    }
    row = host(pa.table({name: pa.array([text]) for name, text in cells.items()}), text=True)[0]
    with pytest.raises(placet.FactsError) as caught:
        HOST.decide(HOST.facts_from_text(cells))
    assert row["errors"] == [problem["message"] for problem in caught.value.problems]
    del cells["copy"]
    row = host(pa.table({name: pa.array([text]) for name, text in cells.items()}), text=True)[0]
    decision = HOST.decide(HOST.facts_from_text(cells))
    assert (row["outcome"], row["income"], row["probability"]) == (decision.outcome, Decimal("2500.50"), 0.25)


DATED = {
    "bundle.yaml": """\
bundle: dated
version: 1.0.0
language: 1
currency: EUR
valid: 2026-01-01..2026-12-31
flow:
  entry:
    rules:
      decline:
        LATE: today() > date("2026-06-30")
outputs:
  age: age
""",
    "facts.csv": "fact,type,missing\nage,integer,no\n",
    "reasons.csv": "code,tell,en\nLATE,yes,Too late\n",
}


def test_each_row_may_have_its_day() -> None:
    engine, findings = _native.compile(*read_texts(DATED))
    assert engine is not None, findings
    days = [date(2026, 7, 1), date(2026, 6, 30), None, date(2025, 1, 1), date(2026, 7, 1), date(2026, 1, 1)]
    table = pa.table({"age": [1, 2, 3, 4, 5, 6], "day": pa.array(days, pa.date32())})
    found = pa.table(engine.decide_batch(table, as_of="day", keep="day", batch_size=4)).to_pylist()
    assert [row["outcome"] for row in found] == ["decline", "approve", None, None, "decline", "approve"]
    assert [row["age"] for row in found] == [1, 2, None, None, 5, 6]
    assert [row["day"] for row in found] == days
    assert found[2]["errors"] == ["this bundle depends on the day of the decision: give `as_of`"]
    assert found[3]["errors"] == [
        "this bundle is not valid on 2025-01-01; allow_expired decides all the same"
    ]
    with pytest.raises(placet.FactsError, match="row 2: this bundle depends on the day"):
        engine.decide_batch(table, as_of="day", errors="raise")
    with pytest.raises(ValueError, match="give `as_of`"):
        engine.decide_batch(table.select(["age"]))
    with pytest.raises(ValueError, match="not valid on 2025-01-01"):
        engine.decide_batch(table.select(["age"]), as_of=date(2025, 1, 1))


def batches(count: int) -> Iterator[pa.RecordBatch]:
    batch = pa.concat_tables([TABLE] * 100).combine_chunks().to_batches()[0]
    for _ in range(count):
        yield batch


def test_a_stream_takes_no_more_than_it_needs() -> None:
    taken = []

    def watched() -> Iterator[pa.RecordBatch]:
        for batch in batches(50):
            taken.append(1)
            yield batch

    stream = ENGINE.decide_batch(
        pa.RecordBatchReader.from_batches(TABLE.schema, watched()), threads=2, batch_size=10_000
    )
    assert isinstance(stream, placet.DecisionStream)
    assert taken == []
    rows, before = 0, pa.total_allocated_bytes()
    for number, batch in enumerate(pa.RecordBatchReader.from_stream(stream)):
        rows += batch.num_rows
        assert len(taken) <= number + 6
        assert pa.total_allocated_bytes() - before < 100_000_000
    assert rows == 500_000
    with pytest.raises(ValueError, match="taken already"):
        stream.__arrow_c_stream__()


def test_a_stream_that_fails_in_the_middle() -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield from batches(3)
        raise RuntimeError("the disk is gone")

    def reader() -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(TABLE.schema, failing())

    for threads in (1, 2):
        with pytest.raises(RuntimeError, match=r"after 30000 rows with an error: .*the disk is gone"):
            ENGINE.decide_batch(reader(), threads=threads, stream=False)
        stream = ENGINE.decide_batch(reader(), threads=threads)
        with pytest.raises(Exception, match="the disk is gone"):
            pa.table(stream)


def test_a_stream_that_is_dropped_ends_its_threads() -> None:
    before = threading.active_count()
    for _ in range(20):
        stream = ENGINE.decide_batch(pa.RecordBatchReader.from_batches(TABLE.schema, batches(10)), threads=3)
        reader = pa.RecordBatchReader.from_stream(stream)
        reader.read_next_batch()
        del reader, stream
    assert threading.active_count() == before


def test_ctrl_c_ends_it() -> None:
    code = """
import sys, pyarrow as pa, placet, json, pathlib
facts = json.loads(pathlib.Path("examples/applicant.json").read_text())
batch = pa.Table.from_pylist([facts] * 10_000).to_batches()[0]
def forever():
    print("begun", flush=True)
    while True:
        yield batch
try:
    reader = pa.RecordBatchReader.from_batches(batch.schema, forever())
    placet.load("rules/reference").decide_batch(reader, stream=False, threads=2)
except KeyboardInterrupt:
    print("interrupted")
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=30)[0] == "interrupted\n"
    assert process.returncode == 0


def test_importing_placet_loads_no_library_of_columns() -> None:
    libraries = ("pyarrow", "polars", "pandas", "numpy", "duckdb")
    code = f"import sys, placet; print([name for name in {libraries} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert shown.stdout == "[]\n"
