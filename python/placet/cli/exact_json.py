"""JSON without binary floats: numbers keep the digits that they are written with, in both directions."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn


class JsonError(ValueError):
    """The text is no JSON that facts may be given in. The message says where and why."""


def loads(text: str) -> Any:  # noqa: ANN401
    """Reads JSON: an integer as `int`, any other number as `Decimal`.

    Raises:
        JsonError: the text is no JSON, or holds a key twice, NaN or Infinity.
    """
    try:
        return json.loads(
            text, parse_float=Decimal, parse_constant=_refuse_constant, object_pairs_hook=_refuse_duplicates
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


def _refuse_constant(name: str) -> NoReturn:
    raise JsonError(f"{name} is no JSON number; a missing fact is null")


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise JsonError(f"the key {twice!r} stands twice")
    return found
