"""What pydantic must know of the compiled classes; it asks for this itself, so that nothing here is loaded without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

from placet import _native, records

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

CLASSES: dict[str, tuple[type, type]] = {
    "Decision": (_native.Decision, records.Decision),
    "Reason": (_native.Reason, records.Reason),
}


def schema_of(name: str, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """The schema of a decision or a reason: an object of the class, or its fields."""
    compiled, plain = CLASSES[name]
    fields = handler.generate_schema(plain)

    def build(value: object, validate: Callable[[object], object]) -> object:
        return value if isinstance(value, compiled) else compiled(**vars(validate(value)))

    def dump(value: Any) -> object:
        return plain(**{field: getattr(value, field) for field in plain.__dataclass_fields__})  # type: ignore[attr-defined]

    return core_schema.no_info_wrap_validator_function(
        build,
        fields,
        serialization=core_schema.plain_serializer_function_ser_schema(dump, return_schema=fields),
    )
