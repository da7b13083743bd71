"""A card as a CSV, Excel or HTML file. Excel gets the cells of the file, so that it can be given back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placet.bundle.shapes import File
from placet.cards.measure import Measured
from placet.cards.read import CardTable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MEASURES = ("count", "share of data", "bad rate", "WOE", "IV")


def measures(each: Measured) -> list[str]:
    """The measures of a bin, in the order of `MEASURES`."""

    def shown(value: float | None, form: str) -> str:
        return "" if value is None else format(value, form)

    return [
        str(each.count),
        shown(each.share, ".4f"),
        shown(each.bad_rate, ".4f"),
        shown(each.woe, ".4f"),
        shown(each.iv, ".4f"),
    ]


def as_csv(card: CardTable, measured: Sequence[Measured] | None) -> str:
    """The table, with its measures where there are any."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*card.columns, *(MEASURES if measured else ())])
    for number, row in enumerate(card.rows):
        writer.writerow([*row, *(measures(measured[number]) if measured else ())])
    return text.getvalue()


def as_html(title: str, cards: Sequence[tuple[CardTable, Sequence[Measured] | None]]) -> str:
    """One page with every card, complete in itself."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        "<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td,th{padding:.2em .8em;"
        "text-align:left;border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums}"
        "tr.first td{border-top:2px solid #888}</style>",
        f"<h1>{escape(title)}</h1>",
    ]
    for card, measured in cards:
        keys = ", ".join(f"{key} {value}" for key, value in card.keys.items())
        heads = [*card.columns, *(MEASURES if measured else ())]
        parts.append(f"<h2>{escape(card.stage)}</h2><p>{escape(keys)}</p><table><tr>")
        parts += [f"<th>{escape(head)}</th>" for head in heads]
        for number, row in enumerate(card.rows):
            cells = [*row, *(measures(measured[number]) if measured else ())]
            first = ' class="first"' if row[0] else ""
            right = [head in ("points", "share", "baseline", *MEASURES) for head in heads]
            parts.append(f"<tr{first}>")
            parts += [
                f"<td{' class=n' if number_ else ''}>{escape(cell)}</td>"
                for cell, number_ in zip(cells, right, strict=True)
            ]
        parts.append("</table>")
    return "\n".join(parts) + "\n"


def write_xlsx(
    path: Path, cards: Sequence[tuple[CardTable, Sequence[Measured] | None]], files: Sequence[File]
) -> None:
    """A sheet for each card, then the facts and the reason texts for the reader.

    Raises:
        ModuleNotFoundError: openpyxl is not there.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new book has one sheet
    for card, measured in cards:
        sheet = book.create_sheet("scorecard" if len(cards) == 1 else card.stage[:31])
        _row(sheet, 1, [*card.columns, *(MEASURES if measured else ())], bold=True)
        _row(sheet, 2, ["start", "", card.keys.get("start", "0")])
        for number, row in enumerate(card.rows):
            _row(sheet, number + 3, [*row, *(measures(measured[number]) if measured else ())])
        sheet.freeze_panes = "A2"
        for letter, width in (("A", 36), ("B", 56)):
            sheet.column_dimensions[letter].width = width
    for name, _, content in files:
        if name in ("facts.csv", "reasons.csv") and content is not None and content[0] == "t":
            sheet = book.create_sheet(name.removesuffix(".csv"))
            _row(sheet, 1, content[1], bold=True)
            for number, row in enumerate(zip(*content[2], strict=True), 2):
                _row(sheet, number, list(row))
    book.save(path)


def _row(sheet: Worksheet, number: int, cells: Sequence[str], *, bold: bool = False) -> None:
    from openpyxl.styles import Font

    for column, text in enumerate(cells, 1):
        if not text:
            continue
        cell: Any = sheet.cell(number, column)
        value = None if bold or column == 2 else exact_number(text)
        if value is None:
            # As text, whatever it looks like: `=`, `-9999` and `1-5` are no formula, number or day.
            cell.value = text
            cell.data_type = "s"
            cell.number_format = "@"
        else:
            cell.value = value
        if bold:
            cell.font = Font(bold=True)


def exact_number(text: str) -> float | int | None:
    """A number that Excel holds without loss: a double whose shortest decimal is this text; None for all else."""
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    if not exact.is_finite() or format(exact, "f") != text:
        return None
    value = float(exact)
    # Openpyxl writes 16 digits, of which some doubles need 17.
    if Decimal(repr(value)) != exact or float(f"{value:.16g}") != value or (text[-1] == "0" and "." in text):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
