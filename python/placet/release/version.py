"""Versions of bundles: three numbers, compared as numbers."""

import re
from typing import NamedTuple

_FORM = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")


class Version(NamedTuple):
    """A version: `2025.4.1` and `2025.04.1` are the same one."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> "Version | None":
        """The version that a text stands for; None for any other text."""
        found = _FORM.fullmatch(text)
        return cls(int(found[1]), int(found[2]), int(found[3])) if found else None

    def __str__(self) -> str:
        """The version without leading zeros."""
        return ".".join(map(str, self))
