"""CSV files to sheets: what Excel, a database or a person writes."""

import csv
import io
from itertools import islice

from placet.bundle import bounds
from placet.bundle.shapes import ReaderFinding, Sheet

_EXCEL_HINT = "sep="


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

    def read(self, text: str) -> Sheet | None:
        separator = separator_of(text)
        self.check_size(text, separator)
        if self.findings:
            return None
        rows, lines = self.rows(text, separator)
        if not rows and not self.findings:
            self.refuse("E0105", 1, "the table is empty", "the first line names the columns")
        if self.findings:
            return None
        header = [name.strip() for name in rows.pop(0)]
        header_line = lines.pop(0)
        self.check_widths(rows, lines, len(header))
        columns = (
            [list(map(str.strip, column)) for column in zip(*rows, strict=True)] if not self.findings else []
        )
        columns = columns or [[] for _ in header]
        self.check_header(header, columns, header_line)
        return None if self.findings else ("t", header, columns, lines, separator)

    def check_size(self, text: str, separator: str) -> None:
        """Counting characters costs nothing, and bounds what parsing may allocate before it begins."""
        if text.count("\n") > bounds.ROWS + 1:
            self.refuse("E0108", 1, f"the table has more than {bounds.ROWS:,} lines", "")
        if text.count(separator) > bounds.CELLS:
            self.refuse("E0108", 1, f"the table has more than {bounds.CELLS:,} cells", "")

    def rows(self, text: str, separator: str) -> tuple[list[list[str]], list[int]]:
        """The rows that hold anything, and the line on which each begins."""
        rows: list[list[str]] = []
        lines: list[int] = []
        before = 0
        source = io.StringIO(text, newline="\n")
        if text.startswith(_EXCEL_HINT) and text[len(_EXCEL_HINT) + 1 : len(_EXCEL_HINT) + 2] in ("\n", ""):
            source.readline()
            before = 1
        skipped = before
        reader = csv.reader(source, delimiter=separator, strict=True)
        try:
            for row in reader:
                if any(map(str.strip, row)):
                    rows.append(row)
                    lines.append(before + 1)
                before = reader.line_num + skipped
        except csv.Error as error:
            self.refuse("E0105", before + 1, *_fault(str(error), separator))
        return rows, lines

    def check_widths(self, rows: list[list[str]], lines: list[int], width: int) -> None:
        if width > bounds.COLUMNS:
            self.refuse(
                "E0108", lines[0] if lines else 1, f"the table has more than {bounds.COLUMNS:,} columns", ""
            )
        ragged = ((line, len(row)) for row, line in zip(rows, lines, strict=True) if len(row) != width)
        for line, cells in islice(ragged, bounds.FINDINGS_A_FILE):
            message = f"the row has {_cells(cells)} where the header has {width:,}"
            more = "a cell that holds the separator stands in double quotes"
            fewer = "an empty cell still needs its separator"
            self.refuse("E0105", line, message, more if cells > width else fewer)

    def check_header(self, header: list[str], columns: list[list[str]], line: int) -> None:
        while len(header) > 1 and not header[-1] and not any(columns[-1]):
            # A sheet that once had more columns is saved with empty ones.
            header.pop()
            columns.pop()
        seen: set[str] = set()
        for number, name in enumerate(header, 1):
            if not name:
                self.refuse("E0105", line, f"column {number} has no name", "name it, or remove its cells")
            elif name in seen:
                self.refuse(
                    "E0105", line, f"the column `{name}` stands twice", "rename or remove one of the two"
                )
            seen.add(name)

    def refuse(self, code: str, line: int, message: str, help_text: str) -> None:
        self.findings.append(ReaderFinding(code, self.file, line, 1, 1, message, help_text))


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
