"""JSON without binary floats: numbers keep the digits that they are written with, in both directions."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from placet import Missing, missing


class JsonError(ValueError):
    """The text is no JSON that facts may be given in. The message says where and why."""


def loads(text: str) -> Any:  # noqa: ANN401
    """Reads JSON: an integer as `int`, any other number as `Decimal`.

    Raises:
        JsonError: the text is no JSON, or holds a key twice, NaN or Infinity.
    """
    try:
        return json.loads(
            text, parse_float=_decimal, parse_constant=_refuse_constant, object_pairs_hook=_refuse_duplicates
        )
    except json.JSONDecodeError as error:
        raise JsonError(
            f"no JSON at line {error.lineno}, column {error.colno}: {error.msg.lower()}"
        ) from None
    except RecursionError:
        raise JsonError("the JSON is nested too deep") from None
    except JsonError:
        raise
    except ValueError as error:
        raise JsonError(f"no JSON: {error}") from None


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Made once: `json.dumps` makes an encoder for each text that it is given."""


def dumps(value: object) -> str:
    """Writes JSON on one line: a `Decimal` as a plain number with its scale, a day as text."""
    if isinstance(value, str):
        return _encode(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, (bool, int, float)):
        return _encode(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join([dumps(item) for item in value]) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join([f"{_encode(str(key))}: {dumps(item)}" for key, item in value.items()]) + "}"
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return _encode(str(value))


def _decimal(text: str) -> Decimal:
    """A number that is not written as an integer is none: `3.1e1` keeps a place behind the point."""
    sign, digits, exponent = Decimal(text).as_tuple()
    if isinstance(exponent, int) and exponent >= 0:
        return Decimal((sign, (*digits, *(0,) * (exponent + 1)), -1)) if exponent < 400 else Decimal(text)
    return Decimal(text)


def _refuse_constant(name: str) -> NoReturn:
    raise JsonError(f"{name} is no JSON number; a missing fact is null")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Missing:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonError(f"the key {twice!r} stands twice")
    if list(found) == ["missing"] and isinstance(found["missing"], str):
        return missing(found["missing"])  # `{"missing": "source_down"}` in place of a value or of a group
    return found
