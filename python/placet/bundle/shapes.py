"""The plain shapes in which files are handed to the engine. Lines and columns count from 1, columns in characters."""

from typing import Any, Literal, NamedTuple, TypeAlias

NOT_VERBATIM = -1
"""The lead of a scalar whose text does not stand in the file as it is: escapes, several lines."""

Scalar: TypeAlias = tuple[Literal["s"], str, int, int, int, int]
"""`("s", text, line, column, length, lead)`; lead: the characters of the place before the text (1 after a quote)."""

# The children of a list and of a map are trees themselves, which a type alias cannot say without making checks slow.
List: TypeAlias = tuple[Literal["l"], list[Any], int, int, int]
"""`("l", trees, line, column, length)`."""

Map: TypeAlias = tuple[Literal["m"], list[tuple[Scalar, Any]], int, int, int]
"""`("m", [(scalar, tree), ...], line, column, length)`."""

Tree: TypeAlias = Scalar | List | Map

Sheet: TypeAlias = tuple[Literal["t"], list[str], list[list[str]], list[int], str]
"""`("t", header, columns, line of each row, separator)`; cells are stripped."""

Content: TypeAlias = Tree | Sheet | None
"""None for a file that could not be read."""

File: TypeAlias = tuple[str, str, Content]
"""`(name, text, content)`."""


class ReaderFinding(NamedTuple):
    """What a reader found wrong: the file's number, and a place in it."""

    code: str
    file: int | None
    line: int
    column: int
    length: int
    message: str
    help: str
