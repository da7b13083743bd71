"""The canonical layout of a CSV file: UTF-8, commas, quotes only where a cell needs them."""

import csv
import io
from collections.abc import Iterator

from placet.bundle.csv import separator_of
from placet.bundle.shapes import Sheet

_CARD = ("characteristic", "bin", "points")


def is_card(header: list[str]) -> bool:
    """Whether a sheet has the columns of a scorecard."""
    return all(name in header for name in _CARD)


def filled(sheet: Sheet) -> list[list[str]]:
    """The columns of a scorecard with every blank characteristic and reason as the one above it means."""
    header, columns = sheet[1], [list(column) for column in sheet[2]]
    names = columns[header.index("characteristic")]
    reasons = columns[header.index("reason")] if "reason" in header else [""] * len(names)
    for row in range(1, len(names)):
        names[row] = names[row] or names[row - 1]
        if names[row] == names[row - 1]:
            reasons[row] = reasons[row] or reasons[row - 1]
    return columns


def format_csv(text: str, sheet: Sheet, *, card: bool) -> str:
    """A CSV text in the canonical layout.

    Args:
        text: a text that the reader accepts.
        sheet: what the reader made of it.
        card: whether it is a scorecard, in which a blank characteristic or reason means "as above".
    """
    rows = zip(*(_blanked(sheet) if card else sheet[2]), strict=True)
    blank_before = _blank_before(text, sheet)
    out = io.StringIO()
    out.write(_names(sheet[1]))
    writer = csv.writer(out, lineterminator="\n")
    for number, row in enumerate(rows):
        if number in blank_before:
            out.write("\n")
        writer.writerow(row)
    return out.getvalue()


def _blanked(sheet: Sheet) -> list[list[str]]:
    """The columns of a scorecard without what repeats the row above."""
    header, full = sheet[1], filled(sheet)
    columns = [list(column) for column in full]
    name = header.index("characteristic")
    for row in range(1, len(full[name])):
        if full[name][row] != full[name][row - 1]:
            continue
        columns[name][row] = ""
        if "reason" in header and full[header.index("reason")][row] == full[header.index("reason")][row - 1]:
            columns[header.index("reason")][row] = ""
    return columns


def _blank_before(text: str, sheet: Sheet) -> set[int]:
    """The rows, but the first, before which an author left a line without cells."""
    lines = text.split("\n")
    separator = separator_of(text)
    starts = sheet[3]
    blank = {number for number, line in enumerate(lines, 1) if not line.replace(separator, "").strip()}
    return {
        row
        for row in range(1, len(starts))
        if starts[row] - 1 in blank and starts[row - 1] != starts[row] - 1
    }


def _names(header: list[str]) -> str:
    """The header. The reader, as Excel, finds the separator in it: one that is text stands in quotes."""
    return ",".join(map(_quoted, header)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in ',;\t"\n') else cell


def cards_of(tree: object) -> Iterator[str]:
    """The files that a bundle.yaml names as scorecards."""
    for _, stage in _entries(_child(tree, "flow")):
        file = _child(_child(stage, "scorecard"), "file")
        if isinstance(file, tuple) and file[0] == "s":
            yield file[1]


def _entries(tree: object) -> list[tuple[str, object]]:
    if not isinstance(tree, tuple) or tree[0] != "m":
        return []
    return [(key[1], value) for key, value in tree[1]]


def _child(tree: object, name: str) -> object:
    return dict(_entries(tree)).get(name)
