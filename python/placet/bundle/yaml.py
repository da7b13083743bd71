"""YAML files to trees with places.

By events, not by PyYAML's own composer: nothing recurses, no scalar gets a type, and aliases, which can blow a few
lines up to gigabytes, are refused where they stand.
"""

from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from placet.bundle import bounds
from placet.bundle.shapes import NOT_VERBATIM, List, Map, ReaderFinding, Scalar, Tree
from placet.bundle.yaml_faults import explain

# The C parser where PyYAML was built with it; both count marks in characters.
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_WRITE_OUT = "write the value out at each place"


def read_yaml(text: str, file: int) -> tuple[Tree | None, list[ReaderFinding]]:
    """The tree of the one document in a text, and what is wrong with its form. No tree where it cannot be trusted."""
    builder = _Builder(text, file)
    try:
        builder.build(yaml.parse(text, Loader=LOADER))
    except _Stop:
        pass
    except yaml.YAMLError as error:
        # The C parser reads ahead, and has a bound of its own for what it meets there.
        code = "E0107" if "nesting depth" in str(error) else "E0102"
        builder.refuse(code, *explain(error, builder.lines))
    return (None if builder.broken else builder.tree()), builder.findings


class _Stop(Exception):  # noqa: N818
    """The rest of the file would say nothing more."""


class _Builder:
    def __init__(self, text: str, file: int) -> None:
        self.text = text
        self.file = file
        self.lines = text.split("\n")
        self.findings: list[ReaderFinding] = []
        self.broken = False
        self.root: Tree | None = None
        self.open: list[List | Map] = []
        """The collections around the next event, the outermost first."""
        self.keys: list[Scalar | None] = []
        """For each of them the key that waits for its value; None in a list, and in a map before a key."""
        self.known: list[dict[str, Scalar]] = []
        """The keys of each map so far."""

    def tree(self) -> Tree:
        return self.root if self.root is not None else ("m", [], 1, 1, 1)

    def build(self, events: Iterator[yaml.Event]) -> None:
        nodes = documents = 0
        for event in events:
            kind = type(event)
            if isinstance(event, yaml.ScalarEvent):
                self.add(self.scalar(event))
            elif kind is yaml.MappingStartEvent:
                self.begin(("m", [], *self.place(event)), event)
            elif kind is yaml.SequenceStartEvent:
                self.begin(("l", [], *self.place(event)), event)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.end()
                continue
            elif isinstance(event, yaml.AliasEvent):
                self.refuse_feature(event, f"the alias `*{event.anchor}`", _WRITE_OUT)
                self.add(("s", "", *self.place(event), NOT_VERBATIM))
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.stop(
                        "E0102",
                        event,
                        "a second document begins here",
                        "one document a file: remove the `---`",
                    )
                continue
            else:
                continue
            nodes += 1
            if nodes > bounds.NODES:
                message = f"the file holds more than {bounds.NODES:,} values"
                self.stop("E0108", event, message, "long tables belong in CSV files")
            self.check_properties(event)

    def scalar(self, event: yaml.ScalarEvent) -> Scalar:
        line, column, length = self.place(event)
        value = event.value
        raw = self.lines[line - 1][column - 1 : column - 1 + length] if line <= len(self.lines) else ""
        if raw == value:
            lead = 0
        elif raw[1:-1] == value and event.style in ("'", '"'):
            lead = 1
        else:
            lead = NOT_VERBATIM
        return ("s", value, line, column, length, lead)

    def begin(self, collection: List | Map, event: yaml.Event) -> None:
        if self.open and self.open[-1][0] == "m" and self.keys[-1] is None:
            way_out = "a value that begins with `[` or `{` stands in quotes"
            self.stop("E0102", event, "a key must be a plain text", way_out)
        if len(self.open) == bounds.DEPTH:
            self.stop("E0107", event, f"maps and lists are nested more than {bounds.DEPTH} deep", "")
        self.add(collection)
        self.open.append(collection)
        self.keys.append(None)
        self.known.append({})

    def end(self) -> None:
        self.open.pop()
        self.keys.pop()
        self.known.pop()

    def add(self, tree: Tree) -> None:
        """Puts a tree where it belongs: into the list, as the key, as the key's value, or as the whole."""
        if not self.open:
            self.root = tree
            return
        around = self.open[-1]
        if around[0] == "l":
            around[1].append(tree)
            return
        key = self.keys[-1]
        if key is None:
            assert tree[0] == "s"  # noqa: S101  # begin() refuses collections as keys
            self.keys[-1] = tree
            return
        self.keys[-1] = None
        first = self.known[-1].setdefault(key[1], key)
        if first is key:
            around[1].append((key, tree))
        else:
            self.refuse_key(key, first)

    def refuse_key(self, key: Scalar, first: Scalar) -> None:
        message = f"the key `{key[1]}` stands twice in one map; the first is on line {first[2]}"
        self.refuse("E0103", key[2], key[3], key[4], message, "rename or remove one of the two", broken=False)

    def check_properties(self, event: yaml.Event) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None and type(event) is not yaml.AliasEvent:
            self.refuse_feature(event, f"the anchor `&{anchor}`", _WRITE_OUT)
        if tag is not None:
            self.refuse_feature(
                event, f"the tag `{_short(tag)}`", "a text that begins with `!` stands in quotes"
            )
        if type(event) is yaml.ScalarEvent and event.value == "<<" and event.style in (None, ""):
            self.refuse_feature(event, "the merge key `<<`", _WRITE_OUT)

    def place(self, event: yaml.Event) -> tuple[int, int, int]:
        """The line, column and length of an event; of what spans lines, the part on its first one."""
        start: Any = event.start_mark
        end: Any = event.end_mark
        if start.line == end.line:
            length = end.column - start.column
        else:
            length = len(self.lines[start.line].rstrip()) - start.column
        return start.line + 1, start.column + 1, max(length, 1)

    def refuse_feature(self, event: yaml.Event, feature: str, help_text: str) -> None:
        self.refuse("E0104", *self.place(event), f"{feature} is not allowed", help_text)

    def stop(self, code: str, event: yaml.Event, message: str, help_text: str) -> NoReturn:
        self.refuse(code, *self.place(event), message, help_text)
        raise _Stop

    def refuse(
        self,
        code: str,
        line: int,
        column: int,
        length: int,
        message: str,
        help_text: str,
        *,
        broken: bool = True,
    ) -> None:
        self.findings.append(ReaderFinding(code, self.file, line, column, length, message, help_text))
        self.broken = self.broken or broken
        if len(self.findings) == bounds.FINDINGS_A_FILE:
            self.broken = True
            raise _Stop


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
