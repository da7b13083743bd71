"""Tables that break their word, threads, forks and Ctrl-C: each is an error of Python or nothing, never a crash."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
import yaml

import placet

ROOT = Path(__file__).resolve().parents[2]
ENGINE = placet.load(ROOT / "rules/reference")
MICROLOAN = placet.load(ROOT / "rules/microloan")
TYPICAL = json.loads((ROOT / "examples/applicant.json").read_text("utf-8"))
BORROWER = yaml.safe_load((ROOT / "rules/microloan/typical.yaml").read_text("utf-8"))
DAY = date(2026, 11, 24)


def table_of(rows: int) -> pa.Table:
    return pa.concat_tables([pa.Table.from_pylist([TYPICAL])] * rows).combine_chunks()


TABLE = table_of(100)
BATCH = TABLE.to_batches()[0]


def outcomes(table: Any, **options: Any) -> list[Any]:
    found: list[Any] = pa.table(ENGINE.decide_batch(table, **options))["outcome"].to_pylist()
    return found


def reader(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatchReader:
    return pa.RecordBatchReader.from_batches(TABLE.schema, batches)


def run(code: str, timeout: float = 60) -> str:
    """What a program prints that has the engine `E`, and the batch `B` of 100 rows."""
    begin = (
        "import json, os, signal, sys, threading, time, placet\n"
        "import pyarrow as pa\n"
        "E = placet.load('rules/reference')\n"
        "T = pa.Table.from_pylist([json.load(open('examples/applicant.json'))] * 100)\n"
        "B = T.to_batches()[0]\n"
        "def reader(batches): return pa.RecordBatchReader.from_batches(B.schema, batches)\n"
    )
    shown = subprocess.run(  # noqa: S603
        [sys.executable, "-c", begin + code], capture_output=True, text=True, timeout=timeout, cwd=ROOT
    )
    assert shown.returncode == 0, shown.stderr
    return shown.stdout


# What the arrays of C show: integers of another width, say, cannot be told by anybody.
OTHERS: dict[str, tuple[Callable[[], pa.RecordBatch], str]] = {
    "a column lacks": (
        lambda: TABLE.drop_columns(["age"]).to_batches()[0],
        "it has 23 columns, and its schema has 24",
    ),
    "a column more": (
        lambda: TABLE.append_column("more", TABLE["age"]).to_batches()[0],
        "it has 25 columns, and its schema has 24",
    ),
    "texts for integers": (
        lambda: TABLE.set_column(1, "age", pa.array(["x"] * 100)).to_batches()[0],
        "`age`: an array with 3 buffers is not of the type Int64",
    ),
    "integers for texts": (
        lambda: TABLE.set_column(2, "region", pa.array([1] * 100)).to_batches()[0],
        "`region`: an array with 2 buffers is not of the type Utf8",
    ),
    "a list for integers": (
        lambda: TABLE.set_column(1, "age", pa.array([[1]] * 100)).to_batches()[0],
        "`age`: it holds 1 arrays, and Int64 holds 0",
    ),
    "a dictionary for texts": (
        lambda: TABLE.set_column(2, "region", TABLE["region"].dictionary_encode()).to_batches()[0],
        "`region`",
    ),
}


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", OTHERS)
def test_batches_that_are_not_of_their_schema(name: str, threads: int) -> None:
    other, message = OTHERS[name]
    with pytest.raises(ValueError, match=f"breaks its own schema after 100 rows: .*{message}"):
        ENGINE.decide_batch(reader(iter([BATCH, other()])), stream=False, threads=threads)
    stream = pa.RecordBatchReader.from_stream(
        ENGINE.decide_batch(reader(iter([BATCH, other()])), threads=threads)
    )
    assert stream.read_next_batch().num_rows == 100
    with pytest.raises(pa.ArrowException, match=f"breaks its own schema after 100 rows: .*{message}"):
        stream.read_next_batch()


class Pair:
    """An array whose capsules can be taken again and again."""

    def __init__(self, given: object) -> None:
        self.given = given

    def __arrow_c_array__(self, requested_schema: object = None) -> object:
        return self.given


class Stream(Pair):
    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.given


@pytest.mark.parametrize("given", [(1,), (1, 2), None, [], (BATCH.__arrow_c_array__()[1],) * 2])
def test_what_is_no_pair_of_capsules(given: object) -> None:
    with pytest.raises(TypeError, match="__arrow_c_array__ must give a pair of capsules"):
        ENGINE.decide_batch(Pair(given))
    with pytest.raises(TypeError, match="__arrow_c_stream__ must give a capsule with a stream"):
        ENGINE.decide_batch(Stream(given))


def test_what_was_taken_already_is_not_there() -> None:
    pair = Pair(BATCH.__arrow_c_array__())
    assert len(outcomes(pair)) == 100
    with pytest.raises(ValueError, match="its array was taken already"):
        ENGINE.decide_batch(pair)
    capsules = BATCH.__arrow_c_array__()
    pa.Schema._import_from_c_capsule(capsules[0])
    with pytest.raises(ValueError, match="its schema was taken already"):
        ENGINE.decide_batch(Pair(capsules))
    stream = Stream(TABLE.__arrow_c_stream__())
    assert len(outcomes(stream)) == 100
    with pytest.raises(ValueError, match="its stream was taken already"):
        ENGINE.decide_batch(stream)


def test_a_zero_within_a_text_for_c() -> None:
    for text in ("a\0b", "\0"):
        bad = TABLE.set_column(2, "region", pa.array([text] * 100))
        stream = pa.RecordBatchReader.from_stream(ENGINE.decide_batch(bad.to_reader(), errors="raise"))
        with pytest.raises(pa.ArrowException, match="100 of the first 100 rows are wrong"):
            stream.read_next_batch()
    with pytest.raises((pa.ArrowException, ValueError)):
        pa.table(ENGINE.decide_batch(TABLE, prefix="a\0b"))


def not_utf8(good: bytes, bad: bytes, nulls: bytes | None = None) -> pa.Array:
    """A column of two texts."""
    ends = b"".join(end.to_bytes(4, "little") for end in (0, len(good), len(good + bad)))
    mask = nulls and pa.py_buffer(nulls)
    return pa.Array.from_buffers(pa.string(), 2, [mask, pa.py_buffer(ends), pa.py_buffer(good + bad)])


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"R01\xc3", b"a text longer than twelve \xff"])
def test_texts_that_are_not_utf8(bad: bytes) -> None:
    column = not_utf8(b"R01", bad)
    keys = pa.array([0, 1], pa.int8())
    for region in (column, column.cast(pa.string_view()), pa.DictionaryArray.from_arrays(keys, column)):
        table = TABLE.slice(0, 2).set_column(2, "region", region)
        for threads in (1, 2):
            with pytest.raises(ValueError, match="the column of `region` holds texts that are not UTF-8"):
                ENGINE.decide_batch(table, threads=threads)
        if not pa.types.is_dictionary(region.type):
            assert outcomes(table.slice(0, 1)) == ["approve"]
    masked = TABLE.slice(0, 2).set_column(2, "region", not_utf8(b"R01", bad, b"\x01"))
    assert outcomes(masked) == ["approve", None]
    split = TABLE.slice(0, 2).set_column(0, "applicant_id", not_utf8("ü".encode(), "é".encode()))
    assert outcomes(split) == ["approve"] * 2
    halves = TABLE.slice(0, 2).set_column(0, "applicant_id", not_utf8(b"\xc3", b"\xbc"))
    with pytest.raises(ValueError, match="the column of `applicant_id` holds texts that are not UTF-8"):
        ENGINE.decide_batch(halves)


# Four threads read what `r` gives, and say how many rows all of them got.
SHARED = """
rows = [0] * 4
def read(k):
    for batch in r: rows[k] += batch.num_rows
threads = [threading.Thread(target=read, args=(k,)) for k in range(4)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print(sum(rows))
"""


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_that_read_one_stream_get_each_row_once(threads: int) -> None:
    code = f"""
table = pa.concat_tables([T] * 60)
r = pa.RecordBatchReader.from_stream(E.decide_batch(table.to_reader(), threads={threads}, batch_size=7))
"""
    for _ in range(3):
        assert run(code + SHARED) == "6000\n"


def test_threads_that_read_one_stream_of_a_table_of_python() -> None:
    code = """
def made():
    for n in range(60): yield B
r = pa.RecordBatchReader.from_stream(E.decide_batch(reader(made()), threads=2, batch_size=7))
"""
    assert run(code + SHARED) == "6000\n"


def test_a_table_that_asks_for_its_own_decisions() -> None:
    streams: list[pa.RecordBatchReader] = []

    def asking() -> Iterator[pa.RecordBatch]:
        yield streams[0].read_next_batch()

    streams.append(pa.RecordBatchReader.from_stream(ENGINE.decide_batch(reader(asking()), threads=1)))
    with pytest.raises(pa.ArrowException, match="asks for the decisions about its own rows"):
        streams[0].read_next_batch()


def test_null_columns_of_polars() -> None:
    frame = pl.DataFrame([TYPICAL | {"bureau_score": None}] * 3)
    assert frame.schema["bureau_score"] == pl.Null
    assert outcomes(frame) == [ENGINE.decide(TYPICAL | {"bureau_score": None}).outcome] * 3
    plain = pl.DataFrame([TYPICAL] * 3)
    ignored = plain.with_columns(
        pl.lit(None).alias("note"),
        pl.struct(pl.lit(None).alias("a"), pl.lit(1).alias("b")).alias("inner"),
        pl.Series("list", [[None]] * 3, dtype=pl.List(pl.Null)),
    )
    assert outcomes(ignored, unknown="ignore") == ["approve"] * 3
    kept = pl.DataFrame(ENGINE.decide_batch(ignored, keep=["note", "inner", "list"]))
    assert kept["note"].to_list() == [None] * 3
    assert kept["inner"].to_list() == [{"a": None, "b": 1}] * 3
    assert kept["list"].to_list() == [[None]] * 3
    assert outcomes(ignored.clear(), unknown="ignore") == []
    assert ignored["note"].to_list() == [None] * 3


def same_as_alone(rows: list[dict[str, Any]]) -> list[str]:
    """Holds answers about rows with groups against `decide`; how each row ended."""
    ends = []
    for row, found in zip(
        rows, pa.table(MICROLOAN.decide_batch(pa.Table.from_pylist(rows), as_of=DAY)).to_pylist(), strict=True
    ):
        try:
            expected = MICROLOAN.decide(row, as_of=DAY)
        except placet.FactsError as error:
            assert found["errors"] == [problem["message"] for problem in error.problems]
            ends.append("error")
            continue
        assert (found["outcome"], found["errors"]) == (expected.outcome, None)
        assert found["reasons"] == [reason.code for reason in expected.reasons]
        ends.append(expected.outcome)
    return ends


def test_a_group_that_is_null_as_a_whole() -> None:
    groups = {name.split(".")[0] for name in MICROLOAN.fact_names}
    assert {"bureau", "lender", "social", "own"} <= groups
    ends = {}
    for group in groups:
        row = {**BORROWER, group: None}
        assert pa.Table.from_pylist([row]).schema.field(group).type == pa.null()
        [ends[group]] = set(same_as_alone([row] * 2))
    assert ends["own"] == "error" != ends["bureau"]


def test_groups_that_are_null_in_some_rows() -> None:
    rows = [
        {
            **BORROWER,
            **{group: None for group in ("bureau", "social") if row % (len(group) - 3) == 0},
            "consent": BORROWER["consent"] | {"bureau": row % 5 > 0},
        }
        for row in range(24)
    ]
    assert len(same_as_alone(rows)) == 24


FORKED = """
def made():
    for n in range(40): yield B
r = pa.RecordBatchReader.from_stream(E.decide_batch(reader(made()), threads={threads}, batch_size=100))
r.read_next_batch()
child = os.fork()
if child == 0:
    {child}
    os._exit(7)
until = time.monotonic() + 20
while time.monotonic() < until:
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended: break
    time.sleep(0.02)
else:
    os.kill(child, signal.SIGKILL)
    status = "hangs"
print(status if status == "hangs" else os.waitstatus_to_exitcode(status), sum(b.num_rows for b in r))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_child_drops_a_stream_of_its_parent(threads: int) -> None:
    assert run(FORKED.format(threads=threads, child="del r")) == "7 3900\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_child_cannot_read_on_and_decides_anew() -> None:
    child = """
    try: r.read_next_batch()
    except Exception as error: assert "child of the process that began it" in str(error), error
    else: os._exit(8)
    assert E.decide_batch(T, threads=2, batch_size=10).num_rows == 100
    """.strip()
    assert run(FORKED.format(threads=2, child=child)) == "7 3900\n"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("threads", [1, 2])
def test_ctrl_c_in_a_table_of_python(threads: int, stream: bool) -> None:
    code = f"""
def slowly():
    while True:
        yield B
        time.sleep(0.1)
threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
try:
    try:
        decided = E.decide_batch(reader(slowly()), stream={stream}, threads={threads}, batch_size=100)
        for batch in pa.RecordBatchReader.from_stream(decided): pass
        print("ended")
    except Exception as error:
        time.sleep(1)
        print("swallowed", error)
except KeyboardInterrupt:
    print("interrupted")
"""
    assert run(code) == "interrupted\n"


def test_an_error_that_speaks_of_ctrl_c_is_none() -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        yield BATCH
        raise ValueError("KeyboardInterrupt: not this")

    with pytest.raises(RuntimeError, match="not this"):
        ENGINE.decide_batch(reader(failing()), stream=False)


def test_rows_that_are_null_are_no_requests() -> None:
    columns = [column.combine_chunks() for column in TABLE.columns]
    mask = pa.array([row == 70 for row in range(100)])
    rows = pa.StructArray.from_arrays(columns, names=TABLE.column_names, mask=mask)
    whole = pa.StructArray.from_arrays(columns, names=TABLE.column_names)
    for table in (rows, pa.chunked_array([rows]), pa.chunked_array([rows.slice(0, 50), rows.slice(50)])):
        with pytest.raises(ValueError, match=r"^row 70 is null: it has no facts$"):
            ENGINE.decide_batch(table, unknown="ignore")
    with pytest.raises(ValueError, match=r"^row 20 is null: it has no facts$"):
        ENGINE.decide_batch(rows.slice(50))
    assert outcomes(rows.slice(0, 70)) == ["approve"] * 70
    assert outcomes(whole) == outcomes(pa.chunked_array([whole])) == ["approve"] * 100


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("batch_size", [None, 1, 70, 300, 2000])
def test_what_came_before_an_error_is_answered(threads: int, batch_size: int | None) -> None:
    def failing() -> Iterator[pa.RecordBatch]:
        for _ in range(20):
            yield BATCH
        raise RuntimeError("the disk is gone")

    stream = ENGINE.decide_batch(reader(failing()), threads=threads, batch_size=batch_size)
    rows = 0

    def read() -> None:
        nonlocal rows
        for batch in pa.RecordBatchReader.from_stream(stream):
            rows += batch.num_rows

    with pytest.raises(pa.ArrowException, match=r"after 2000 rows with an error: .*the disk is gone"):
        read()
    assert rows == 2000


def words(number: int, count: int = 100) -> pa.Array:
    """A dictionary with words of its own, as many as its rows."""
    texts = pa.array([f"c{number}_{word}" for word in range(count)]).dictionary_encode()
    return texts.cast(pa.dictionary(pa.int8(), pa.string()))


@pytest.mark.parametrize("batch_size", [1, 30, 100, 150, 300, 10_000])
def test_dictionaries_that_do_not_go_into_one(batch_size: int) -> None:
    chunks = [words(0), words(1), words(1), words(2, 20), words(3, 80)]
    table = pa.concat_tables([TABLE] * 4).append_column("segment", pa.chunked_array(chunks))
    segments = table["segment"].to_pylist()
    kept = pa.table(ENGINE.decide_batch(table, keep="segment", batch_size=batch_size))
    assert kept["segment"].to_pylist() == segments
    assert kept.schema.field("segment").type == pa.dictionary(pa.int8(), pa.string())
    nested = pa.chunked_array([pa.StructArray.from_arrays([chunk], names=["word"]) for chunk in chunks])
    inner = pa.table(ENGINE.decide_batch(table.append_column("n", nested), keep="n", unknown="ignore"))
    assert [row["word"] for row in inner["n"].to_pylist()] == segments
    days = table.append_column("day", pa.array([DAY - timedelta(days=row % 3) for row in range(400)]))
    for options in ({"unknown": "ignore"}, {"keep": "segment"}):
        assert outcomes(days, as_of="day", batch_size=batch_size, **options) == ["approve"] * 400


def test_facts_in_dictionaries_that_do_not_go_into_one() -> None:
    rows = pa.concat_tables([TABLE] * 2).drop_columns(["applicant_id"])
    table = rows.append_column("applicant_id", pa.chunked_array([words(0), words(1)]))
    days = table.append_column("day", pa.array([DAY - timedelta(days=row % 3) for row in range(200)]))
    assert outcomes(days, as_of="day") == ["approve"] * 200


def test_a_column_that_nothing_joins_is_ignored_beside_days() -> None:
    views = pa.chunked_array([pa.array([[1]] * 100, pa.list_view(pa.int64()))] * 2)
    table = pa.concat_tables([TABLE] * 2).append_column("views", views)
    table = table.append_column("day", pa.array([DAY - timedelta(days=row % 3) for row in range(200)]))
    assert outcomes(table, as_of="day", unknown="ignore") == ["approve"] * 200


def test_bad_rows_of_many_days_are_raised_in_no_more_time() -> None:
    rows = 120_000
    bad = pa.concat_tables([TABLE.set_column(1, "age", pa.array([99] * 100))] * (rows // 100))
    bad = bad.append_column("day", pa.array([DAY - timedelta(days=row % 300) for row in range(rows)]))

    def seconds(**options: Any) -> float:
        begun = time.perf_counter()
        with pytest.raises(placet.FactsError) as caught:
            ENGINE.decide_batch(bad, errors="raise", batch_size=rows, threads=1, **options)
        assert [problem["message"][:7] for problem in caught.value.problems[:2]] == ["row 0: ", "row 1: "]
        return time.perf_counter() - begun

    assert seconds(as_of="day") < 6 * seconds(as_of=DAY, unknown="ignore") + 0.5


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_a_live_table_is_answered_as_it_comes(threads: int) -> None:
    sent: list[float] = []
    pause = 0.3

    def live() -> Iterator[pa.RecordBatch]:
        for row in range(5):
            time.sleep(pause)
            sent.append(time.monotonic())
            yield TABLE.slice(row, 1).to_batches()[0]

    late = []
    for number, _ in enumerate(
        pa.RecordBatchReader.from_stream(ENGINE.decide_batch(reader(live()), threads=threads, batch_size=1))
    ):
        late.append(time.monotonic() - sent[number])
    assert len(late) == 5
    assert max(late) < pause / 2


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no such file on this system")
def test_more_threads_than_the_system_gives() -> None:
    code = """
import resource
os.environ["RUST_MIN_STACK"] = str(1 << 30)
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (7 << 29),) * 2)
print(E.decide_batch(pa.concat_tables([T] * 20), threads=1024, batch_size=1).num_rows)
"""
    assert run(code) == "2000\n"
