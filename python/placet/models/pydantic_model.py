"""A pydantic model of a bundle's facts.

Each field is checked by the engine itself, so that the model takes what the engine takes; pydantic gives it its place
in errors, in the JSON Schema and in the documentation of a service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator
from pydantic_core import PydanticCustomError, core_schema

from placet._native import Missing
from placet.errors import FactsError
from placet.models import json_schema
from placet.models.shape import Group, Member, class_name, shape

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

    from placet._native import Engine, Fact

TYPES: dict[str, Any] = {
    "integer": int,
    "money": Decimal,
    "number": Decimal,
    "float": float,
    "boolean": bool,
    "text": str,
    "date": date,
    "date and time": datetime | str,
    "days and time duration": timedelta | str,
    "years and months duration": str,
}


def build(engine: Engine, lang: str) -> type[BaseModel]:
    """The model of an engine's facts, with descriptions in this language."""
    root = shape(engine, dir(BaseModel))
    title = f"The facts of {engine.name} {engine.version}"
    return _model(class_name(engine.name, "facts"), root, lang, title, _withheld(engine, root))


def _model(
    name: str,
    group: Group,
    lang: str,
    title: str,
    validators: dict[str, Any] | None = None,
) -> type[BaseModel]:
    fields: dict[str, Any] = {member.attribute: _field(name, member, lang) for member in group.members}
    config = ConfigDict(
        title=title,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,  # a log must not repeat what `privacy` keeps to itself
        protected_namespaces=(),
        serialize_by_alias=True,
    )
    return create_model(name, __config__=config, __module__=__name__, __validators__=validators, **fields)


def _field(parent: str, member: Member, lang: str) -> tuple[object, object]:
    item = member.item
    alias = None if member.key == member.attribute else member.key
    if isinstance(item, Group):
        model = _model(class_name(parent, member.key), item, lang, item.name)
        if not item.optional:
            return model, Field(alias=alias)
        kind = model | None | Missing if item.causes else model | None
        return Annotated[kind, _GroupCheck(model, item)], Field(default=None, alias=alias)
    kind = _type(item, item.type)
    description = json_schema.description(item, lang)
    if not item.optional:
        return Annotated[kind, _Check(item)], Field(alias=alias, description=description)
    kind = kind | None | Missing if item.causes else kind | None
    return Annotated[kind, _Check(item)], Field(default=None, alias=alias, description=description)


def _type(fact: Fact, type_: str) -> Any:  # noqa: ANN401
    if type_.startswith("list of "):
        return list[_type(fact, type_.removeprefix("list of "))]  # type: ignore[misc]
    if type_ == "enumeration":
        return Literal[fact.words]
    return Decimal if type_.startswith("decimal") else TYPES[type_]


class _Check:
    """A field that the engine checks."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        accept = self.fact.accept

        def check(value: object) -> object:
            if isinstance(value, float | Decimal) and isnan(value):
                # To the engine NaN is a data frame's missing number; in a request it is a mistake.
                raise PydanticCustomError("fact", "a number must not be NaN")
            try:
                return accept(value)
            except FactsError as error:
                raise PydanticCustomError("fact", "{message}", {"message": str(error)}) from None

        return core_schema.no_info_plain_validator_function(
            check, serialization=core_schema.plain_serializer_function_ser_schema(_json, when_used="json")
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return json_schema.of_fact(self.fact)


class _GroupCheck:
    """A group that may be left out, or be missing as a whole."""

    def __init__(self, model: type[BaseModel], group: Group) -> None:
        self.model, self.name, self.causes = model, group.name, group.causes

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        fields = core_schema.nullable_schema(handler.generate_schema(self.model))
        if not self.causes:
            return fields

        def check(value: object, validate: Callable[[object], object]) -> object:
            cause = _cause(value)
            if cause is None:
                return validate(value)
            if cause not in (*self.causes, "not_given"):  # which is what any optional fact may be
                message = "`{name}` does not admit the cause of absence `{cause}`"
                raise PydanticCustomError("fact", message, {"name": self.name, "cause": cause})
            return Missing(cause)

        def dump(value: object, serialize: Callable[[object], object]) -> object:
            return _json(value) if isinstance(value, Missing) else serialize(value)

        serialization = core_schema.wrap_serializer_function_ser_schema(dump, schema=fields)
        return core_schema.no_info_wrap_validator_function(check, fields, serialization=serialization)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        fields = handler(schema)
        if self.causes:
            fields["anyOf"].insert(1, json_schema.of_causes(self.causes))
        return fields


def _cause(value: object) -> str | None:
    if isinstance(value, Missing):
        return value.cause
    if isinstance(value, dict) and list(value) == ["missing"] and isinstance(value["missing"], str):
        return value["missing"]
    return None


def _json(value: object) -> object:
    """A value in JSON, such that it is read as the same value again."""
    match value:
        case Missing():
            return {"missing": value.cause}
        case Decimal():
            return json_schema.json_number(value)
        case list():
            return [_json(item) for item in value]
        case timedelta():
            sign, length = ("-", -value) if value < timedelta() else ("", value)
            fraction = f".{length.microseconds:06}".rstrip("0").rstrip(".")
            return f"{sign}P{length.days}DT{length.seconds}{fraction}S"
        case datetime():
            return value.isoformat()
        case _:
            return value


def _withheld(engine: Engine, root: Group) -> dict[str, Any] | None:
    """A validator that drops facts whose consent is not given unseen, since the engine does not read them either."""
    bound: dict[str, list[tuple[str, ...]]] = {}
    for fact in engine.facts:
        if fact.consent is not None:
            bound.setdefault(fact.consent, []).append(tuple(fact.name.split(".")))
    if not bound:
        return None
    consents = {name: (tuple(name.split(".")), facts) for name, facts in bound.items()}
    accept = {fact.name: fact.accept for fact in engine.facts if fact.name in bound}
    groups = list(_groups(root, ()))

    def given(name: str, keys: tuple[str, ...], request: Mapping[str, object]) -> bool:
        try:
            return accept[name](_found(request, keys)) is True
        except FactsError:
            return False

    def drop_withheld(request: object) -> object:
        if not isinstance(request, Mapping):
            return request
        refused = {name for name, (keys, _) in consents.items() if not given(name, keys, request)}
        if not refused:
            return request
        kept = dict(request)
        for name in refused:
            for keys in consents[name][1]:
                _drop(kept, keys)
        for keys, group in groups:
            if (
                all(fact.consent in refused for fact in group.facts())
                and _cause(_found(kept, keys)) is not None
            ):
                _drop(kept, keys)
        return kept

    return {"drop_withheld": model_validator(mode="before")(drop_withheld)}


def _groups(group: Group, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Group]]:
    for member in group.members:
        if isinstance(member.item, Group):
            within = (*keys, member.key)
            yield within, member.item
            yield from _groups(member.item, within)


def _found(request: object, keys: tuple[str, ...]) -> object:
    for key in keys:
        request = request.get(key) if isinstance(request, Mapping) else getattr(request, key, None)
    return request


def _drop(request: dict[str, object], keys: tuple[str, ...]) -> None:
    """Takes a fact out of a request; groups on the way are copied, since they are the caller's."""
    for key in keys[:-1]:
        group = request.get(key)
        if not isinstance(group, Mapping):
            return
        request[key] = request = dict(group)
    request.pop(keys[-1], None)
