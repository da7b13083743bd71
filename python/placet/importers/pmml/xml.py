"""XML from strangers: no entities, no document types, no namespaces to carry around."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from placet.importers.model import CardImportError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 64 << 20
"""No file that is larger is read, in bytes."""


def read_xml(path: Path) -> Element:
    """The root of an XML file; tags are without their namespace.

    Raises:
        CardImportError: the file is too large, is no XML, or holds a document type or entities.
    """
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ModuleNotFoundError:
        raise CardImportError("reading XML needs one more package: pip install 'placet[pmml]'") from None
    if path.stat().st_size > LARGEST:
        raise CardImportError(f"{path} is larger than {LARGEST >> 20} MiB")
    try:
        root: Element = fromstring(path.read_bytes(), forbid_dtd=True)
    except (ParseError, LookupError) as error:
        raise CardImportError(f"{path} is no XML: {error}") from None
    except (DefusedXmlException, ValueError) as error:
        raise CardImportError(f"{path} holds what is not read from strangers: {error}") from None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return root


def child(element: Element, tag: str) -> Element | None:
    """The first child of this tag."""
    return element.find(tag)


def children(element: Element | None, *tags: str) -> Iterator[Element]:
    """The children of these tags, or all that mean something."""
    for each in () if element is None else element:
        if each.tag in tags or (not tags and each.tag != "Extension"):
            yield each


def need(element: Element, attribute: str) -> str:
    """An attribute that must be there.

    Raises:
        CardImportError: it is not.
    """
    value = element.get(attribute)
    if value is None:
        raise CardImportError(f"the element {element.tag} has no `{attribute}`")
    return value
