"""What decisions and reasons look like to `dataclasses`: plain twins of the compiled classes, fields and types alike.

Imported only when a host asks for the fields.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from placet import _native

__all__ = ["Decision", "Reason"]


@dataclass(frozen=True)
class Reason:
    """A reason code with its texts."""

    code: str
    tell: bool = field(compare=False)
    texts: dict[str, str] = field(compare=False)


@dataclass(frozen=True)
class Decision:
    """What the bundle decided about one applicant."""

    outcome: Literal["approve", "refer", "decline"]
    outputs: dict[str, Any]
    reasons: tuple[_native.Reason, ...]
    hits: tuple[_native.Reason, ...]
    version: str
    digest: str
    as_of: date | None
