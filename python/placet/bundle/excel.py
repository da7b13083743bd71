"""Sheets of Excel files as tables: `file: grades.xlsx#Sheet1`.

A sheet becomes a CSV text whose lines are the sheet's rows, so that places, packed files and digests need nothing new.
Numbers are read by their shortest decimal; a formula by the value that was saved with it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from placet.bundle import bounds

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

MARK = ".xlsx#"
"""What stands between the file and the sheet."""

_ERRORS = frozenset(("#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"))


class ExcelError(ValueError):
    """A file, a sheet or a cell that cannot be read; `row` is that of the cell, from 1."""

    def __init__(self, message: str, row: int | None = None) -> None:
        """What is wrong, and in which row."""
        super().__init__(message)
        self.row = row


def parts_of(name: str) -> tuple[str, str] | None:
    """The file and the sheet that `grades.xlsx#Sheet1` names; None for any other name."""
    at = name.lower().find(MARK)
    return (
        None if at < 1 or not name[at + len(MARK) :] else (name[: at + len(MARK) - 1], name[at + len(MARK) :])
    )


def read_sheet(
    content: bytes, sheet: str | None = None, first: str | None = None
) -> tuple[list[list[str]], str]:
    """The cells of a sheet as text, row by row, and the sheet's name.

    Args:
        content: the file.
        sheet: the sheet; without it the one called `first`, if there is one, or the first of all.
        first: see there.

    Raises:
        ExcelError: the file or the sheet cannot be read, or a cell holds no value of ours.
    """
    book, formulas = _books(content)
    try:
        names = book.sheetnames
        name = sheet or (first if first in names else names[0])
        if name not in names:
            raise ExcelError(f"there is no sheet `{name}`; the file has {', '.join(names)}")
        rows: list[list[str]] = []
        count = 0
        both = zip(
            book[name].iter_rows(values_only=True), formulas[name].iter_rows(values_only=True), strict=True
        )
        for number, (values, written) in enumerate(both, 1):
            count += len(values)
            if count > bounds.CELLS or number > bounds.ROWS:
                raise ExcelError(f"the sheet has more than {bounds.CELLS:,} cells or {bounds.ROWS:,} rows")
            rows.append(
                [_text(*pair, number, at) for at, pair in enumerate(zip(values, written, strict=True))]
            )
        return rows, name
    finally:
        book.close()
        formulas.close()


def _books(content: bytes) -> tuple[Workbook, Workbook]:
    """The file with the values of its formulas, and with the formulas."""
    from zipfile import BadZipFile, ZipFile  # most bundles hold no Excel files, and do without

    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ModuleNotFoundError:
        raise ExcelError("reading Excel needs one more package: pip install 'placet[excel]'") from None
    try:
        with ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > bounds.FOLDER_BYTES:
                raise ExcelError(
                    f"unpacked, the file is larger than {bounds.FOLDER_BYTES // 1024 // 1024} MiB"
                )
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return values, load_workbook(io.BytesIO(content), read_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError) as error:
        raise ExcelError(f"the file cannot be read as Excel: {error}") from None


def _text(value: Any, written: Any, row: int, at: int) -> str:  # noqa: ANN401
    if value is None:
        if isinstance(written, str) and written.startswith("="):
            message = f"the formula in {column(at)}{row} was saved without its value: save the file in Excel"
            raise ExcelError(message, row)
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = format(Decimal(repr(value)), "f")
        return text.removesuffix(".0")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    if text in _ERRORS:
        raise ExcelError(f"the cell {column(at)}{row} holds the error {text}", row)
    return text


def column(number: int) -> str:
    """A column's letters, from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def as_csv(rows: Sequence[Sequence[str]]) -> str:
    """The sheet as CSV with a line for each row; what stands beside the named columns is a finding there."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    width = 0
    for row in rows:
        cells = [" ".join(cell.split("\n")) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        width = width or len(cells)
        if cells:
            writer.writerow(cells + [""] * (width - len(cells)))
        else:
            text.write("\n")
    return text.getvalue()


def cell_at(line: str, place: int) -> str:
    """The letters of the cell that a place in a line of such a CSV lies in."""
    before = line[: place - 1]
    return column(sum(part.count(",") for part in before.split('"')[::2]))


def named_in(tree: Any) -> Iterator[tuple[str, tuple[int, int, int]]]:  # noqa: ANN401  # a tree of `shapes`
    """Every scalar of a tree that names a sheet, and its place."""
    if tree is None or tree[0] == "t":
        return
    if tree[0] == "s":
        if parts_of(tree[1]):
            yield tree[1], (tree[2], tree[3], tree[4])
        return
    for item in tree[1]:
        yield from named_in(item[1] if tree[0] == "m" else item)
