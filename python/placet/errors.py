"""What can go wrong: with a bundle at load, with facts at run time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from placet._native import Finding


class Problem(TypedDict):
    """One bad fact of a request."""

    name: str
    """The fact."""
    value: object
    """What was given; None where its privacy class forbids to echo it."""
    expected: str
    """What the bundle's `facts.csv` allows."""
    message: str
    """The three of them in one sentence."""


class BundleError(ValueError):
    """A bundle does not load. The text shows every finding with its place; `findings` holds them."""

    findings: "tuple[Finding, ...]"

    def __init__(self, message: str, findings: "Iterable[Finding]" = ()) -> None:
        """The rendered text, and the findings that it shows."""
        super().__init__(message)
        self.findings = tuple(findings)


class FactsError(ValueError):
    """The facts of a request do not fit the bundle. `problems` lists every bad fact, not just the first."""

    problems: list[Problem]

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        """The text, and the problems that it names."""
        super().__init__(message)
        self.problems = list(problems)
