"""`placet decide`: one applicant, or a file of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from placet.bundle.expect import as_text
from placet.cli import batch, facts_files, model, options
from placet.cli.console import bad_facts, err, fail, line, out
from placet.cli.exact_json import JsonError, dumps
from placet.cli.explanation import COLOURS
from placet.errors import FactsError

if TYPE_CHECKING:
    from placet._native import Decision, Engine

COLUMNS = ("target", "keep", "points", "threads")
"""The options of columns."""


@click.command(short_help="Decide about one applicant, or about a file of them.")
@options.bundle
@options.facts
@options.form
@options.as_json
@options.as_of
@options.allow_expired
@options.lang
@options.unknown
@options.lenient
@click.option(
    "--out",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Decide in columns, into a .parquet, .csv, .arrow, .feather or .jsonl file.",
)
@click.option(
    "--keep",
    metavar="COLUMN",
    multiple=True,
    help="With --out: a column of FACTS that goes on; several times.",
)
@click.option("--points", is_flag=True, help="With --out: the points of each characteristic too.")
@click.option(
    "--threads", type=click.IntRange(1, 1024), help="With --out: how many threads; all cores without it."
)
def decide(
    bundle: Path,
    facts: str,
    form: facts_files.Format | None,
    as_json: bool,
    as_of: date | None,
    allow_expired: bool,
    lang: str,
    unknown: Literal["error", "ignore"],
    lenient: bool,
    target: Path | None,
    keep: tuple[str, ...],
    points: bool,
    threads: int | None,
) -> None:
    """Decide with BUNDLE, a folder, a packed file or a DMN model, about the applicants in FACTS.

    FACTS is a file (.json, .jsonl, .csv or .yaml; with --out .parquet, .csv, .arrow or .feather), or - for standard
    input, but not with --out.

    One applicant is shown as a table (--json: as JSON). Of many, each gives one line of JSON, in their order; one with
    bad facts gives {"error": …, "line": …} and the others go on. Exit code 1 if any had bad facts.

    With --out, FACTS is a file of columns of any size, and so is what it writes: for each applicant the outcome, the
    outputs, reasons, hits and errors. It needs placet[batch].
    """
    if model.is_model(bundle):
        options.refuse("is not for DMN models", *COLUMNS, "allow_expired", "lang")
        model.decide(bundle, facts, form, as_json=as_json, as_of=as_of, unknown=unknown, lenient=lenient)
        return
    options.refuse("is for DMN models", "lenient")
    if target is None:
        options.refuse("is only for --out", *COLUMNS)
    else:
        options.refuse("is not for --out", "form", "as_json", "lang")
    engine = options.compiled(bundle)
    if target is not None:
        _columns(
            engine, Path(facts), target, batch.Wishes(as_of, unknown, allow_expired, keep, points, threads)
        )
        return
    if Path(facts).suffix.lower() in (".parquet", ".arrow", ".feather"):
        raise click.UsageError(f"{facts}: say with --out into which file the decisions go")
    applicants = facts_files.read(facts, form, engine)
    single = applicants.single and not as_json
    count: Counter[str] = Counter()
    for row in _with_progress(applicants):
        try:
            with options.day_is_right():
                decision = engine.decide(
                    row.facts(), as_of=as_of, unknown=unknown, allow_expired=allow_expired
                )
        except (JsonError, FactsError) as error:
            count[BAD] += 1
            if single:
                bad_facts(error)
            else:
                line(dumps({"error": problems(error), "line": row.line}))
            continue
        count[decision.outcome] += 1
        if single:
            show(engine, decision, lang)
        else:
            line(dumps(as_object(decision, lang)))
    if not applicants.single and err.is_terminal:
        err.print(summary(count), soft_wrap=True)
    if count[BAD]:
        fail()


def _columns(engine: Engine, source: Path, target: Path, wishes: batch.Wishes) -> None:
    """A file of columns into another."""
    try:
        with options.day_is_right():
            count = batch.decide(engine, source, target, wishes)
    except FactsError as error:
        bad_facts(error)
        fail()
    bad = count.pop("", 0)
    err.print(summary(count + Counter({BAD: bad})), soft_wrap=True)
    if bad:
        fail()


BAD = "with bad facts"


def summary(count: Counter[str]) -> str:
    """How many applicants got which outcome."""
    parts = [f"{count[what]:,} {what}" for what in (*COLOURS, BAD) if count[what]]
    return f"{count.total():,} applicants" + (": " + ", ".join(parts) if parts else "")


def problems(error: JsonError | FactsError) -> object:
    """What is wrong with the facts, for JSON."""
    return error.problems if isinstance(error, FactsError) and error.problems else str(error)


def as_object(decision: Decision, lang: str) -> dict[str, object]:
    """A decision for JSON."""
    return {
        "outcome": decision.outcome,
        "outputs": dict(decision.outputs),
        "reasons": [
            {"code": reason.code, "text": reason.text(lang), "tell": reason.tell}
            for reason in decision.reasons
        ],
        "hits": [hit.code for hit in decision.hits],
        "version": decision.version,
        "digest": decision.digest,
        "as_of": decision.as_of,
    }


def show(engine: Engine, decision: Decision, lang: str) -> None:
    """A decision for people."""
    table = Table(show_header=False, box=None, pad_edge=False)
    table.add_row("outcome", f"[bold {COLOURS[decision.outcome]}]{decision.outcome}[/]")
    for name, value in decision.outputs.items():
        table.add_row(escape(name), escape(as_text(value)), style="dim" if value is None else None)
    for number, reason in enumerate(decision.reasons):
        told = "" if reason.tell else "  (not to be told)"
        table.add_row(
            "" if number else "reasons",
            f"[bold]{escape(reason.code)}[/]  {escape(reason.text(lang))}[dim]{told}[/]",
        )
    table.add_row(
        "by", f"{engine.name} {decision.version}" + (f", as of {decision.as_of}" if decision.as_of else "")
    )
    out.print(table)


def _with_progress(applicants: facts_files.Applicants) -> Iterator[facts_files.Row]:
    """Shows how far a long file has come, where standard error is a terminal and the results go elsewhere."""
    if applicants.single or not err.is_terminal or out.is_terminal:
        yield from applicants.rows
        return
    # Rich would otherwise take standard output too, and show the results instead of writing them.
    with Progress(console=err, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task("deciding", total=applicants.total)
        for number, row in enumerate(applicants.rows):
            if number % 1_000 == 0:
                progress.update(task, completed=number)
            yield row
