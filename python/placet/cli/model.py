"""DMN models in the verbs `check`, `decide` and `explain`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from placet import _native, feel
from placet.bundle.models import SUFFIX, read_model
from placet.cli import facts_files
from placet.cli.console import bad_facts, fail, line, out, show_findings
from placet.cli.exact_json import JsonError, dumps
from placet.errors import FactsError

if TYPE_CHECKING:
    from placet._native import Model
    from placet.dmn.explained import Explained, Step


def is_model(path: Path) -> bool:
    """Whether a path names a DMN model: a .dmn file, or a folder of them without `bundle.yaml`."""
    if path.is_dir():
        return not (path / "bundle.yaml").exists() and any(path.glob(f"*{SUFFIX}"))
    return path.suffix.lower() == SUFFIX


def check(path: Path, *, as_json: bool, lenient: bool) -> None:
    """Shows everything that is wrong with a model; ends with 1 where it does not load."""
    files, reader_findings = read_model(path)
    model, findings = _native.compile_model(files or [("", "", None)], 0, reader_findings, lenient=lenient)
    if as_json:
        line(_native.render_json(findings, files).rstrip())
    elif findings:
        show_findings(findings, files, to=out)
    elif model is not None:
        out.print(f"[green]✓[/green] {escape(model.name)} has no findings", soft_wrap=True)
    if model is None:
        fail()


def compiled(path: Path, *, lenient: bool) -> Model:
    """The model; shows what is wrong and ends with 1 where there is none."""
    files, reader_findings = read_model(path)
    model, findings = _native.compile_model(files or [("", "", None)], 0, reader_findings, lenient=lenient)
    if model is None:
        show_findings(findings, files)
        sys.exit(1)
    return model


def decide(path: Path, facts: str, form: facts_files.Format | None, **options: Any) -> None:  # noqa: ANN401
    """Decides about one request or a file of them."""
    as_json, lenient = options.pop("as_json"), options.pop("lenient")
    model = compiled(path, lenient=lenient)
    requests = _read(facts, form)
    bad = False
    for row in requests.rows:
        try:
            with _clock():
                decisions = model.decide(model.facts_from_json(dict(row.facts())), **options)
        except (JsonError, FactsError) as error:
            bad = True
            if requests.single and not as_json:
                bad_facts(error)
            else:
                line(dumps({"error": _problems(error), "line": row.line}))
            continue
        if requests.single and not as_json:
            out.print(_shown(decisions))
        else:
            line(dumps(_plain(decisions)))
    if bad:
        fail()


def explain(path: Path, facts: str, form: facts_files.Format | None, **options: Any) -> None:  # noqa: ANN401
    """Shows what led to each decision."""
    as_json, lenient = options.pop("as_json"), options.pop("lenient")
    model = compiled(path, lenient=lenient)
    rows = list(_read(facts, form).rows)
    if len(rows) != 1:
        raise click.UsageError(f"{facts}: explain takes one request")
    try:
        with _clock():
            explained = model.explain(model.facts_from_json(dict(rows[0].facts())), **options)
    except (JsonError, FactsError) as error:
        if as_json:
            line(dumps({"error": _problems(error)}))
        else:
            bad_facts(error)
        fail()
    if as_json:
        line(dumps(_tree(explained)))
        return
    for step in explained.steps:
        _show_step(step)


def _read(facts: str, form: facts_files.Format | None) -> facts_files.Applicants:
    known = form or Path(facts).suffix.lower().lstrip(".")
    if facts != "-" and known not in ("json", "jsonl"):
        raise click.UsageError(f"{facts}: the facts of a model come as .json or .jsonl")
    return facts_files.read(facts, form, None)


def _problems(error: JsonError | FactsError) -> object:
    return error.problems if isinstance(error, FactsError) and error.problems else str(error)


def _shown(values: Mapping[str, object]) -> Table:
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in values.items():
        table.add_row(escape(name), escape(_text(value)), style="dim" if value is None else None)
    return table


def _show_step(step: Step) -> None:
    value = "" if step.kind in ("function", "service") else f" [dim]=[/] [cyan]{escape(_text(step.value))}[/]"
    out.print(f"[bold]{escape(step.name)}[/]{value}   [dim]{step.kind}[/]", soft_wrap=True)
    for hit in step.hits:
        out.print(Padding(f"rule {hit.rule} of {escape(hit.table)}   [dim]line {hit.line}[/]", (0, 0, 0, 2)))
    for note in step.notes:
        where = f"{note.file}:{note.line}"
        out.print(Padding(f"{escape(note.message)}: {escape(note.part)}   [dim]{where}[/]", (0, 0, 0, 2)))


def _tree(explained: Explained) -> dict[str, object]:
    steps = [
        {
            "name": step.name,
            "kind": step.kind,
            "value": _plain(step.value),
            "hits": [hit._asdict() for hit in step.hits],
            "notes": [note._asdict() for note in step.notes],
        }
        for step in explained.steps
    ]
    return {"decisions": _plain(explained.decisions), "steps": steps}


def _plain(value: object) -> object:
    """A value for JSON: what it has no form for is its FEEL text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str, Decimal)):
        return value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return feel.evaluate("string(value)", {"value": value})


def _text(value: object) -> str:
    plain = _plain(value)
    return plain if isinstance(plain, str) else dumps(plain)


@contextmanager
def _clock() -> Iterator[None]:
    """A day that is lacking is a matter of how the command was called."""
    try:
        yield
    except (FactsError, JsonError):
        raise
    except ValueError as error:
        raise click.UsageError(str(error).replace("`as_of` or `now`", "--as-of YYYY-MM-DD")) from None
