"""Applicants from files: one JSON object, an array of them, JSON lines, CSV with one a row, or one in YAML."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import click

from placet.bundle.cases import facts_of
from placet.bundle.csv import read_csv
from placet.bundle.text import NotTextError, decode
from placet.bundle.yaml import read_yaml
from placet.cli.exact_json import JsonError, loads
from placet.errors import FactsError

if TYPE_CHECKING:
    from placet._native import Engine

Format = Literal["json", "jsonl", "csv", "yaml"]
FORMATS = ("json", "jsonl", "csv", "yaml")


class Row(NamedTuple):
    """One applicant: the line in the file (in an array: the number), and a way to the facts.

    It raises `JsonError` or `FactsError` where they are bad, so that one bad row does not end the others.
    """

    line: int
    facts: Callable[[], Mapping[str, object]]


class Applicants(NamedTuple):
    """The rows of a file, and their number where it is known before they are read."""

    rows: Iterator[Row]
    total: int | None
    single: bool
    """Whether the file holds one applicant, and not a list of them."""


def read(source: str, form: Format | None, engine: Engine | None) -> Applicants:
    """Opens a file of facts, or standard input for `-`.

    Raises:
        click.UsageError: the file cannot be read, or its form is not known.
    """
    if source == "-" and form is None:
        return _any_json(iter(sys.stdin.buffer))
    known = form or Path(source).suffix.lower().lstrip(".")
    if known not in FORMATS:
        raise click.UsageError(
            f"{source}: facts come as .json, .jsonl, .csv or .yaml; say which with --format"
        )
    try:
        if known == "jsonl":
            return _many(_json_lines(sys.stdin.buffer if source == "-" else _lines_of(Path(source))), None)
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{source}: {error.strerror}") from None
    try:
        text = _text(content)
        if known == "json" or engine is None:
            return _document(text)
        return _typical(text, engine) if known == "yaml" else _table(text, engine)
    except click.UsageError as error:
        name = "standard input" if source == "-" else source
        raise click.UsageError(f"{name}: {error.message}") from None


def _lines_of(path: Path) -> Iterator[bytes]:
    """The lines as they are asked for; a file that cannot be opened says so at once."""
    path.open("rb").close()

    def lines() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from file

    return lines()


def _text(content: bytes) -> str:
    try:
        return decode(content)
    except NotTextError as error:
        raise click.UsageError(f"line {error.line}: {error.message} ({error.help})") from None


def _many(rows: Iterator[Row], total: int | None) -> Applicants:
    return Applicants(rows, total, single=False)


def _json_lines(lines: Iterable[bytes]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Row(number, partial(_object_of, line))


def _document(text: str) -> Applicants:
    """One object, or an array of them."""
    try:
        value = loads(text)
    except JsonError as error:
        raise click.UsageError(str(error)) from None
    if not isinstance(value, list):
        return Applicants(iter([Row(1, partial(_object, value))]), 1, single=True)
    return _many((Row(number, partial(_object, item)) for number, item in enumerate(value, 1)), len(value))


def _any_json(lines: Iterator[bytes]) -> Applicants:
    """Standard input says no form: an object that fills the first line, with more after it, begins JSON lines."""
    first, second = next(lines, b""), next(lines, b"")
    try:
        begins_lines = isinstance(loads(_text(first)), dict) and bool(second.strip())
    except JsonError:
        begins_lines = False
    together = chain((first, second), lines)
    return _many(_json_lines(together), None) if begins_lines else _document(_text(b"".join(together)))


def _table(text: str, engine: Engine) -> Applicants:
    sheet, findings = read_csv(text, 0)
    if sheet is None:
        raise click.UsageError("; ".join(f"line {found.line}: {found.message}" for found in findings))
    _, header, columns, lines, _ = sheet

    def rows() -> Iterator[Row]:
        for line, cells in zip(lines, zip(*columns, strict=True), strict=True):
            yield Row(line, partial(_typed, engine, dict(zip(header, cells, strict=True))))

    return _many(rows(), len(lines))


def _typical(text: str, engine: Engine) -> Applicants:
    """One applicant in the form of typical.yaml."""
    tree, findings = read_yaml(text, 0)
    cells = {} if tree is None or findings else dict(facts_of(tree, "", 0, findings))
    if findings:
        raise click.UsageError("; ".join(f"line {found.line}: {found.message}" for found in findings))
    return Applicants(iter([Row(1, partial(_typed, engine, cells))]), 1, single=True)


def _typed(engine: Engine, cells: dict[str, str]) -> Mapping[str, object]:
    """The facts of cells; one that is withheld is not looked at, whatever stands in it."""
    try:
        return engine.facts_from_text(cells)
    except FactsError:
        withheld = [
            fact.name
            for fact in engine.facts
            if fact.consent is not None and not _consents(engine, fact.consent, cells.get(fact.consent, ""))
        ]
        return engine.facts_from_text({name: cell for name, cell in cells.items() if name not in withheld})


def _consents(engine: Engine, name: str, cell: str) -> bool:
    try:
        return engine.facts_from_text({name: cell}).get(name) is True
    except FactsError:
        return False


def _object_of(line: bytes) -> Mapping[str, object]:
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JsonError("the line is not UTF-8") from None
    return _object(loads(text))


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise JsonError("the facts of an applicant are a JSON object")
    return value
