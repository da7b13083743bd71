"""An explanation drawn for the terminal: a block for each stage, a line for each of its rules, bins, rows and caps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

COLOURS = {"approve": "green", "refer": "yellow", "decline": "red"}

DIGITS = 12
"""A quotient has 34 digits. So many are enough to follow a calculation; JSON holds them all."""

WIDE = 100
"""From so many characters on there is room for the places."""

Node = Mapping[str, Any]


class Line(NamedTuple):
    """One line of a stage: what it is about, what came out, and by what."""

    name: Text
    result: Text
    test: Text
    seen: Text
    place: Text


def drawn(tree: Node) -> RenderableType:
    """The stages of an explanation's tree; its outputs and reasons are the decision's own."""
    return Group(*(_Stage(node) for node in tree["children"] if node["kind"] == "stage"))


class _Stage:
    """A stage's head and lines. In a narrow terminal the places are left away, and what is left shares a column."""

    def __init__(self, stage: Node) -> None:
        self.head = _head(stage)
        self.lines = _lines(stage)

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        yield self.head
        if not self.lines:
            return
        wide = options.max_width >= WIDE
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, max_width=44)
        table.add_column(no_wrap=True)
        table.add_column(ratio=3)
        if wide:
            table.add_column(ratio=2)
            table.add_column(no_wrap=True)
        for line in self.lines:
            if wide:
                table.add_row(*line)
            else:
                table.add_row(line.name, line.result, Text("   ").join(part for part in line[2:4] if part))
        yield Padding(table, (0, 0, 0, 2))


def _head(stage: Node) -> Text:
    head = Text(stage["label"], "bold")
    if stage["result"] == "skipped":
        head.append(" skipped", "yellow")
    elif stage["result"] is not None:
        head.append(" = ", "not bold dim").append(_short(stage["result"]), "cyan")
    if stage["note"]:
        head.append(f"   {stage['note']}", "not bold dim")
    return head.append(f"   {stage['place']}", "not bold dim")


def _lines(stage: Node) -> list[Line]:
    children = stage["children"]
    # What binds is told beside the cap that does.
    binding = next((node["result"] for node in children if node["label"] == "binding"), None)
    lines = []
    for node in children:
        if node["label"] == "binding" and node["kind"] == "amount":
            continue
        # The characteristics of a group stand above its line, which tells what of their sum counts.
        lines += [_line(member, binds=False, counts=False) for member in node["children"]]
        lines.append(_line(node, binds=node["label"] == binding))
    return lines


def _line(node: Node, *, binds: bool, counts: bool = True) -> Line:
    seen = dict(node["values"])
    headroom = seen.pop("headroom", None)
    # The input of a bin is the value of the characteristic itself.
    shown = [
        _short(text) if name == node["label"] else f"{name} = {_short(text)}" for name, text in seen.items()
    ]
    tail = Text(", ".join(shown), "cyan")
    if headroom is not None and not binds:
        tail.append(("   " if shown else "") + f"headroom {headroom}", "dim")
    if binds:
        tail.append(("   " if shown else "") + "◀ binds", "bold yellow")
    return Line(
        Text(node["label"], "bold yellow" if binds else "bold") if counts else Text(f"  {node['label']}"),
        _result(node) if counts else Text(f"({node['result']})", "dim"),
        Text(node["note"] or ""),
        tail,
        Text(node["place"] or "", "dim"),
    )


def _result(node: Node) -> Text:
    result = node["result"]
    if node["kind"] == "rule":
        style = "bold red" if result == "hit" else "yellow" if result.startswith("unknown") else "dim"
        return Text(result, style)
    if node["kind"] in ("band", "row"):
        return Text("holds", "green")
    if result is None:
        return Text("")
    return Text(
        "null" if result == "null" else _short(result),
        "dim" if result == "null" else "bold cyan",
        justify="right",
    )


def _short(text: str) -> str:
    """A number of very many digits, cut and marked as cut; any other text as it is."""
    digits = text.lstrip("-").replace(".", "", 1)
    if not digits.isdigit() or len(digits) <= DIGITS or "." not in text:
        return text
    whole, _, places = text.partition(".")
    room = max(DIGITS - len(whole.lstrip("-")), 2)
    return text if len(places) <= room else f"{whole}.{places[:room]}…"
