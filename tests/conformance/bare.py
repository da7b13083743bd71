"""Records that are one FEEL expression."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from values import decoded

from placet import feel

NOW = datetime(2024, 2, 29, 10, 30, tzinfo=UTC)


def value(record: dict[str, Any]) -> tuple[object, str | None]:
    """What the record's expression gives, and what went wrong beyond a null. A text that is no FEEL is a null."""
    context = {name: decoded(entry) for name, entry in record["context"].items()}
    types = {name: named(ty) for name, ty in record.get("types", {}).items()}
    result = record.get("result_type")
    members: set[str] = set()
    for entry in context.values():
        collect(entry, members)
    try:
        if isinstance(result, dict) and "base" in result:
            types["the result"], result = named(result), "the result"
        compiled = feel.compile(
            record["expression"],
            context,
            members=members,
            types=types,
            result=None if result is None else text(result),
        )
        return compiled(context, now=NOW), None
    except feel.ExpressionError:
        return None, None
    except Exception as error:  # anything else is a failure of its record, not of the run
        return None, f"{type(error).__name__}: {error}"


def collect(value: object, members: set[str]) -> None:
    """The keys within a value."""
    if isinstance(value, dict):
        members.update(value)
        for entry in value.values():
            collect(entry, members)
    elif isinstance(value, list):
        for entry in value:
            collect(entry, members)


def named(ty: Any) -> str | tuple[str, str | None]:
    """A type of a record as `placet.feel.compile` takes it."""
    if isinstance(ty, dict) and "base" in ty:
        return text(ty["base"]), ty.get("allowed")
    return text(ty)


def text(ty: Any) -> str:
    """A type as FEEL writes it."""
    if isinstance(ty, str):
        return ty
    ((kind, content),) = ty.items()
    match kind:
        case "list":
            return f"list<{text(content)}>"
        case "context":
            return "context<" + ", ".join(f"{name}: {text(member)}" for name, member in content.items()) + ">"
        case "function":
            parameters = ", ".join(text(member) for member in content["parameters"].values())
            return f"function<{parameters}> -> {text(content['result'])}"
        case "base":
            return text(content)
    raise ValueError(f"no known kind of type: {kind}")
