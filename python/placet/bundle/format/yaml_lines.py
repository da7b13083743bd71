"""The lines of a YAML file: two spaces a level, values and comments of neighbours in one column."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from placet.bundle.format import scalars
from placet.bundle.format.yaml_comments import attach
from placet.bundle.format.yaml_nodes import Collection, Entry, Node, Scalar, inline, take_apart

LONG_KEY = 30
"""The longest key, in columns, beside which the values of its neighbours are aligned."""


@dataclass
class _Line:
    text: str
    comment: str = ""
    fixed: bool = False
    """Whether it belongs to a text over several lines, in which blank lines count."""


def format_yaml(text: str, order: tuple[str, ...] = ()) -> str:
    """A YAML text in the canonical layout.

    Args:
        text: a text that the reader accepts.
        order: the keys of the outermost map that have an order of their own.
    """
    document = take_apart(text)
    rest = attach(document)
    root = document.root
    lines: list[_Line] = []
    if isinstance(root, Collection) and not inline(root):
        lines += [_Line(comment) for comment in _reorder(root, order)]
        lines += _block(root, 0)
    elif root is not None:
        lines += _value(root, "", 0)
    lines += [_Line(comment) for comment in rest]
    return "".join(f"{line}\n" for line in _joined(_single_blanks(lines)))


def _reorder(root: Collection, order: tuple[str, ...]) -> list[str]:
    """Puts the entries in order, each with its comments; gives the comments that head the file as a whole."""
    rank = 0
    ranked: list[tuple[int, Entry]] = []
    for entry in root.entries:
        # A key that is unknown stays behind the one before it.
        rank = order.index(entry.key.text) + 1 if entry.key and entry.key.text in order else rank
        ranked.append((rank, entry))
    entries = [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])]
    if entries == root.entries:
        return []
    first = root.entries[0]
    while first.lead[:1] == [""]:
        first.lead.pop(0)
    end = first.lead.index("") + 1 if "" in first.lead else len(first.lead)
    head, first.lead = first.lead[:end], first.lead[end:]
    for entry in entries:
        if not inline(entry.value):
            entry.lead = [""] * (entry.lead[:1] != [""]) + entry.lead
        elif not any(entry.lead):
            entry.lead = []
    root.entries = entries
    if head:
        return head
    while entries[0].lead[:1] == [""]:
        entries[0].lead.pop(0)
    return head


def _block(collection: Collection, indent: int) -> list[_Line]:
    lines: list[_Line] = []
    pad = " " * indent
    for entry, width in zip(collection.entries, _widths(collection.entries), strict=True):
        behind, *others = entry.trail or [""]
        if entry.key is None and not inline(entry.value):
            others, behind = entry.trail, ""
        lead = [*entry.lead, *others]
        own = _value(entry.value, _key(entry, width), indent)
        if entry.key is None:
            before, own = _item(own, indent)
            lead += before
        if entry is collection.entries[0] and indent:
            lead = lead[1:] if lead[:1] == [""] else lead
        if behind:
            is_block = isinstance(entry.value, Scalar) and entry.value.style in ("|", ">")
            (own[-1] if inline(entry.value) and not is_block else own[0]).comment = behind
        lines += [_Line(pad + comment if comment else "") for comment in lead]
        lines += own
        lines += [_Line(f"{pad}  {comment}" if comment else "") for comment in entry.under]
    return lines + [_Line(pad + comment if comment else "") for comment in collection.tail]


def _item(own: list[_Line], indent: int) -> tuple[list[str], list[_Line]]:
    """An item of a list behind its dash; comments that would stand between the two come first."""
    begin = next(number for number, line in enumerate(own) if line.fixed or _is_content(line))
    before = [line.text.strip() for line in own[:begin]]
    first = own[begin]
    first.text = " " * indent + ("- " + first.text[indent + 2 :]).rstrip()
    return before, own[begin:]


def _is_content(line: _Line) -> bool:
    return line.text.strip() != "" and not line.text.lstrip().startswith("#")


def _key(entry: Entry, width: int) -> str:
    """The key with its colon, wide enough; of an item the space that its dash will take."""
    if entry.key is None:
        return "  "
    key = scalars.one_line(entry.key, flow=False) + ":"
    return key + " " * max(width - _width(key), 0) + " "


def _value(node: Node, key: str, indent: int) -> list[_Line]:
    pad = " " * indent
    if isinstance(node, Collection) and not inline(node):
        head = [_Line((pad + key).rstrip())] if key.strip() else []
        return head + _block(node, indent + 2)
    if isinstance(node, Collection):
        return [_Line(pad + key + _flow(node))]
    first, *more = scalars.lines(node, indent)
    begin = _Line(pad + key + first if first else (pad + key).rstrip(), fixed=True)
    return [begin, *(_Line(line, fixed=True) for line in more)]


def _flow(node: Node) -> str:
    if isinstance(node, Scalar):
        return scalars.one_line(node, flow=True)
    values = (
        (f"{scalars.one_line(entry.key, flow=True)}: " if entry.key else "") + _flow(entry.value)
        for entry in node.entries
    )
    inside = ", ".join(values)
    return f"{{{inside}}}" if node.is_map else f"[{inside}]"


def _widths(entries: list[Entry]) -> list[int]:
    """For each entry the width of its key and colon: that of the widest among neighbours with values on their line."""
    widths: list[int] = []
    run: list[int] = []

    def close() -> None:
        widest = max(run, default=0)
        widths.extend([widest if widest <= LONG_KEY + 1 else 0] * len(run))
        run.clear()

    for entry in entries:
        value = entry.value
        beside = inline(value) and (isinstance(value, Collection) or value.single)
        if not beside or "" in entry.lead:
            close()
        if not beside or entry.key is None:
            widths.append(0)
            continue
        run.append(_width(scalars.one_line(entry.key, flow=False)) + 1)
    close()
    return widths


def _width(text: str) -> int:
    """The columns that a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _single_blanks(lines: list[_Line]) -> list[_Line]:
    """Without blank lines at the beginning, at the end, and behind another."""
    kept: list[_Line] = []
    for line in lines:
        blank = not line.text and not line.fixed
        if blank and (not kept or (not kept[-1].text and not kept[-1].fixed)):
            continue
        kept.append(line)
    while kept and not kept[-1].text and not kept[-1].fixed:
        kept.pop()
    return kept


def _joined(lines: Iterable[_Line]) -> list[str]:
    """Lines with their comments; those of one block whose lines follow each other stand in one column."""
    joined: list[str] = []
    run: list[_Line] = []

    def close() -> None:
        column = max((_width(line.text) for line in run), default=0) + 2
        joined.extend(line.text + " " * (column - _width(line.text)) + line.comment for line in run)
        run.clear()

    for line in lines:
        if run and _indent(line.text) != _indent(run[-1].text):
            close()
        if line.comment:
            run.append(line)
        else:
            close()
            joined.append(line.text)
    close()
    return joined


def _indent(text: str) -> int:
    """Where a line's text begins, behind the dashes of lists."""
    return len(text) - len(text.lstrip(" -"))
