"""Excel files as rows of text: numbers by their shortest decimal, formulas by what Excel last saw in them."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from placet.importers.model import CardImportError, number_text

_SHEET = "scorecard"
MOST_CELLS = 2_000_000


def read_sheet(path: Path, sheet: str | None = None) -> tuple[list[list[str]], str]:
    """The cells of a sheet as text, row by row, and the sheet's place for messages.

    Raises:
        CardImportError: the file or the sheet cannot be read, or a cell holds an error.
    """
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ModuleNotFoundError:
        raise CardImportError("reading Excel needs one more package: pip install 'placet[excel]'") from None
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise CardImportError(f"{path} cannot be read as Excel: {error}") from None
    try:
        name = sheet or (_SHEET if _SHEET in book.sheetnames else book.sheetnames[0])
        if name not in book.sheetnames:
            raise CardImportError(f"{path} has no sheet `{name}`; it has {', '.join(book.sheetnames)}")
        rows: list[list[str]] = []
        count = 0
        for number, row in enumerate(book[name].iter_rows(values_only=True), 1):
            count += len(row)
            if count > MOST_CELLS:
                raise CardImportError(f"{path}, sheet {name}: more than {MOST_CELLS:,} cells")
            rows.append(
                [_text(value, f"{path.name}#{name}!{_column(at)}{number}") for at, value in enumerate(row)]
            )
    finally:
        book.close()
    return rows, f"{path.name}#{name}"


def _column(number: int) -> str:
    """A column's letters, from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _text(value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(float(value)) if isinstance(value, float) else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    if text.startswith("#") and text.rstrip("!?/0A").isupper():
        raise CardImportError(f"{where}: the cell holds the error {text}")
    return text
