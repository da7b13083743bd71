"""The facts of a bundle as a tree of groups, with a name for each that a Python class can have."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placet._native import Engine, Fact


@dataclass
class Member:
    """A fact or a group in its place: its key in a request, and the attribute that stands for it."""

    key: str
    attribute: str
    item: Fact | Group


@dataclass
class Group:
    """A group of facts, or all of them; its name is empty then."""

    name: str
    members: list[Member] = field(default_factory=list)

    def facts(self) -> Iterator[Fact]:
        """Every fact in it, those of its own groups too."""
        for member in self.members:
            if isinstance(member.item, Group):
                yield from member.item.facts()
            else:
                yield member.item

    @property
    def optional(self) -> bool:
        """Whether it may be left out: no fact in it must be given."""
        return all(fact.optional for fact in self.facts())

    @property
    def causes(self) -> tuple[str, ...]:
        """The causes for which it can be missing as a whole: those that every fact in it admits."""
        if any(member.key == "missing" for member in self.members):
            return ()  # `{"missing": …}` is this member there
        first, *others = [fact.causes for fact in self.facts()]
        return tuple(cause for cause in first if all(cause in causes for causes in others))


def shape(engine: Engine, reserved: Iterable[str]) -> Group:
    """The tree of an engine's facts.

    Args:
        engine: the engine.
        reserved: attributes that the class has already.
    """
    root = Group("")
    groups = {"": root}
    taken = set(reserved)
    for fact in engine.facts:
        *above, key = fact.name.split(".")
        group = root
        for depth in range(1, len(above) + 1):
            group = _within(groups, group, ".".join(above[:depth]), taken)
        _add(group, key, fact, taken)
    return root


def class_name(*names: str) -> str:
    """A name for a class, of the words in these names."""
    words = re.split(r"[\W_]+", " ".join(names))
    return "".join(word[:1].upper() + word[1:] for word in words)


def _within(groups: dict[str, Group], parent: Group, name: str, taken: set[str]) -> Group:
    if name not in groups:
        groups[name] = Group(name)
        _add(parent, name.rpartition(".")[2], groups[name], taken)
    return groups[name]


def _add(group: Group, key: str, item: Fact | Group, reserved: set[str]) -> None:
    taken = reserved | {member.attribute for member in group.members}
    group.members.append(Member(key, _attribute(key, taken), item))


def _attribute(key: str, taken: set[str]) -> str:
    # Python reads names in this normal form, so another one could not be written.
    name = re.sub(r"\W", "_", unicodedata.normalize("NFKC", key))
    if not name.isidentifier():
        name = f"fact_{name}"
    while name in taken or keyword.iskeyword(name):
        name += "_"
    return name
