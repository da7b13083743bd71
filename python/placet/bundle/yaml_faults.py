"""What a YAML parser's complaint means for an author who writes rules.

A parser says which token it did not expect. An author has mostly written an expression that YAML reads as something
else, so the place and the help are taken from the value on the line.
"""

import re
from typing import Any, NamedTuple

import yaml

from placet.bundle import bounds

_QUOTES = 'put the whole value in quotes: `key: "…"`'

_BRACES = "put values that hold `: `, `,` or brackets in single quotes, or write one key a line"

_READ_AS = {
    "[": "a list",
    "{": "a map",
    "]": "the end of a list",
    "}": "the end of a map",
    ">": "a folded text",
    "|": "a block of text",
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "%": "a directive",
    "@": "a reserved sign",
    "`": "a reserved sign",
    ",": "a separator",
    "-": "a list",
    "?": "a key",
    '"': "a text that ends at the next quote",
    "'": "a text that ends at the next quote",
}

# No more of a line than this is looked at: the expression takes the square of its length.
_LOOK_AT = 1_000

_VALUE = re.compile(
    r"""^(?P<lead>\s*(?:-\s+)*(?:[^\s'"#][^#]*?|'[^']*'|"[^"]*")\s*:\s+|\s*-\s+)(?P<value>\S.*)$"""
)


class Fault(NamedTuple):
    """The place, the message and the help of a finding."""

    line: int
    column: int
    length: int
    message: str
    help: str


def explain(error: yaml.YAMLError, lines: list[str]) -> Fault:
    """A fault from what the parser says; lines and columns count from 1."""
    problem = str(getattr(error, "problem", None) or "the text is no YAML")
    saying = f"{getattr(error, 'context', None) or ''} {problem}"
    stopped = _at(getattr(error, "problem_mark", None), lines) or (0, 0)
    began = _at(getattr(error, "context_mark", None), lines) or stopped
    return (
        _whole_line(saying, lines, stopped)
        or _quoted(saying, stopped, began)
        or _value(saying, lines, stopped)
        or _value(saying, lines, began)
        or _structure(saying, stopped, began)
        or _fault(stopped, f"the text is no YAML here: {problem}", "")
    )


def _at(mark: Any, lines: list[str]) -> tuple[int, int] | None:  # noqa: ANN401
    """The line and the column of a mark, from 0; the last line may lie behind the end of the text."""
    return None if mark is None else (min(mark.line, len(lines) - 1), mark.column)


def _whole_line(saying: str, lines: list[str], at: tuple[int, int]) -> Fault | None:
    if "nesting depth" in saying:
        return _fault(at, f"maps and lists are nested more than {bounds.DEPTH} deep", "")
    line = lines[at[0]]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return _fault((at[0], indent.index("\t")), "the line is indented with a tab", "indent with spaces")
    return None


def _quoted(saying: str, stopped: tuple[int, int], began: tuple[int, int]) -> Fault | None:
    if "quoted scalar" in saying and "end of stream" in saying:
        way_out = "close it; a single quote within single quotes is written twice"
        return _fault(began, "a quote is opened and never closed", way_out)
    if "escape" in saying:
        way_out = r"in double quotes a backslash is written `\\`, in single quotes `\`"
        return _fault(stopped, "an escape that YAML does not know", way_out)
    return None


def _value(saying: str, lines: list[str], at: tuple[int, int]) -> Fault | None:
    """A value that YAML reads as something else."""
    number, column = at
    match = _VALUE.match(lines[number][:_LOOK_AT])
    if match is None or column < match.start("value"):
        return None
    start = match.start("value")
    value = lines[number][start:].rstrip()
    if value[0] in _READ_AS and (value[0] != "-" or "sequence entries" in saying):
        message = f"a value that begins with `{value[0]}` is read as {_READ_AS[value[0]]}"
        way_out = _single(value)
        if value[0] == "{":
            message, way_out = "the map in `{ }` cannot be read", _BRACES
    elif "mapping values" in saying and column > start:
        message, way_out = "a value holds `: `, which YAML reads as a key", _single(value)
    else:
        return None
    return Fault(number + 1, start + 1, len(value), message, way_out)


def _structure(saying: str, stopped: tuple[int, int], began: tuple[int, int]) -> Fault | None:
    """A line that does not fit in with its neighbours."""
    alike = "indent the keys of one map alike"
    if "mapping values" in saying:
        message = "a key stands deeper than its neighbours, or the line above has a value already"
        return _fault(stopped, message, alike)
    if "simple key" in saying:
        way_out = "write `key: value`; a value over several lines is indented deeper than its key"
        return _fault(began, "a line without `: ` stands among keys", way_out)
    if "block mapping" in saying or "block collection" in saying:
        return _fault(stopped, "the line does not fit in with the lines before it", alike)
    if "flow" in saying:
        return _fault(began, "a bracket is opened and not closed, or a comma is missing", _QUOTES)
    return None


def _single(value: str) -> str:
    """FEEL texts stand in double quotes, so the value around them goes into single ones."""
    return "put the whole value in single quotes: `key: '…'`" if '"' in value else _QUOTES


def _fault(at: tuple[int, int], message: str, help_text: str) -> Fault:
    return Fault(at[0] + 1, at[1] + 1, 1, message, help_text)
