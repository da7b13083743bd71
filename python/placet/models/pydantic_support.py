"""What pydantic must know of the compiled classes; it asks for this itself, so nothing here is loaded without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic_core import PydanticSerializationUnexpectedValue, core_schema

from placet import _native, records

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

CLASSES: dict[str, tuple[type, type]] = {
    "Decision": (_native.Decision, records.Decision),
    "Reason": (_native.Reason, records.Reason),
}


def schema_of(name: str, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """The schema of a compiled class: an object of it, or its fields."""
    if name == "Missing":
        return _missing()
    compiled, plain = CLASSES[name]
    fields = handler.generate_schema(plain)

    def build(value: object, validate: Callable[[object], object]) -> object:
        return value if isinstance(value, compiled) else compiled(**vars(validate(value)))

    def dump(value: object) -> object:
        if not isinstance(value, compiled):
            raise PydanticSerializationUnexpectedValue("of a union, another type may be meant")
        return plain(**{field: getattr(value, field) for field in plain.__dataclass_fields__})  # type: ignore[attr-defined]

    return core_schema.no_info_wrap_validator_function(
        build,
        fields,
        serialization=core_schema.plain_serializer_function_ser_schema(dump, return_schema=fields),
    )


def _missing() -> core_schema.CoreSchema:
    """An object, or `{"missing": cause}`; which causes there are is for the facts to say."""
    cause = core_schema.typed_dict_field(core_schema.str_schema(strict=True))
    fields = core_schema.typed_dict_schema({"missing": cause}, cls_name="Missing", extra_behavior="forbid")

    def build(value: object, validate: Callable[[object], dict[str, str]]) -> object:
        return value if isinstance(value, _native.Missing) else _native.Missing(validate(value)["missing"])

    def dump(value: object, info: core_schema.SerializationInfo) -> object:
        if not isinstance(value, _native.Missing):
            raise PydanticSerializationUnexpectedValue("of a union, another type may be meant")
        return {"missing": value.cause} if info.mode == "json" else value

    return core_schema.no_info_wrap_validator_function(
        build,
        fields,
        serialization=core_schema.plain_serializer_function_ser_schema(dump, info_arg=True),
        metadata={"pydantic_js_functions": [lambda _, handler: handler(fields)]},
    )
