"""Where a cell of a sheet stands in its file."""

from typing import NamedTuple


class CellPlace(NamedTuple):
    """A place in a CSV file: line, column and length, from 1 and in characters."""

    line: int
    column: int
    length: int

    def part(self, text: str, lines: list[str]) -> "CellPlace":
        """The place of a stretch of the cell; the whole cell where it is not written as it is (doubled quotes)."""
        start = self.column - 1
        found = (
            lines[self.line - 1][start : start + self.length].find(text) if self.line <= len(lines) else -1
        )
        return CellPlace(self.line, self.column + found, max(len(text), 1)) if found >= 0 else self


def place_of_cell(lines: list[str], line: int, number: int, separator: str) -> CellPlace:
    """The place of a cell, without its quotes.

    Args:
        lines: the lines of the file.
        line: the line on which the row begins, from 1.
        number: the cell's number in the row, from 0.
        separator: the separator between cells.
    """
    text = lines[line - 1] if line <= len(lines) else ""
    start = 0
    for _ in range(number):
        end = _end(text, start, separator)
        if end == len(text):
            # The row goes on on a later line, within a quoted cell.
            return CellPlace(line, 1, max(len(text), 1))
        start = end + 1
    cell = text[start : _end(text, start, separator)]
    bare = cell.strip()
    lead = len(cell) - len(cell.lstrip())
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        bare, lead = bare[1:-1], lead + 1
    return CellPlace(line, start + lead + 1, max(len(bare), 1))


def _end(text: str, start: int, separator: str) -> int:
    """Where the cell that begins at `start` ends: at the next separator outside quotes."""
    quoted = False
    for at in range(start, len(text)):
        if text[at] == '"':
            quoted = not quoted
        elif text[at] == separator and not quoted:
            return at
    return len(text)
