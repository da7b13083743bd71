"""`placet decide … --out FILE`: applicants in columns, from a file of any size into another."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, NamedTuple

import click
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from placet.bundle.text import NotTextError, decode
from placet.cli.console import err
from placet.cli.exact_json import dumps

if TYPE_CHECKING:
    from placet._native import Engine

READ = (".parquet", ".csv", ".arrow", ".feather")
WRITTEN = (".parquet", ".csv", ".arrow", ".feather", ".jsonl")
ROWS = 65_536
"""Rows that are read from a Parquet file at a time."""


class Wishes(NamedTuple):
    """How to decide."""

    as_of: date | None
    unknown: Literal["error", "ignore"]
    allow_expired: bool
    keep: tuple[str, ...]
    points: bool
    threads: int | None


class Table(NamedTuple):
    """A file that is read batch by batch: a reader of Arrow, how far it is, and how far it goes."""

    reader: Any
    done: Callable[[], int]
    total: int | None


def decide(engine: Engine, source: Path, target: Path, wishes: Wishes) -> Counter[str]:
    """Decides about every row of a file; how many got which outcome, those with bad facts under the empty name.

    Raises:
        FactsError: the columns are not those of the bundle's facts.
        ValueError: the day is lacking or not valid.
        click.UsageError: a file cannot be read or written, or pyarrow is not installed.
    """
    if target.suffix.lower() not in WRITTEN:
        raise click.UsageError(f"{target}: decisions go into {', '.join(WRITTEN)}")
    arrow = _pyarrow()
    count: Counter[str] = Counter()
    part = target.with_name(target.name + ".part")
    with _as_usage(arrow, source), source.open("rb") as file:
        table = _open(arrow, source, file)
        stream = engine.decide_batch(
            table.reader,
            as_of=wishes.as_of,
            unknown=wishes.unknown,
            allow_expired=wishes.allow_expired,
            keep=wishes.keep,
            points=wishes.points,
            threads=wishes.threads,
            text=source.suffix.lower() == ".csv",
            stream=True,
        )
        decisions = arrow.RecordBatchReader.from_stream(stream)
        try:
            with _writer(arrow, target.suffix.lower(), part, decisions.schema) as write:
                for batch in _with_progress(decisions, table):
                    for outcome in batch.column("outcome").value_counts().to_pylist():
                        count[outcome["values"] or ""] += outcome["counts"]
                    write(batch)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    return count


def _pyarrow() -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    try:
        import pyarrow
        import pyarrow.csv
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError:
        raise click.UsageError('files of columns need pyarrow: pip install "placet[batch]"') from None
    return pyarrow


@contextmanager
def _as_usage(arrow: Any, source: Path) -> Iterator[None]:  # noqa: ANN401
    try:
        yield
    except (arrow.ArrowException, OSError) as error:
        raise click.UsageError(f"{source}: {error}") from None
    except NotTextError as error:
        raise click.UsageError(f"{source}:{error.line}: {error.message} ({error.help})") from None


def _open(arrow: Any, source: Path, file: BinaryIO) -> Table:  # noqa: ANN401
    match source.suffix.lower():
        case ".parquet":
            parquet = arrow.parquet.ParquetFile(file)
            rows = _Counted(parquet.iter_batches(batch_size=ROWS))
            reader = arrow.RecordBatchReader.from_batches(parquet.schema_arrow, rows)
            return Table(reader, lambda: rows.count, parquet.metadata.num_rows)
        case ".csv":
            header = next(csv.reader([decode(file.readline())]), [])
            file.seek(0)
            # Every cell stays text, which the bundle types: exactly, and as in a file of cases.
            convert = arrow.csv.ConvertOptions(
                column_types=dict.fromkeys(header, arrow.string()), strings_can_be_null=False
            )
            parse = arrow.csv.ParseOptions(newlines_in_values=True)
            reader = arrow.csv.open_csv(file, convert_options=convert, parse_options=parse)
            return Table(reader, file.tell, source.stat().st_size)
        case ".arrow" | ".feather":
            contents = arrow.ipc.open_file(file)
            batches = (contents.get_batch(number) for number in range(contents.num_record_batches))
            rows = _Counted(batches)
            return Table(
                arrow.RecordBatchReader.from_batches(contents.schema, rows), lambda: rows.count, None
            )
        case other:
            raise click.UsageError(
                f"{source}: tables come as {', '.join(READ)}, not {other or 'without a suffix'}"
            )


class _Counted:
    """Batches, with the number of rows so far."""

    def __init__(self, batches: Iterator[Any]) -> None:
        self._batches = batches
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for batch in self._batches:
            self.count += len(batch)
            yield batch


@contextmanager
def _writer(arrow: Any, form: str, path: Path, schema: Any) -> Iterator[Callable[[Any], None]]:  # noqa: ANN401
    if form == ".jsonl":
        with path.open("w", encoding="utf-8") as file:
            yield lambda batch: file.writelines(dumps(row) + "\n" for row in batch.to_pylist())
        return
    if form == ".parquet":
        with arrow.parquet.ParquetWriter(path, schema) as parquet:
            yield parquet.write_batch
        return
    if form == ".csv":
        flat = _flat(arrow, arrow.RecordBatch.from_pylist([], schema=schema)).schema
        with arrow.csv.CSVWriter(path, flat) as lines:
            yield lambda batch: lines.write_batch(_flat(arrow, batch))
        return
    with arrow.ipc.new_file(path, schema) as contents:
        yield contents.write_batch


def _flat(arrow: Any, batch: Any) -> Any:  # noqa: ANN401
    """The batch as a CSV file can have it: lists as words with spaces, messages with `; `, a column for each point."""
    columns: dict[str, Any] = {}
    for field, column in zip(batch.schema, batch.columns, strict=True):
        if arrow.types.is_list(field.type):
            between = "; " if field.name == "errors" else " "
            texts = [None if items is None else between.join(map(str, items)) for items in column.to_pylist()]
            columns[field.name] = arrow.array(texts, arrow.string())
        elif arrow.types.is_struct(field.type):
            for member, values in zip(field.type, column.flatten(), strict=True):
                columns[f"{field.name}.{member.name}"] = values
        elif arrow.types.is_dictionary(field.type):
            columns[field.name] = column.dictionary_decode()
        else:
            columns[field.name] = column
    return arrow.RecordBatch.from_pydict(columns)


def _with_progress(decisions: Any, table: Table) -> Iterator[Any]:  # noqa: ANN401
    """Shows how far the file has come, where standard error is a terminal."""
    if not err.is_terminal:
        yield from decisions
        return
    parts = (
        TextColumn("deciding"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
    )
    with Progress(
        *parts,
        TimeRemainingColumn(),
        console=err,
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
        redirect_stderr=False,
    ) as progress:
        task, rows = progress.add_task("deciding", total=table.total, rows=0), 0
        for batch in decisions:
            rows += len(batch)
            progress.update(task, completed=table.done(), rows=rows)
            yield batch
