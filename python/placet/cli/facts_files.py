"""Applicants from files: one JSON object, an array of them, JSON lines, or CSV with one applicant a row."""

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple, TextIO

import click

from placet._native import Engine
from placet.bundle.csv import read_csv
from placet.bundle.text import NotTextError, decode
from placet.cli.exact_json import JsonError, loads

Format = Literal["json", "jsonl", "csv"]
FORMATS = ("json", "jsonl", "csv")


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


def read(source: str, form: Format | None, engine: Engine) -> Applicants:
    """Opens a file of facts, or standard input for `-`.

    Raises:
        click.UsageError: the file cannot be read, or its form is not known.
    """
    if source == "-":
        stream: TextIO = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig")
        return _any_json(stream) if form is None else _FORMS[form](stream, engine)
    known = form or Path(source).suffix.lower().lstrip(".")
    if known not in FORMATS:
        raise click.UsageError(f"{source}: facts come as .json, .jsonl or .csv; say which with --format")
    try:
        if known == "jsonl":
            return _lines(Path(source).open(encoding="utf-8-sig"), engine)
        text = decode(Path(source).read_bytes())
    except NotTextError as error:
        raise click.UsageError(f"{source}:{error.line}: {error.message} ({error.help})") from None
    except OSError as error:
        raise click.UsageError(f"{source}: {error.strerror}") from None
    return _FORMS[known](io.StringIO(text), engine)


def _lines(stream: TextIO, _engine: Engine) -> Applicants:
    return Applicants(
        (_row(number, text) for number, text in enumerate(stream, 1) if text.strip()), None, single=False
    )


def _whole(stream: TextIO, _engine: Engine) -> Applicants:
    return _document(stream.read())


def _document(text: str) -> Applicants:
    """One object, or an array of them."""
    try:
        value = loads(text)
    except JsonError as error:
        raise click.UsageError(str(error)) from None
    if not isinstance(value, list):
        return Applicants(iter([Row(1, partial(_object, value))]), 1, single=True)
    rows = (Row(number, partial(_object, item)) for number, item in enumerate(value, 1))
    return Applicants(rows, len(value), single=False)


def _any_json(stream: TextIO) -> Applicants:
    """Standard input says no form: a first line that is an object by itself, with more after it, begins JSON lines."""
    first = stream.readline()
    try:
        value = loads(first)
    except JsonError:
        return _document(first + stream.read())
    second = stream.readline()
    if not isinstance(value, dict) or not second.strip():
        return _document(first + second + stream.read())

    def rows() -> Iterator[Row]:
        yield _row(1, first)
        yield _row(2, second)
        yield from (_row(number, text) for number, text in enumerate(stream, 3) if text.strip())

    return Applicants(rows(), None, single=False)


def _cells(stream: TextIO, engine: Engine) -> Applicants:
    sheet, findings = read_csv(stream.read(), 0)
    if sheet is None:
        raise click.UsageError("; ".join(f"line {found.line}: {found.message}" for found in findings))
    _, header, columns, lines, _ = sheet

    def rows() -> Iterator[Row]:
        for line, cells in zip(lines, zip(*columns, strict=True), strict=True):
            named = dict(zip(header, cells, strict=True))
            yield Row(line, partial(engine.facts_from_text, named))

    return Applicants(rows(), len(lines), single=False)


_FORMS: Mapping[str, Callable[[TextIO, Engine], Applicants]] = {
    "json": _whole,
    "jsonl": _lines,
    "csv": _cells,
}


def _row(line: int, text: str) -> Row:
    return Row(line, lambda: _object(loads(text)))


def _object(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise JsonError("the facts of an applicant are a JSON object")
    return value
