"""YAML as people write it, at random: a tree, its comments, and a text that holds both in some layout."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from hypothesis import strategies as st

from placet.bundle.format.scalars import is_plain

T = TypeVar("T")
SIGNS = "abzAZ019 _.:#,[]{}'\"\\-?!&*|>%@=<()/中é"
texts = st.text(SIGNS, max_size=12)
long_texts = st.lists(st.text("ab 中:#'\"-", min_size=1, max_size=8), min_size=1, max_size=4).map("\n".join)
words = st.text("abc: #'-中", max_size=6)
trees: st.SearchStrategy[Any] = st.recursive(
    texts | long_texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
maps: st.SearchStrategy[dict[str, Any]] = st.dictionaries(texts, trees, min_size=1, max_size=5)


class Writer:
    """Writes one tree; every choice of layout is drawn."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.comments: list[str] = []

    def one_of(self, *choices: T) -> T:
        chosen: T = self.draw(st.sampled_from(choices))
        return chosen

    def rarely(self) -> bool:
        return bool(self.draw(st.integers(0, 4)) == 4)

    def comment(self) -> str:
        text = "#" + self.draw(words).rstrip()
        self.comments.append(text)
        return f"{text}{self.one_of('', ' ', chr(9))}"

    def between(self, column: int) -> str:
        """Comments and blank lines before a line, at any column."""
        lines = ""
        for _ in range(self.draw(st.integers(0, 2)) if self.rarely() else 0):
            pad = " " * self.one_of(0, column, column, max(column - 2, 0), column + 3)
            lines += pad + self.comment() if self.one_of(True, False) else self.one_of("", "  ")
            lines += "\n"
        return lines

    def behind(self) -> str:
        """The end of a line, perhaps with a comment."""
        return (self.one_of(" ", "    ", " \t") + self.comment() if self.rarely() else "") + "\n"

    def scalar(self, text: str, *, flow: bool, key: bool = False) -> str:
        ways = [json.dumps(text, ensure_ascii=False)]
        if "\n" not in text:
            ways.append("'" + text.replace("'", "''") + "'")
            if is_plain(text, flow=flow):
                ways.append(text)
            elif not key and " " in text.strip():
                first, _, rest = ways[0].partition(" ")
                if first != '"' and rest.strip(' "') and rest[:1] != " " and not first.endswith("\\"):
                    ways.append(f"{first}\n         {rest}")
        return str(self.one_of(*ways))

    def value(self, tree: Any, column: int) -> str:
        """What stands behind a key or a dash at this column, with the end of its last line."""
        if isinstance(tree, str):
            if self.is_block(tree) and self.rarely():
                return self.block_text(tree, column)
            written = self.scalar(tree, flow=False)
            if self.rarely():
                deeper = " " * (column + self.one_of(1, 2, 5))
                return self.behind() + self.between(column + 2) + deeper + written + self.behind()
            return " " * self.one_of(1, 1, 3) + written + self.behind()
        if not tree or self.rarely():
            return " " + self.flow(tree) + self.behind()
        deeper_column = column + self.one_of(1, 2, 2, 4)
        return self.behind() + self.block(tree, deeper_column)

    @staticmethod
    def is_block(text: str) -> bool:
        lines = text.split("\n")
        return bool(text.strip()) and all(line.strip() for line in lines) and not lines[0].startswith(" ")

    def block_text(self, text: str, column: int) -> str:
        pad = " " * (column + self.one_of(1, 2, 4))
        folded = "\n" not in text and "  " not in text and text == text.strip() and self.one_of(True, False)
        head = (" >-" if folded else " |-") + self.behind()
        body = "".join(f"{pad}{line}\n" for line in text.split(" " if folded else "\n"))
        return head + body

    def block(self, tree: Any, column: int) -> str:
        pad = " " * column
        lines = ""
        items = tree.items() if isinstance(tree, dict) else [(None, item) for item in tree]
        for key, value in items:
            lines += self.between(column) + pad
            if key is None:
                lines += "-" + self.value(value, column)
            else:
                written = self.scalar(key, flow=False, key=True)
                lines += written + self.one_of("", "", " ") + ":" + self.value(value, column)
        return lines + self.between(column)

    def flow(self, tree: Any) -> str:
        if isinstance(tree, str):
            return self.scalar(tree, flow=True)
        items = tree.items() if isinstance(tree, dict) else [(None, item) for item in tree]
        parts = []
        for key, value in items:
            before = self.gap() + ("" if key is None else self.scalar(key, flow=True, key=True) + ": ")
            parts.append(before + self.flow(value) + self.gap())
        ends = "{}" if isinstance(tree, dict) else "[]"
        return ends[0] + ",".join(parts) + self.gap() + ends[1]

    def gap(self) -> str:
        if not self.rarely():
            return str(self.one_of("", "", " "))
        lines = self.behind() + self.between(9)
        return lines + " " * 9


@st.composite
def authored(draw: Any) -> tuple[dict[str, Any], list[str], str]:
    """A tree, its comments and a text."""
    writer = Writer(draw)
    tree = draw(maps)
    text = writer.between(0) + writer.block(tree, writer.one_of(0, 0, 2))
    return tree, writer.comments, text
