"""Files of columns: Parquet, CSV, Arrow and JSON lines, read and written batch by batch.

A file that is written has another name until it is whole.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO, NamedTuple

import click

from placet.bundle.csv import separator_of
from placet.bundle.text import NotTextError, decode
from placet.cli.exact_json import dumps

READ = (".parquet", ".csv", ".arrow", ".feather")
WRITTEN = (".parquet", ".csv", ".arrow", ".feather", ".jsonl")
ROWS = 65_536
"""Rows that are read from a Parquet file at a time."""
HEAD = 1 << 20
"""Bytes of a CSV file in which its header is looked for."""
INSTEAD = {".csv": ".parquet", ".jsonl": ".parquet", ".parquet": ".arrow"}
"""What holds more than a form."""


class Table(NamedTuple):
    """A file that is read batch by batch: a reader of Arrow, how far it is, and how far it goes."""

    reader: Any
    done: Callable[[], int]
    total: int | None


def pyarrow() -> Any:  # noqa: ANN401 - pyarrow has no types of its own
    """The library, loaded when it is needed.

    Raises:
        click.UsageError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.csv
        import pyarrow.ipc
        import pyarrow.parquet
    except ImportError:
        raise click.UsageError('files of columns need pyarrow: pip install "placet[batch]"') from None
    return pyarrow


@contextmanager
def telling(arrow: Any, path: Path) -> Iterator[None]:  # noqa: ANN401
    """What goes wrong with a file is a matter of how the command was called, and is told with its name.

    Raises:
        click.UsageError: in place of the errors of files and of Arrow.
    """
    try:
        yield
    except NotTextError as error:
        raise click.UsageError(f"{path}:{error.line}: {error.message} ({error.help})") from None
    except (arrow.ArrowException, OSError) as error:
        raise click.UsageError(f"{path}: {_message(error)}") from None


def _message(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    # Of an error that came through the stream the outer part says nothing, but how far the file was read.
    text = re.sub(r"^the table ended (after \d+ rows) with an error: (?:\w+: )?", r"\1: ", text)
    text = re.sub(r"In CSV column #(\d+): ", lambda found: f"column {int(found[1]) + 1}: ", text)
    # Arrow repeats the row, which may be private.
    if odd := re.search(r"Expected (\d+) columns, got (\d+): ", text):
        more = "a cell that holds the separator stands in double quotes"
        hint = more if int(odd[2]) > int(odd[1]) else "an empty cell still needs its separator"
        text = f"a row has {odd[2]} cells where the header has {odd[1]} ({hint})"
    if "invalid UTF8" in text:
        text += "; save the table with the encoding UTF-8"
    return text


def check_names(source: Path, target: Path) -> None:
    """Before anything is read.

    Raises:
        click.UsageError: tables are not read from such a file, or decisions not written into such a one.
    """
    if str(source) == "-":
        raise click.UsageError("with --out, FACTS is a file: a table is not read from standard input (-)")
    if source.suffix.lower() not in READ:
        raise click.UsageError(
            f"{source}: tables come as {', '.join(READ)}, not {source.suffix or 'without a suffix'}"
        )
    if target.suffix.lower() not in WRITTEN:
        raise click.UsageError(f"{target}: decisions go into {', '.join(WRITTEN)}")
    if not target.parent.is_dir():
        raise click.UsageError(f"{target}: there is no folder {target.parent}")


def opened(arrow: Any, source: Path, file: BinaryIO) -> Table:  # noqa: ANN401
    """The table of a file; the errors of Arrow and of files are raised as they are."""
    match source.suffix.lower():
        case ".parquet":
            parquet = arrow.parquet.ParquetFile(file)
            batches = parquet.iter_batches(batch_size=ROWS)
            return _counted(arrow, parquet.schema_arrow, batches, parquet.metadata.num_rows)
        case ".csv":
            return Table(_csv(arrow, file), file.tell, source.stat().st_size)
        case _:
            begins = file.read(6)
            file.seek(0)
            if begins.startswith(b"\xff\xff\xff\xff"):
                stream = arrow.ipc.open_stream(file)
                return _counted(arrow, stream.schema, stream, None)
            if begins != b"ARROW1":
                raise click.UsageError(f"{source}: this is neither an Arrow file nor an Arrow stream")
            contents = arrow.ipc.open_file(file)
            batches = (contents.get_batch(number) for number in range(contents.num_record_batches))
            return _counted(arrow, contents.schema, batches, None)


def _csv(arrow: Any, file: BinaryIO) -> Any:  # noqa: ANN401
    """Every cell stays text, which the bundle types: exactly, and as in a file of cases."""
    head = file.read(HEAD)
    file.seek(0)
    if len(head) == HEAD:  # not in the middle of a character
        head = head[: max(head.rfind(b"\n"), head.rfind(b"\r")) + 1] or head
    text = decode(head)
    separator = separator_of(text)
    skipped = int(text.startswith("sep="))
    lines = io.StringIO(text.split("\n", 1)[-1] if skipped else text)
    names = next((row for row in csv.reader(lines, delimiter=separator) if any(row)), [])
    return arrow.csv.open_csv(
        file,
        read_options=arrow.csv.ReadOptions(skip_rows=skipped),
        parse_options=arrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=arrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, arrow.string()), strings_can_be_null=False
        ),
    )


def _counted(arrow: Any, schema: Any, batches: Any, total: int | None) -> Table:  # noqa: ANN401
    rows = _Counted(iter(batches))
    return Table(arrow.RecordBatchReader.from_batches(schema, rows), lambda: rows.count, total)


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
def written(arrow: Any, target: Path, schema: Any) -> Iterator[Callable[[Any], None]]:  # noqa: ANN401
    """Writes batches into a file that is there whole or not at all.

    Raises:
        click.UsageError: the form cannot hold a column.
    """
    form = target.suffix.lower()
    _check_columns(arrow, target, form, schema)
    # A name that nobody has; "x" refuses one that somebody has all the same.
    part = target.with_name(f".placet-{token_hex(8)}.part")
    file = part.open("xb")
    try:
        with file, _writer(arrow, form, file, schema) as write:
            yield write
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _check_columns(arrow: Any, target: Path, form: str, schema: Any) -> None:  # noqa: ANN401
    """Writes a row of each column into nothing: only the library knows what it can write."""
    refused = []
    for field in schema:
        alone = arrow.schema([arrow.field(field.name, field.type)])
        held = form != ".jsonl" or "binary" not in str(field.type)
        try:
            with _writer(arrow, form, io.BytesIO(), alone) as write:
                write(arrow.RecordBatch.from_arrays([arrow.nulls(1, field.type)], schema=alone))
        except arrow.ArrowException:
            held = False
        if not held:
            refused.append(f"the column `{field.name}` ({field.type})")
    if refused:
        raise click.UsageError(
            f"{target}: {form} cannot hold {', '.join(refused)}: write {INSTEAD.get(form, 'another form')}, "
            "or leave it out of --keep"
        )


@contextmanager
def _writer(arrow: Any, form: str, file: Any, schema: Any) -> Iterator[Callable[[Any], None]]:  # noqa: ANN401
    if form == ".jsonl":
        floats = any(re.search("float|double", str(field.type)) for field in schema)
        yield lambda batch: file.writelines(
            (dumps(_finite(row) if floats else row) + "\n").encode() for row in batch.to_pylist()
        )
    elif form == ".parquet":
        with arrow.parquet.ParquetWriter(file, schema) as parquet:
            yield parquet.write_batch
    elif form == ".csv":
        flat = _flat(arrow, arrow.RecordBatch.from_pylist([], schema=schema)).schema
        with arrow.csv.CSVWriter(file, flat) as lines:
            yield lambda batch: lines.write_batch(_flat(arrow, batch))
    else:
        with arrow.ipc.new_file(file, schema) as contents:
            yield contents.write_batch


def _finite(value: Any) -> Any:  # noqa: ANN401
    """A value as JSON can have it: NaN and infinity are null, as pandas writes them too."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _finite(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value


def _flat(arrow: Any, batch: Any) -> Any:  # noqa: ANN401
    """The batch as a CSV file can have it: lists as words with spaces, messages with `; `, a column for each point."""
    columns = [
        flat
        for field, column in zip(batch.schema, batch.columns, strict=True)
        for flat in _flat_columns(arrow, field.name, column)
    ]
    return arrow.RecordBatch.from_arrays([column for _, column in columns], [name for name, _ in columns])


def _flat_columns(arrow: Any, name: str, column: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    kind, types = column.type, arrow.types
    if types.is_struct(kind):
        for member, values in zip(kind, column.flatten(), strict=True):
            yield from _flat_columns(arrow, f"{name}.{member.name}", values)
    elif types.is_dictionary(kind):
        yield from _flat_columns(arrow, name, column.dictionary_decode())
    elif _is_list(types, kind) and not types.is_nested(kind.value_type):
        between = "; " if name == "errors" else " "
        texts = [
            None if items is None else between.join("" if item is None else str(item) for item in items)
            for items in column.to_pylist()
        ]
        yield name, arrow.array(texts, arrow.string())
    elif types.is_string_view(kind):
        yield name, column.cast(arrow.string())
    else:
        yield name, column


def _is_list(types: Any, kind: Any) -> bool:  # noqa: ANN401
    return any(
        is_one(kind)
        for is_one in (
            types.is_list,
            types.is_large_list,
            types.is_fixed_size_list,
            types.is_list_view,
            types.is_large_list_view,
        )
    )
