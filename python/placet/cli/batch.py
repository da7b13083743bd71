"""`placet decide … --out FILE`: applicants in columns, from a file of any size into another."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from placet.cli import batch_files
from placet.cli.console import err

if TYPE_CHECKING:
    from placet._native import Engine


class Wishes(NamedTuple):
    """How to decide."""

    as_of: date | None
    unknown: Literal["error", "ignore"]
    allow_expired: bool
    keep: tuple[str, ...]
    points: bool
    threads: int | None


def decide(engine: Engine, source: Path, target: Path, wishes: Wishes) -> Counter[str]:
    """Decides about every row of a file; how many got which outcome, those with bad facts under the empty name.

    Raises:
        FactsError: the columns are not those of the bundle's facts.
        ValueError: the day is lacking or not valid.
        click.UsageError: a file cannot be read or written, or pyarrow is not installed.
    """
    batch_files.check_names(source, target)
    arrow = batch_files.pyarrow()
    count: Counter[str] = Counter()
    with ExitStack() as stack:
        with batch_files.telling(arrow, source):
            table = batch_files.opened(arrow, source, stack.enter_context(source.open("rb")))
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
        stack.enter_context(batch_files.telling(arrow, target))
        write = stack.enter_context(batch_files.written(arrow, target, decisions.schema))
        for batch in _with_progress(_read(arrow, source, decisions), table):
            for outcome in batch.column("outcome").value_counts().to_pylist():
                count[outcome["values"] or ""] += outcome["counts"]
            write(batch)
    return count


def _read(arrow: Any, source: Path, decisions: Any) -> Iterator[Any]:  # noqa: ANN401
    """The source is read when decisions are asked for: what goes wrong then is its error, not the target's."""
    with batch_files.telling(arrow, source):
        yield from decisions


def _with_progress(decisions: Iterator[Any], table: batch_files.Table) -> Iterator[Any]:
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
