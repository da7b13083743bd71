"""The scorecards of a bundle, as they are written: what is shown is what is computed with, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from placet.bundle.shapes import File, Map, Tree

_COLUMNS = ("characteristic", "bin", "points", "share", "baseline", "trend", "reason")


@dataclass(frozen=True)
class CardTable:
    """A scorecard stage and its table."""

    stage: str
    file: str
    keys: dict[str, str]
    """The other keys of the stage, such as `start`, as they are written."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The cells by the columns, as they stand in the file."""
    lines: tuple[int, ...]
    """The line of each row in the file."""
    names: tuple[str, ...] = field(default=())
    """The characteristic of each row, also where its cell is blank."""
    output: str = "score"
    """The bundle's output that gives the score as it is."""
    when: str = ""
    """The stage's condition, if it has one."""

    def cell(self, row: int, column: str) -> str:
        """A cell; empty where the file has no such column."""
        return self.rows[row][self.columns.index(column)] if column in self.columns else ""


def cards_of(files: Sequence[File]) -> list[CardTable]:
    """Every scorecard stage of a bundle, in the order of the flow."""
    content = {name: tree for name, _, tree in files}
    bundle = content.get("bundle.yaml")
    if bundle is None or bundle[0] != "m":
        return []
    found = []
    for stage, tree in _entries(_entry(bundle, "flow")):
        card = _entry(tree, "scorecard")
        keys = {key: _text(value) for key, value in _entries(card)}
        sheet = content.get(keys.get("file", ""))
        if card is None or sheet is None or sheet[0] != "t":
            continue
        _, header, columns, lines, _ = sheet
        kept = [name for name in _COLUMNS if name in header]
        rows = tuple(zip(*(columns[header.index(name)] for name in kept), strict=True))
        names: list[str] = []
        for row in rows:
            names.append(row[0] or (names[-1] if names else ""))
        file = keys.pop("file")
        condition = _entry(tree, "when")
        when = "" if condition is None else _text(condition)
        given = ((name, _entry(tree, "is") or tree) for name, tree in _entries(_entry(bundle, "outputs")))
        output = next((name for name, tree in given if _text(tree) == stage), "score")
        found.append(
            CardTable(stage, file, keys, tuple(kept), rows, tuple(lines), tuple(names), output, when)
        )
    return found


def _entries(tree: Tree | None) -> Iterator[tuple[str, Tree]]:
    if tree is not None and tree[0] == "m":
        for key, value in tree[1]:
            yield key[1], value


def _entry(tree: Tree | Map | None, name: str) -> Tree | None:
    return next((value for key, value in _entries(tree) if key == name), None)


def _text(tree: Tree) -> str:
    """A value of a stage in one line, as YAML's flow form has it."""
    if tree[0] == "s":
        return tree[1]
    if tree[0] == "l":
        return "[" + ", ".join(map(_text, tree[1])) + "]"
    return "{" + ", ".join(f"{key[1]}: {_text(value)}" for key, value in tree[1]) + "}"
