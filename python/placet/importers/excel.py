"""Excel files for importers: a sheet's rows of text, and where it stands."""

from __future__ import annotations

from pathlib import Path

from placet.bundle.excel import ExcelError
from placet.bundle.excel import read_sheet as read_cells
from placet.importers.model import CardImportError

_SHEET = "scorecard"


def read_sheet(path: Path, sheet: str | None = None) -> tuple[list[list[str]], str]:
    """The cells of a sheet as text, row by row, and the sheet's place for messages.

    Raises:
        CardImportError: the file or the sheet cannot be read, or a cell holds no value.
    """
    try:
        rows, name = read_cells(path.read_bytes(), sheet, _SHEET)
    except ExcelError as error:
        raise CardImportError(f"{path.name}: {error}") from None
    return rows, f"{path.name}#{name}"
