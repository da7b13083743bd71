"""One file of a bundle in the canonical layout."""

from typing import NamedTuple

import yaml

from placet.bundle.format import safe
from placet.bundle.format.sheets import cards_of, format_csv, is_card
from placet.bundle.format.yaml_lines import format_yaml
from placet.bundle.shapes import Content, File

BUNDLE = "bundle.yaml"
HEAD = ("bundle", "version", "language", "currency", "time_zone", "valid", "owner", "flow", "outputs")
"""The keys of bundle.yaml, in the order in which they are documented."""


class Formatted(NamedTuple):
    """A file's text in the canonical layout; None where that cannot be had without losing something."""

    text: str | None


def format_file(file: File, described: Content = None) -> Formatted:
    """A file in the canonical layout.

    Args:
        file: a file that the reader has no findings about.
        described: the tree of the bundle.yaml beside it, which says what is a scorecard.
    """
    name, text, content = file
    if content is None:
        return Formatted(None)
    if content[0] == "t":
        card = is_card(content[1]) and name in cards_of(described)
        written = format_csv(text, content, card=card)
        return Formatted(written if safe.same_csv(content, written, card=card) else None)
    order = HEAD if name == BUNDLE else ()
    try:
        written = format_yaml(text, order)
        return Formatted(written if safe.same_yaml(text, written, order) else None)
    except yaml.YAMLError:
        return Formatted(None)
