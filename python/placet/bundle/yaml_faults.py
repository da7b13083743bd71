"""What a YAML parser's complaint means for an author who writes rules.

A parser says which token it did not expect. An author has mostly written an expression that YAML reads as something
else, so the place and the help are taken from the value on the line.
"""

import re
from typing import NamedTuple

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
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    at = (min(mark.line, len(lines) - 1), mark.column) if mark is not None else (0, 0)
    before = (context.line, context.column) if context is not None else at
    saying = f"{getattr(error, 'context', None) or ''} {problem}"
    if "nesting depth" in problem:
        return _fault(at, f"maps and lists are nested more than {bounds.DEPTH} deep", "")
    return (
        _tab(lines, at)
        or _unclosed(saying, before)
        or _escape(saying, at)
        or _value(lines, saying, at, before)
        or _other(problem, at)
    )


def _tab(lines: list[str], at: tuple[int, int]) -> Fault | None:
    line = lines[at[0]]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    return Fault(
        at[0] + 1, indent.index("\t") + 1, 1, "the line is indented with a tab", "indent with spaces"
    )


def _unclosed(saying: str, before: tuple[int, int]) -> Fault | None:
    if "quoted scalar" not in saying or "end of stream" not in saying:
        return None
    return _fault(
        before,
        "a quote is opened and never closed",
        "close it; a single quote within single quotes is written twice",
    )


def _escape(saying: str, at: tuple[int, int]) -> Fault | None:
    if "escape" not in saying:
        return None
    return _fault(
        at,
        "an escape that YAML does not know",
        r"in double quotes a backslash is written `\\`, in single quotes `\`",
    )


def _value(lines: list[str], saying: str, at: tuple[int, int], before: tuple[int, int]) -> Fault | None:
    """A value that YAML reads as something else: on the line where the parser stopped, or where it began."""
    for number, column in dict.fromkeys((at, before)):
        match = _VALUE.match(lines[number])
        if match is None:
            continue
        value, start = match["value"], match.start("value")
        sign = value[0]
        if (
            sign in _READ_AS
            and column >= start
            and not (sign == "-" and "block sequence" not in saying and "sequence entries" not in saying)
        ):
            if sign == "{":
                return Fault(
                    number + 1, start + 1, len(value.rstrip()), "the map in `{ }` cannot be read", _BRACES
                )
            message = f"a value that begins with `{sign}` is read as {_READ_AS[sign]}"
            return Fault(number + 1, start + 1, len(value.rstrip()), message, _single(value))
        if "mapping values" in saying and column > start:
            return Fault(
                number + 1,
                start + 1,
                len(value.rstrip()),
                "a value holds `: `, which YAML reads as a key",
                _single(value),
            )
    if "mapping values" in saying:
        return _fault(
            at,
            "a key stands deeper than its neighbours, or the line above has a value already",
            "indent the keys of one map alike",
        )
    if "simple key" in saying:
        return _fault(
            before,
            "a line without `: ` stands among keys",
            "write `key: value`; a value over several lines is indented deeper than its key",
        )
    if "block mapping" in saying or "block collection" in saying:
        return _fault(
            at, "the line does not fit in with the lines before it", "indent the keys of one map alike"
        )
    if "flow" in saying:
        return _fault(before, "a bracket is opened and not closed, or a comma is missing", _QUOTES)
    return None


def _single(value: str) -> str:
    """FEEL texts stand in double quotes, so the value around them goes into single ones."""
    return "put the whole value in single quotes: `key: '…'`" if '"' in value else _QUOTES


def _other(problem: str, at: tuple[int, int]) -> Fault:
    return _fault(at, f"the text is no YAML here: {problem}", "")


def _fault(at: tuple[int, int], message: str, help_text: str) -> Fault:
    return Fault(at[0] + 1, at[1] + 1, 1, message, help_text)
