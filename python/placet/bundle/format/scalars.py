"""Scalars: quotes only where the text needs them, and lines that an author broke stay broken."""

import json

from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from placet.bundle.format.yaml_nodes import Scalar

_RESOLVER = Resolver()
_READ_AS_MORE = frozenset(",[]{}#&*!|>'\"%@`")
_BRACKETS = frozenset(",[]{}?")
"""What ends a plain text within brackets; of `?` parsers disagree."""


def one_line(scalar: Scalar, *, flow: bool) -> str:
    """A key, or a value on one line.

    Args:
        scalar: the text.
        flow: whether it stands within brackets, where commas and brackets end a plain text.
    """
    text = scalar.text
    if scalar.style is None and scalar.single and (scalar.in_flow or not flow):
        return scalar.raw
    if is_plain(text, flow=flow):
        return text
    if not text.isprintable():
        return scalar.raw if scalar.style in ("'", '"') and scalar.single else json.dumps(text)
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def lines(scalar: Scalar, indent: int) -> list[str]:
    """A value in its lines; all but the first are indented.

    Args:
        scalar: the text.
        indent: the indentation of its key, in spaces; further lines stand two deeper.
    """
    if scalar.single:
        return [one_line(scalar, flow=False)]
    if scalar.style in ("|", ">"):
        return _block(scalar, indent + 2)
    first, *more = scalar.raw.split("\n")
    pad = " " * (indent + 2)
    stripped = [_end(first), *(_end(line.lstrip(" \t")) for line in more)]
    return [stripped[0], *(pad + line if line else "" for line in stripped[1:])]


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether a text needs no quotes, for this reader and for the stricter ones of editors."""
    if not text or text != text.strip() or not text.isprintable() or text == "<<":
        return False
    if ": " in text or text.endswith(":") or " #" in text or text.startswith(("---", "...")):
        return False
    if flow and not _BRACKETS.isdisjoint(text):
        return False
    kind = _RESOLVER.resolve(ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    if kind != "tag:yaml.org,2002:str":
        return False  # `yes` and `0.10` are texts here, and another reader takes them for more
    if text[0] == "-":
        return len(text) > 1 and text[1] != " "
    return text[0] not in _READ_AS_MORE and text[0] not in "?:"


def _end(line: str) -> str:
    """A line of a quoted text without the blanks at its end, unless a backslash makes the first of them text."""
    bare = line.rstrip(" \t")
    return line if bare.endswith("\\") else bare


def _block(scalar: Scalar, indent: int) -> list[str]:
    """A block of text, dedented and indented again; how it ends is told by its sign."""
    text = scalar.text
    if not text.strip():
        return [json.dumps(text)]
    shown = next(line for line in text.split("\n") if line.strip())
    lead = len(shown) - len(shown.lstrip(" "))
    if scalar.style == "|":
        kept = text.removesuffix("\n").split("\n")
    else:
        # Where an author folds a text is told by the lines alone.
        raw = scalar.raw.split("\n")[1:]
        if text.endswith("\n\n") and not raw[-1]:
            raw.pop()
        first = next(line for line in raw if line.strip())
        base = len(first) - len(first.lstrip(" ")) - lead
        kept = [line[base:] for line in raw]
    sign = str(scalar.style) + ("2" if lead else "")
    sign += "+" if text.endswith("\n\n") else "" if text.endswith("\n") else "-"
    pad = " " * indent
    return [sign, *(pad + line if line else "" for line in kept)]
