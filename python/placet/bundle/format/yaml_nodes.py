"""A YAML text as nodes that remember how they were written, and all that stands between them: comments, blank lines."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import yaml

from placet.bundle.yaml import LOADER


@dataclass(eq=False)
class Written:
    """Where a node stands: offsets into the text, lines and the column, from 0."""

    start: int
    end: int
    line: int
    end_line: int
    column: int


@dataclass(eq=False)
class Scalar(Written):
    """A text, as the reader has it, and as it is written."""

    text: str
    raw: str
    style: str | None
    """None for a plain one; `'`, `"`, `|` or `>`."""
    in_flow: bool

    @property
    def single(self) -> bool:
        """Whether it is written on one line."""
        return self.style not in ("|", ">") and "\n" not in self.raw


@dataclass(eq=False)
class Collection(Written):
    """A map or a list."""

    is_map: bool
    flow: bool
    """Whether it is written in brackets."""
    holder: "Entry | None" = None
    """The entry whose value it is."""
    entries: "list[Entry]" = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    """Comments behind the last entry."""


Node: TypeAlias = Scalar | Collection


@dataclass(eq=False)
class Entry:
    """A key with its value, or an item of a list, and the comments that go with it."""

    key: Scalar | None
    value: Node
    owner: Collection
    lead: list[str] = field(default_factory=list)
    """Full-line comments before it; an empty text is a blank line."""
    trail: list[str] = field(default_factory=list)
    """Comments behind it, on its line."""
    under: list[str] = field(default_factory=list)
    """Comments in place of the lines of its value, where it has none."""

    @property
    def start(self) -> int:
        """The offset of its first character."""
        return self.value.start if self.key is None else self.key.start


class Remark(NamedTuple):
    """A comment, or a blank line (an empty text)."""

    text: str
    start: int
    line: int
    column: int
    own_line: bool


class Document(NamedTuple):
    """A text taken apart."""

    root: Node | None
    remarks: list[Remark]


def inline(node: Node) -> bool:
    """Whether a node is printed behind its key; a bracket that goes over several lines is printed as lines."""
    return isinstance(node, Scalar) or not node.entries or (node.flow and node.line == node.end_line)


_BLANK_LINES = re.compile(r"(\n[ \t]*)+\Z")
_COMMENT = re.compile(r"(?:(?<=[ \t\n])|\A)#[^\n]*")


def take_apart(text: str) -> Document:
    """The nodes and the remarks of a text that the reader accepts."""
    nodes = _Nodes(text)
    for event in yaml.parse(text, Loader=LOADER):
        nodes.take(event)
    return Document(nodes.root, _remarks(text, nodes.scalars))


class _Nodes:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.open: list[Collection] = []
        self.keys: list[Scalar | None] = []
        self.scalars: list[tuple[int, int]] = []
        """The stretches of the text in which a `#` begins no comment and a blank line is text."""

    def take(self, event: Any) -> None:  # noqa: ANN401
        if isinstance(event, yaml.ScalarEvent):
            self.add(self.scalar(event))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            is_map = isinstance(event, yaml.MappingStartEvent)
            collection = Collection(*_place(event), is_map=is_map, flow=bool(event.flow_style))
            self.add(collection)
            self.open.append(collection)
            self.keys.append(None)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            mark: Any = event.end_mark
            self.open[-1].end, self.open[-1].end_line = mark.index, mark.line
            self.open.pop()
            self.keys.pop()

    def scalar(self, event: Any) -> Scalar:  # noqa: ANN401
        start, end, line, end_line, column = _place(event)
        style = event.style or None
        masked = start
        if style in ("|", ">"):
            header_end = self.text.find("\n", start, end)
            masked = end if header_end < 0 else header_end + 1
            if not event.value.endswith("\n\n"):
                # Blank lines behind the text are layout, unless the text keeps them.
                end = max(masked, start + len(_BLANK_LINES.sub("", self.text[start:end])))
        self.scalars.append((masked, end))
        in_flow = bool(self.open) and self.open[-1].flow
        return Scalar(
            start, end, line, end_line, column, event.value, self.text[start:end], style, in_flow=in_flow
        )

    def add(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        owner = self.open[-1]
        key = self.keys[-1]
        if owner.is_map and key is None:
            assert isinstance(node, Scalar)  # noqa: S101  # the reader refuses collections as keys
            self.keys[-1] = node
            return
        self.keys[-1] = None
        entry = Entry(key, node, owner)
        owner.entries.append(entry)
        if isinstance(node, Collection):
            node.holder = entry


def _place(event: Any) -> tuple[int, int, int, int, int]:  # noqa: ANN401
    start, end = event.start_mark, event.end_mark
    return start.index, end.index, start.line, end.line, start.column


def _remarks(text: str, scalars: list[tuple[int, int]]) -> list[Remark]:
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    found: list[Remark] = []

    def add(remark: str, at: int) -> None:
        line = bisect_right(starts, at) - 1
        before = text[starts[line] : at]
        found.append(Remark(remark, at, line, len(before), own_line=not before.strip()))

    edges = [(0, 0), *(stretch for stretch in scalars if stretch[1] > stretch[0]), (len(text), len(text))]
    for (_, begin), (end, _) in pairwise(edges):
        for comment in _COMMENT.finditer(text, begin, end):
            add(comment[0].rstrip(), comment.start())
    inside = [start for start, _ in edges]
    for start, stop in pairwise([*starts, len(text)]):
        at = bisect_right(inside, start) - 1
        if start < stop and not text[start:stop].strip() and not edges[at][0] < start < edges[at][1]:
            add("", start)
    return sorted(found, key=lambda remark: remark.start)
