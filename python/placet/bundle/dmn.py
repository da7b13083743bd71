"""DMN models, as XML, to trees with places.

An element is a list: its name, a map of its attributes, then its text or its elements. What is not of the DMN
standard (diagrams, vendors' extensions) is left out; so are comments. Entities cannot blow a file up, and nothing is
fetched from elsewhere, since a document type is refused before it is read.
"""

from typing import Any, NoReturn
from xml.parsers import expat

from placet.bundle import bounds
from placet.bundle.shapes import NOT_VERBATIM, List, Map, ReaderFinding, Scalar, Tree

NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
"""The namespaces of the standard's models, and the version that each is of."""

_SEPARATOR = "\x1f"  # a character that XML cannot hold


def read_dmn(text: str, file: int) -> tuple[Tree | None, list[ReaderFinding]]:
    """The tree of a model, and what is wrong with its form. No tree where it cannot be trusted."""
    builder = _Builder(text, file)
    try:
        builder.read()
    except _Stop:
        pass
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code) or "it is not well-formed"
        builder.refuse("E0801", error.lineno, error.offset + 1, 1, f"the XML cannot be read: {message}", "")
    if not builder.findings and builder.root is None:
        builder.refuse("E0802", 1, 1, 1, "the file holds no DMN model", _FORM)
    return (None if builder.findings else builder.root), builder.findings


_FORM = 'the root of a model is `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" …>`'


class _Stop(Exception):  # noqa: N818
    """The rest of the file would say nothing more."""


class _Element:
    __slots__ = ("attributes", "column", "foreign", "length", "line", "name", "pieces", "texts")

    def __init__(self, name: str, line: int, column: int, length: int, foreign: bool) -> None:
        self.name = name
        self.line, self.column, self.length = line, column, length
        self.foreign = foreign
        self.attributes: list[tuple[Scalar, Scalar]] = []
        self.pieces: list[Any] = []
        self.texts: list[tuple[str, int, int]] = []
        """Pieces of text, each with its line and column."""


class _Builder:
    def __init__(self, text: str, file: int) -> None:
        self.text = text
        self.file = file
        self.lines = text.split("\n")
        self.findings: list[ReaderFinding] = []
        self.root: Tree | None = None
        self.open: list[_Element] = []
        self.nodes = 0
        parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        self.parser = parser

    def read(self) -> None:
        # The text is decoded already; what its declaration says of an encoding no longer holds.
        self.parser.Parse(self.text.encode("utf-8"), True)

    def here(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def doctype(self, *_: object) -> NoReturn:
        self.stop("E0801", *self.here(), "a document type is not allowed", "remove the `<!DOCTYPE …>`")

    def begin(self, tag: str, attributes: list[str]) -> None:
        line, column = self.here()
        namespace, _, name = tag.rpartition(_SEPARATOR)
        foreign = (self.open[-1].foreign if self.open else False) or namespace not in NAMESPACES
        if not self.open and (foreign or name != "definitions"):
            shown = f"`{name}` of " + (f"`{namespace}`" if namespace else "no namespace")
            self.stop("E0802", line, column, f"the root of the file is {shown}, and no DMN model", _FORM)
        if len(self.open) == bounds.DEPTH - 1:
            self.stop("E0107", line, column, f"elements are nested more than {bounds.DEPTH - 1} deep", "")
        element = _Element(name, line, column, self.length_of_tag(line, column), foreign)
        self.open.append(element)
        if foreign:
            return
        self.count(3, line, column)
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if _SEPARATOR not in key:
                self.count(2, line, column)
                element.attributes.append(self.attribute(key, value, line, column))

    def end(self, _tag: str) -> None:
        element = self.open.pop()
        if element.foreign:
            return
        tree = self.tree(element)
        if self.open:
            self.open[-1].pieces.append(tree)
        else:
            self.root = tree

    def characters(self, data: str) -> None:
        element = self.open[-1]
        if not element.foreign and not element.pieces and (element.texts or not data.isspace()):
            element.texts.append((data, *self.here()))

    def tree(self, element: _Element) -> List:
        line, column, length = element.line, element.column, element.length
        name: Scalar = ("s", element.name, line, column, length, NOT_VERBATIM)
        attributes: Map = ("m", list(element.attributes), line, column, length)
        items: list[Any] = [name, attributes]
        if element.pieces:
            items += element.pieces
        elif element.texts:
            items.append(self.scalar(element.texts))
        return ("l", items, line, column, length)

    def scalar(self, pieces: list[tuple[str, int, int]]) -> Scalar:
        """The text of an element, from its first character that is no space to its last."""
        _, line, column = pieces[0]
        whole = "".join(piece for piece, _, _ in pieces)
        text = whole.strip()
        before = whole[: len(whole) - len(whole.lstrip())]
        if "\n" in before:
            line += before.count("\n")
            column = len(before) - before.rfind("\n")
        else:
            column += len(before)
        rest = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        if rest.startswith(text):
            return ("s", text, line, column, max(len(text), 1), 0)
        length = len(rest.split("<", 1)[0].rstrip())
        return ("s", text, line, column, max(length, 1), NOT_VERBATIM)

    def attribute(self, key: str, value: str, line: int, column: int) -> tuple[Scalar, Scalar]:
        """Expat tells the place of the element only: the attribute's is looked for behind it."""
        found, at, length = self.value_place(key, value, line, column)
        lead = 0 if found else NOT_VERBATIM
        name: Scalar = ("s", key, line, column, 1, NOT_VERBATIM)
        return name, ("s", value, *at, length, lead)

    def value_place(self, key: str, value: str, line: int, column: int) -> tuple[bool, tuple[int, int], int]:
        start = column - 1
        for number in range(line, min(line + 12, len(self.lines) + 1)):
            content = self.lines[number - 1]
            for quote in ('"', "'"):
                position = content.find(f"{key}={quote}{value}{quote}", start)
                if (position >= 0 and content[position - 1 : position].isspace()) or position == 0:
                    return True, (number, position + len(key) + 3), max(len(value), 1)
            start = 0
        return False, (line, column), 1

    def length_of_tag(self, line: int, column: int) -> int:
        rest = self.lines[line - 1][column - 1 :] if line <= len(self.lines) else ""
        end = rest.find(">")
        return max(len(rest.rstrip()) if end < 0 else end + 1, 1)

    def count(self, nodes: int, line: int, column: int) -> None:
        self.nodes += nodes
        if self.nodes > bounds.DMN_NODES:
            self.stop("E0108", line, column, f"the model holds more than {bounds.DMN_NODES:,} elements", "")

    def stop(self, code: str, line: int, column: int, message: str, help_text: str) -> NoReturn:
        self.refuse(code, line, column, 1, message, help_text)
        raise _Stop

    def refuse(self, code: str, line: int, column: int, length: int, message: str, help_text: str) -> None:
        self.findings.append(ReaderFinding(code, self.file, line, column, length, message, help_text))
