"""A card as a plain table, from CSV, Excel or anywhere: characteristic, bin, points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from placet.importers import numbers
from placet.importers.build import add, bundle_name, finish
from placet.importers.frame import points_of, records, text_of
from placet.importers.model import Bin, Card, CardImportError, Numbers, Words, number_text
from placet.importers.parse_cells import parse_bins

_HEADERS = {
    "characteristic": ("characteristic", "variable", "feature", "name", "特征", "变量"),
    "bin": ("bin", "attribute", "range", "value", "分箱", "区间"),
    "points": ("points", "score", "分值", "得分"),
    "share": ("share",),
    "baseline": ("baseline",),
    "trend": ("trend",),
    "reason": ("reason",),
}
NATIVE = tuple(_HEADERS)


def from_table(
    table: object,
    *,
    name: str = "scorecard",
    start: str | None = None,
    reasons: str | None = None,
) -> Card:
    """Reads a card from a data frame or a list of records with the columns `characteristic`, `bin` and `points`.

    A bin is a cell of a bundle (`[600..650)`, `< 18`, `own, rent`, `null`, `otherwise`) or what people write:
    `[600,650)`, `(-inf, 18]`, `missing`, `else`. A blank characteristic means "as above". A row `start` or `basepoints`
    holds what everybody begins with.

    Args:
        table: the table.
        name: the bundle's name.
        start: what everybody begins with, if the table does not say it.
        reasons: the form of reason codes, such as `C{n}` or `C_{name}`.

    Raises:
        CardImportError: the table is no card, or a bin cannot be read.
    """
    return _read(records(table), name, "a table", start, reasons)


def from_csv(
    path: Path, *, name: str | None = None, start: str | None = None, reasons: str | None = None
) -> Card:
    """Reads a CSV file."""
    return _read(rows_of_csv(path), name or bundle_name(path.name), path.name, start, reasons)


def from_xlsx(
    path: Path,
    *,
    name: str | None = None,
    sheet: str | None = None,
    start: str | None = None,
    reasons: str | None = None,
) -> Card:
    """Reads a sheet of an Excel file: the one that is named, or `scorecard`, or the first."""
    rows = rows_of_xlsx(path, sheet)
    return _read(rows, name or bundle_name(path.name), path.name, start, reasons)


def rows_of_csv(path: Path) -> list[dict[str, Any]]:
    """The rows of a CSV file, as the bundle's own reader reads it.

    Raises:
        CardImportError: the file is no table.
    """
    from placet.bundle.csv import read_csv

    sheet, findings = read_csv(text_of(path).replace("\r\n", "\n"), 0)
    if sheet is None:
        raise CardImportError("; ".join(f"{path} line {found.line}: {found.message}" for found in findings))
    _, header, columns, _, _ = sheet
    return [dict(zip(header, cells, strict=True)) for cells in zip(*columns, strict=True)]


def rows_of_xlsx(path: Path, sheet: str | None = None) -> list[dict[str, Any]]:
    """The rows of a sheet, from the first row that names the columns.

    Raises:
        CardImportError: the file or the sheet cannot be read, or a cell holds what is no text and no number.
    """
    from placet.importers.excel import read_sheet

    cells, where = read_sheet(path, sheet)
    for number, row in enumerate(cells):
        if {"bin", "points"} <= set(_columns(row)):
            header = row
            return [dict(zip(header, values, strict=False)) for values in cells[number + 1 :] if any(values)]
    raise CardImportError(f"{where}: no row names the columns `characteristic`, `bin` and `points`")


def _columns(header: Sequence[str]) -> dict[str, str]:
    """Which column of the table is which of ours."""
    found: dict[str, str] = {}
    for name, names in _HEADERS.items():
        for column in header:
            if isinstance(column, str) and column.strip().lower() in names and name not in found:
                found[name] = column
    return found


def native_rows(rows: Sequence[Mapping[str, Any]]) -> tuple[list[str], list[list[str]], str | None]:
    """The table as a bundle's scorecard.csv holds it, word for word; and what everybody begins with, if it says so."""
    if not rows:
        raise CardImportError("the table is empty")
    columns = _columns(list(rows[0]))
    for need in ("characteristic", "bin", "points"):
        if need not in columns:
            raise CardImportError(f"the table has no column `{need}`; it has {', '.join(map(str, rows[0]))}")
    start: str | None = None
    kept: list[list[str]] = []
    for row in rows:
        values = [_text(row.get(column)) for column in columns.values()]
        if values[0].lower() in ("start", "basepoints") and not values[1]:
            start = points_of(values[2], values[0])
        else:
            kept.append(values)
    return list(columns), kept, start


def _text(value: object) -> str:
    if value is None or value != value:  # a data frame's empty cell
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number_text(float(value)) if isinstance(value, (int, float)) else str(value).strip()


def _read(rows: list[dict[str, Any]], name: str, source: str, start: str | None, reasons: str | None) -> Card:
    columns, kept, found = native_rows(rows)
    card = Card(name, source, arithmetic="float")
    card.start = points_of(start if start is not None else found or "0", "the start")
    told = (
        "as the table says"
        if found and start is None
        else "as asked"
        if start
        else "the table does not say it"
    )
    card.decide("card", "base", f"everybody begins with {card.start} points: {told}")
    parts: dict[str, list[dict[str, str]]] = {}
    title = ""
    for values in kept:
        row = dict(zip(columns, values, strict=True))
        title = row["characteristic"] or title
        if not title:
            raise CardImportError("the first bin has no characteristic")
        parts.setdefault(title, []).append(row)
    for part, lines in parts.items():
        holds = parse_bins(part, [line["bin"] for line in lines])
        bins: list[Bin] = []
        reason = ""
        for held, line in zip(holds, lines, strict=True):
            reason = line.get("reason") or reason
            points = points_of(line["points"], f"{part}, {line['bin']}")
            bins.append(Bin(held, points, reason, share=line.get("share", "")))
        _close(card, part, bins)
        add(card, part, bins)
    return finish(card, reasons)


def _close(card: Card, title: str, bins: list[Bin]) -> None:
    """What no bin holds is refused, and told."""
    ranges = [part for bin_ in bins if isinstance(bin_.holds, Numbers) for part in bin_.holds.intervals]
    if ranges:
        gaps = numbers.check_line(title, ranges)
        if gaps:
            raise CardImportError(f"{title}: no bin holds {gaps[0].low} to {gaps[0].high}")
    if not any(bin_.holds.null for bin_ in bins):
        card.decide(title, "missing", "no bin holds a missing value: the fact must be given")
    words = [bin_.holds for bin_ in bins if isinstance(bin_.holds, Words)]
    if words and not any(holds.rest for holds in words):
        card.decide(title, "unseen", "a word that no bin names is refused: the fact is an enumeration")
