"""The parts that the schema is made of: texts, words, maps with known keys, maps with chosen ones."""

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

_FIRST = r"[^\u0000-@\[-`{-\u00a9]"
"""A letter of any script, in the expressions that all editors have."""
_NEXT = r"[^\u0000-/:-@\[-^`{-\u00a9]"
PART = f"{_FIRST}{_NEXT}*"
NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
DAY = r"(-?[0-9]{4,9}-[0-9]{2}-[0-9]{2})?"
KEYWORDS = [
    *("and", "or", "not", "if", "then", "else", "in", "between", "for", "return", "some", "every"),
    *("satisfies", "function", "instance", "null", "true", "false"),
]

TEXT = ["string", "number", "boolean"]
CODE = ["string", "number"]


def text(description: str, types: list[str] | str = TEXT, *, pattern: str = r"\S", **more: object) -> Schema:
    """A text that is not empty. `null` is let in only where it is a value: an editor reads an empty one as null."""
    told = "write a value, or remove the key" if pattern == r"\S" else description
    return {
        "type": types,
        "pattern": pattern,
        "patternErrorMessage": told,
        "description": description,
        **more,
    }


def word(description: str, *words: str, **more: object) -> Schema:
    """One of some words."""
    return {"enum": list(words), "description": description, **more}


def closed(description: str, properties: dict[str, Schema], *required: str, **more: object) -> Schema:
    """A map with known keys."""
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "description": description,
        **needed,
        **more,
    }


def named(description: str, value: Schema, names: str | None = None, **more: object) -> Schema:
    """A map whose keys the author chooses."""
    form = {"propertyNames": {"$ref": f"#/definitions/{names}"}} if names else {}
    return {"type": "object", "description": description, "additionalProperties": value, **form, **more}


def either(scalar: Schema, properties: dict[str, Schema], *required: str, **more: object) -> Schema:
    """A value alone, or a map that holds it beside more keys."""
    types = scalar["type"] if isinstance(scalar["type"], list) else [scalar["type"]]
    known = closed(scalar["description"], properties, *required, **more)
    return {**scalar, **known, "type": [*types, "object"]}


def one_of(*keys: str) -> Schema:
    """Exactly one of these keys is there."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def file(description: str) -> Schema:
    """The name of a table: a CSV file, or a sheet of an Excel file."""
    return text(description, "string", pattern=r"\.([cC][sS][vV]|[xX][lL][sS][xX](#.+)?)$")


def value(description: str) -> Schema:
    """An expression, which may be null, or `{is: expression}`."""
    alone = text(description, [*TEXT, "null"])
    return either(alone, {"is": text("The expression, in FEEL.", [*TEXT, "null"])}, "is")


def amount(description: str) -> Schema:
    """An expression that is a number, or `{is: expression}`."""
    alone = text(description, CODE)
    return either(alone, {"is": text("The expression, in FEEL.", CODE)}, "is")
