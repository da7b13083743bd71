"""Tables as foreign libraries hand them over: data frames, lists of records, or files alike."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from placet.importers.model import CardImportError, number_text

Row: TypeAlias = dict[str, Any]


def text_of(path: Path) -> str:
    """The text of a file, in UTF-8 with or without BOM.

    Raises:
        CardImportError: it is no UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CardImportError(f"{path} is not UTF-8 (byte {error.start}): save it as CSV UTF-8") from None


def csv_rows(text: str) -> list[Row]:
    """The rows of a CSV text as records.

    Raises:
        CardImportError: a row has not as many cells as the header, or a quote is not closed.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    try:
        for row in reader:
            if None in row or None in row.values():
                raise CardImportError(f"line {reader.line_num}: the row has not as many cells as the header")
            rows.append(row)
    except csv.Error as error:
        raise CardImportError(f"line {reader.line_num}: {error}") from None
    return rows


def json_of(path: Path) -> Any:  # noqa: ANN401  # whatever the library wrote
    """What a JSON file holds; `NaN` is read as Python writes it.

    Raises:
        CardImportError: it is no JSON.
    """
    try:
        return json.loads(text_of(path))
    except ValueError as error:
        raise CardImportError(f"{path} is no JSON: {error}") from None


def records(source: object) -> list[Row]:
    """The rows of a data frame, of a list of records, or of a map of either, in their order.

    Raises:
        CardImportError: it is none of them.
    """
    to_dict = getattr(source, "to_dict", None)
    if callable(to_dict):
        found = to_dict("records")
        return [dict(row) for row in found]
    if isinstance(source, Mapping):
        return [row for part in source.values() for row in records(part)]
    if isinstance(source, Iterable) and not isinstance(source, (str, bytes)):
        rows = list(source)
        if all(isinstance(row, Mapping) for row in rows):
            return [dict(row) for row in rows]
    raise CardImportError(
        f"a card is a table, a map of tables or a list of records, not {type(source).__name__}"
    )


def as_float(value: object, what: str) -> float:
    """The number in a cell, also where it is a text or a number of numpy.

    Raises:
        CardImportError: it is none.
    """
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise CardImportError(f"{what}: `{value}` is no number") from None


def points_of(value: object, what: str) -> str:
    """Points as the shortest decimal of their double.

    Raises:
        CardImportError: they are no finite number.
    """
    try:
        return number_text(as_float(value, what))
    except CardImportError as fault:
        raise CardImportError(f"{what}: points must be a number: {fault}") from None


def is_missing(value: object) -> bool:
    """None, and what is unequal to itself as NaN is."""
    return value is None or value != value
