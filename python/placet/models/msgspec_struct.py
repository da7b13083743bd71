"""A msgspec Struct of a bundle's facts.

msgspec has no checks of one's own, so a Struct says what msgspec can say; the engine checks the rest when it decides.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from placet.models import json_schema
from placet.models.shape import Group, Member, class_name, shape

if TYPE_CHECKING:
    from placet._native import Engine, Fact

TYPES: dict[str, Any] = {
    "money": Decimal,
    "number": Decimal,
    "boolean": bool,
    "text": str,
    "date": date,
    "date and time": str,
    "days and time duration": str,
    "years and months duration": str,
}


def build(engine: Engine, lang: str) -> type[msgspec.Struct]:
    """The Struct of an engine's facts, with descriptions in this language."""
    name = class_name(engine.name, "facts")
    return _Builder(lang).struct(name, shape(engine, ()), f"The facts of {engine.name} {engine.version}.")


class _Builder:
    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.causes: dict[tuple[str, ...], type[msgspec.Struct]] = {}

    def struct(self, name: str, group: Group, doc: str) -> type[msgspec.Struct]:
        """A Struct of the members, and of `missing` for a group that can be: msgspec has no union of Structs."""
        fields: list[Any] = [self.field(name, member) for member in group.members]
        if group.name and group.causes:
            fields.append(("missing", Literal[group.causes] | msgspec.UnsetType, msgspec.UNSET))
        return _defstruct(name, fields, doc, {member.attribute: member.key for member in group.members})

    def field(self, parent: str, member: Member) -> tuple[Any, ...]:
        item = member.item
        if isinstance(item, Group):
            group = self.struct(class_name(parent, member.key), item, f"The group `{item.name}`.")
            if not item.optional:
                return member.attribute, group
            return member.attribute, group | None | msgspec.UnsetType, msgspec.UNSET
        kind = _type(item, item.type)
        if item.optional:
            kind = kind | None | msgspec.UnsetType
            if item.causes:
                kind = kind | self.missing(item.causes)
        note = json_schema.description(item, self.lang)
        extra = {"x-unit": item.unit} if item.unit else None
        if note or extra:
            kind = Annotated[kind, msgspec.Meta(description=note or None, extra_json_schema=extra)]
        return (member.attribute, kind, msgspec.UNSET) if item.optional else (member.attribute, kind)

    def missing(self, causes: tuple[str, ...]) -> type[msgspec.Struct]:
        """The Struct of `{"missing": cause}`."""
        if causes not in self.causes:
            name = class_name("missing", *causes)
            doc = "Missing for a cause, in place of the value."
            self.causes[causes] = _defstruct(name, [("missing", Literal[causes])], doc, {})
        return self.causes[causes]


def _defstruct(name: str, fields: list[Any], doc: str, rename: dict[str, str]) -> type[msgspec.Struct]:
    return msgspec.defstruct(
        name,
        fields,
        module=__name__,
        namespace={"__doc__": doc},
        rename=rename,
        forbid_unknown_fields=True,
        frozen=True,
        kw_only=True,
        omit_defaults=True,
    )


def _type(fact: Fact, type_: str) -> Any:  # noqa: ANN401
    if type_.startswith("list of "):
        return list[_type(fact, type_.removeprefix("list of "))]  # type: ignore[misc]
    if type_ == "enumeration":
        return Literal[fact.words]
    if type_ not in ("integer", "float"):
        return Decimal if type_.startswith("decimal") else TYPES[type_]
    # Of numbers, msgspec bounds these two alone.
    low: Any = {"ge" if fact.low_included else "gt": fact.low} if fact.low is not None else {}
    high: Any = {"le" if fact.high_included else "lt": fact.high} if fact.high is not None else {}
    kind = int if type_ == "integer" else float
    return Annotated[kind, msgspec.Meta(**low, **high)] if low or high else kind
