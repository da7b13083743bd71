"""CSV files to sheets: what Excel, a database or a person writes."""

import csv
import io
from functools import cached_property

from placet.bundle import bounds
from placet.bundle.cells import place_of_cell
from placet.bundle.shapes import ReaderFinding, Sheet

_EXCEL_HINT = "sep="

# Rows become columns a few at a time: many small lists that live together are what the garbage collector is slow on.
_ROWS_AT_ONCE = 500


class _Stop(Exception):  # noqa: N818
    """The rest of the file would say nothing more."""


def read_csv(text: str, file: int) -> tuple[Sheet | None, list[ReaderFinding]]:
    """The sheet of a text, or what is wrong with its form."""
    reader = _Reader(file)
    return reader.read(text), reader.findings


def separator_of(text: str) -> str:
    """The separator, found from the header line: no header holds a tab or `;` outside quotes."""
    first = text.split("\n", 1)[0]
    if first.startswith(_EXCEL_HINT) and len(first) == len(_EXCEL_HINT) + 1:
        return first[-1]
    header = next((line for line in io.StringIO(text) if line.strip()), "")
    bare = "".join(header.split('"')[::2])
    return next((separator for separator in "\t;" if separator in bare), ",")


class _Reader:
    def __init__(self, file: int) -> None:
        self.file = file
        self.findings: list[ReaderFinding] = []
        self.header: list[str] = []
        self.columns: list[list[str]] = []
        self.lines: list[int] = []

    def read(self, text: str) -> Sheet | None:
        self.text = text
        self.separator = separator = separator_of(text)
        self.check_size(text, separator)
        if not self.findings:
            self.rows(text, separator)
        if not self.header and not self.findings:
            self.refuse("E0105", 1, "the table is empty", "the first line names the columns")
        return None if self.findings else ("t", self.header, self.columns, self.lines, separator)

    def check_size(self, text: str, separator: str) -> None:
        """Counting characters costs nothing, and bounds what parsing may allocate before it begins."""
        if text.count("\n") > bounds.ROWS + 1:
            self.refuse("E0108", 1, f"the table has more than {bounds.ROWS:,} lines", "")
        if text.count(separator) > bounds.CELLS:
            self.refuse("E0108", 1, f"the table has more than {bounds.CELLS:,} cells", "")

    def rows(self, text: str, separator: str) -> None:
        """The rows that hold anything, and the line on which each begins."""
        source = io.StringIO(text, newline="\n")
        skipped = 0
        if text.startswith(_EXCEL_HINT) and text[len(_EXCEL_HINT) + 1 : len(_EXCEL_HINT) + 2] in ("\n", ""):
            source.readline()
            skipped = 1
        before = skipped
        reader = csv.reader(source, delimiter=separator, strict=True)
        waiting: list[list[str]] = []
        try:
            for row in reader:
                line, before = before + 1, reader.line_num + skipped
                if len(row) == len(self.header) and any(map(str.strip, row)):
                    waiting.append(row)
                    self.lines.append(line)
                    if len(waiting) == _ROWS_AT_ONCE:
                        self.take(waiting)
                elif any(map(str.strip, row)):
                    self.odd(row, line)
        except csv.Error as error:
            self.refuse_row(before + 1, *_fault(str(error), separator))
        except _Stop:
            return
        self.take(waiting)
        if self.header and not self.findings:
            self.check_header()

    def take(self, rows: list[list[str]]) -> None:
        for column, cells in zip(self.columns, zip(*rows, strict=True), strict=False):
            column.extend(map(str.strip, cells))
        rows.clear()

    def odd(self, row: list[str], line: int) -> None:
        """The header, or a row that has not as many cells as the header."""
        if not self.header:
            self.header = list(map(str.strip, row))
            self.header_line = line
            self.columns = [[] for _ in row]
            if len(row) > bounds.COLUMNS:
                self.refuse("E0108", line, f"the table has more than {bounds.COLUMNS:,} columns", "")
                raise _Stop
            return
        message = f"the row has {_cells(len(row))} where the header has {len(self.header):,}"
        more = "a cell that holds the separator stands in double quotes"
        fewer = "an empty cell still needs its separator"
        self.refuse_row(line, message, more if len(row) > len(self.header) else fewer)
        if len(self.findings) == bounds.FINDINGS_A_FILE:
            raise _Stop

    def check_header(self) -> None:
        while len(self.header) > 1 and not self.header[-1] and not any(self.columns[-1]):
            # A sheet that once had more columns is saved with empty ones.
            self.header.pop()
            self.columns.pop()
        seen: set[str] = set()
        for number, name in enumerate(self.header):
            if not name:
                self.refuse_name(number, f"column {number + 1} has no name", "name it, or remove its cells")
            elif name in seen:
                self.refuse_name(
                    number, f"the column `{name}` stands twice", "rename or remove one of the two"
                )
            seen.add(name)

    def refuse(self, code: str, line: int, message: str, help_text: str) -> None:
        self.findings.append(ReaderFinding(code, self.file, line, 1, 1, message, help_text))

    def refuse_row(self, line: int, message: str, help_text: str) -> None:
        length = max(len(self.source_lines[line - 1]), 1)
        self.findings.append(ReaderFinding("E0105", self.file, line, 1, length, message, help_text))

    def refuse_name(self, number: int, message: str, help_text: str) -> None:
        place = place_of_cell(self.source_lines, self.header_line, number, self.separator)
        self.findings.append(ReaderFinding("E0105", self.file, *place, message, help_text))

    @cached_property
    def source_lines(self) -> list[str]:
        """The lines of the file, for the places of findings: a good file does without."""
        return self.text.split("\n")


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"


def _fault(error: str, separator: str) -> tuple[str, str]:
    """What the parser says, in an author's words."""
    double = 'within quotes a quote is written twice: `""`'
    if "expected after" in error:
        return (
            f'a cell goes on after its closing quote, where `"{separator}` or the end of the line belongs',
            double,
        )
    if "field limit" in error:
        return f"a cell is longer than {csv.field_size_limit():,} characters", "is a closing quote missing?"
    return "a quote is opened and never closed", double
