"""Values as records hold them, as Python objects; and whether a result is what a record expects."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from placet import feel

TOLERANCE = Decimal("1e-8")


def decoded(value: Any) -> Any:
    """The object that a record's value stands for."""
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, content),) = value.items()
    match kind:
        case "number":
            return Decimal(content)
        case "context":
            return {name: decoded(entry) for name, entry in content.items()}
        case "date" | "time" | "date and time":
            return feel.evaluate(f"{kind}(text)", {"text": content})
        case "days and time duration" | "years and months duration":
            return feel.evaluate("duration(text)", {"text": content})
    raise ValueError(f"no known kind of value: {kind}")


def same(expected: Any, actual: object) -> bool:
    """Whether a result is the expected one; numbers to within 1e-8, dates and times as values."""
    if isinstance(expected, list):
        return isinstance(actual, list) and len(actual) == len(expected) and all(map(same, expected, actual))
    if isinstance(expected, dict):
        if "context" in expected:
            content = expected["context"]
            return (
                isinstance(actual, dict)
                and actual.keys() == content.keys()
                and all(same(entry, actual[name]) for name, entry in content.items())
            )
        wanted = decoded(expected)
        if isinstance(wanted, Decimal):
            return isinstance(actual, Decimal) and abs(wanted - actual) < TOLERANCE
        return wanted is not None and equal_moments(wanted, actual)
    return type(expected) is type(actual) and expected == actual


def equal_moments(wanted: object, actual: object) -> bool:
    """Whether dates, times or durations are the same; a zone with a name is not its offset."""
    if type(wanted) is not type(actual):
        return False
    if isinstance(wanted, (datetime, time)) and isinstance(actual, (datetime, time)):
        return wanted.replace(tzinfo=None) == actual.replace(tzinfo=None) and zone(wanted) == zone(actual)
    return isinstance(wanted, (str, date, timedelta, feel.Months)) and wanted == actual


def zone(moment: datetime | time) -> object:
    """What tells zones apart."""
    return moment.tzinfo.key if isinstance(moment.tzinfo, ZoneInfo) else moment.utcoffset()
