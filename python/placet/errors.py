"""What can go wrong: with a bundle at load, with facts at run time."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from placet._native import Finding
    from placet.release.store import Release


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
    """A bundle does not load. The text shows every finding with its place; `findings` holds them.

    >>> placet.load("docs")
    Traceback (most recent call last):
    placet.errors.BundleError: error[E0101]: there is no `bundle.yaml` in the folder
    help: `placet init NAME` writes a small bundle to begin with
    <BLANKLINE>
    1 error
    """

    findings: "tuple[Finding, ...]"

    def __init__(self, message: str, findings: "Iterable[Finding]" = ()) -> None:
        """The rendered text, and the findings that it shows."""
        super().__init__(message)
        self.findings = tuple(findings)


class ReleaseExistsError(ValueError):
    """A version is in the store already, with other content. A release never changes."""


class ReleaseNotFoundError(LookupError):
    """The store has no such release. `releases` holds those of the same bundle, by version."""

    releases: "tuple[Release, ...]"

    def __init__(self, message: str, releases: "Iterable[Release]" = ()) -> None:
        """The text, and the releases that it names."""
        super().__init__(message)
        self.releases = tuple(releases)


class FactsError(ValueError):
    """The facts of a request do not fit the bundle. `problems` lists every bad fact, not just the first.

    >>> facts = json.loads(Path("examples/applicant.json").read_text("utf-8"))
    >>> placet.load("rules/reference").decide(facts | {"age": 17.5, "hausing": "own"})
    Traceback (most recent call last):
    placet.errors.FactsError: 2 facts are wrong:
    - `age` must be an integer from 16 to 75, and is the float 17.5
    - there is no fact `hausing`; did you mean `housing`?
    """

    problems: list[Problem]

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        """The text, and the problems that it names."""
        super().__init__(message)
        self.problems = list(problems)
