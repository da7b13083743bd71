"""Facts in JSON Schema: what a form, or the documentation of a service, shows of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from placet._native import Fact

USES = {"monitor": "For monitoring only; no rule reads it.", "retain": "Kept only; no rule reads it."}
TEXTS = {
    "boolean": {"type": "boolean"},
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "date and time": {"type": "string", "format": "date-time"},
    "days and time duration": {"type": "string", "format": "duration"},
    "years and months duration": {"type": "string", "format": "duration"},
}


def of_fact(fact: Fact) -> dict[str, Any]:
    """The schema of a fact: of its value, of null where it is optional, of a cause where it declares some."""
    schema = _of_type(fact, fact.type)
    if fact.optional:
        causes = [of_causes(fact.causes)] if fact.causes else []
        schema = {"anyOf": [schema, *causes, {"type": "null"}]}
    if fact.unit is not None:
        schema["x-unit"] = fact.unit
    return schema


def of_causes(causes: Sequence[str]) -> dict[str, Any]:
    """The schema of `{"missing": cause}`."""
    cause = {"type": "string", "enum": list(causes)}
    return {
        "type": "object",
        "title": "Missing",
        "description": "Missing for a cause, in place of the value.",
        "properties": {"missing": cause},
        "required": ["missing"],
        "additionalProperties": False,
    }


def description(fact: Fact, lang: str) -> str:
    """What a fact is, and what its schema cannot say."""
    text = fact.text(lang)
    unit = f" ({fact.unit})" if fact.unit else ""
    sentences = [f"{text}{unit}." if text else f"In {fact.unit}." if fact.unit else ""]
    if fact.scale is not None:
        sentences.append(f"At most {fact.scale} decimals.")
    if isinstance(fact.low, date) and isinstance(fact.high, date):
        sentences.append(f"From {fact.low} to {fact.high}.")
    if fact.consent is not None:
        sentences.append(f"Read only where `{fact.consent}` is true.")
    sentences.append(USES.get(fact.use, ""))
    return " ".join(sentence for sentence in sentences if sentence)


def json_number(number: Decimal) -> int | float | str:
    """A decimal as the JSON number that is read as the same decimal; a text where JSON readers would not keep it."""
    _, _, exponent = number.as_tuple()
    if isinstance(exponent, int) and exponent >= 0:
        return int(number)
    double = float(number)
    return double if Decimal(repr(double)) == number else str(number)


def _of_type(fact: Fact, type_: str) -> dict[str, Any]:
    if type_.startswith("list of "):
        return {"type": "array", "items": _of_type(fact, type_.removeprefix("list of "))}
    if type_ == "enumeration":
        return {"type": "string", "enum": list(fact.words)}
    if type_ in TEXTS:
        return dict(TEXTS[type_])
    schema: dict[str, Any] = {"type": "integer" if type_ == "integer" else "number"}
    if fact.low is not None:
        schema["minimum" if fact.low_included else "exclusiveMinimum"] = _end(fact.low)
    if fact.high is not None:
        schema["maximum" if fact.high_included else "exclusiveMaximum"] = _end(fact.high)
    if fact.scale is not None:
        schema["x-decimals"] = fact.scale
    return schema


def _end(value: object) -> object:
    return json_number(value) if isinstance(value, Decimal) else value
