"""The engine, compiled from Rust."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, final

from placet.bundle.shapes import File, ReaderFinding

@final
class Finding:
    """One thing that is wrong with a bundle, where, and what to do about it. Immutable, hashable, can be pickled.

    Lines and columns count from 1, columns and lengths in characters. The four parts of the place are None
    for what has no place, such as a file that is absent.
    """

    def __new__(
        cls,
        code: str,
        file: str | None,
        line: int | None,
        column: int | None,
        length: int | None,
        message: str,
        help: str | None = None,  # noqa: A002
    ) -> Finding: ...
    @property
    def code(self) -> str: ...
    @property
    def severity(self) -> Literal["error", "warning"]: ...
    @property
    def file(self) -> str | None: ...
    @property
    def line(self) -> int | None: ...
    @property
    def column(self) -> int | None: ...
    @property
    def length(self) -> int | None: ...
    @property
    def message(self) -> str: ...
    @property
    def help(self) -> str | None: ...

@final
class Reason:
    """A reason code of a decision."""

    @property
    def code(self) -> str: ...
    def text(self, lang: str = ...) -> str:
        """The text in this language, or in the first language of `reasons.csv` that has one."""

@final
class Decision:
    """What the bundle decided about one applicant. Immutable."""

    @property
    def outcome(self) -> Literal["approve", "refer", "decline"]: ...
    @property
    def outputs(self) -> Mapping[str, object]: ...
    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of the final outcome, in the order of the flow."""
    @property
    def hits(self) -> tuple[Reason, ...]:
        """All that hit, whatever they asked for."""
    @property
    def version(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def as_of(self) -> date | None: ...
    def __getitem__(self, output: str, /) -> object: ...

@final
class Explanation:
    """A decision with everything that led to it."""

    @property
    def decision(self) -> Decision: ...
    @property
    def tree(self) -> dict[str, Any]:
        """Nested: `label`, `kind`, `result`, `values` (name to text), `place` (`bundle.yaml:12:5`), `note`, `children`.

        `result`, `place` and `note` may be None.
        """

@final
class Engine:
    """A compiled bundle. Immutable, and safe to share between threads."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def language(self) -> int: ...
    @property
    def output_names(self) -> tuple[str, ...]: ...
    @property
    def fact_names(self) -> tuple[str, ...]: ...
    def decide(
        self,
        facts: Mapping[str, object],
        /,
        *,
        as_of: date | None = None,
        unknown: Literal["error", "ignore"] = "error",
        allow_expired: bool = False,
    ) -> Decision:
        """Decides about one applicant.

        Args:
            facts: the facts by name; a group (`bureau.score`) may be nested or dotted.
            as_of: the day for which dated parameters are read.
            unknown: what a key that is no fact means.
            allow_expired: whether a day outside the bundle's validity is allowed.

        Raises:
            FactsError: facts do not fit; the error lists all of them.
        """
    def explain(
        self,
        facts: Mapping[str, object],
        /,
        *,
        as_of: date | None = None,
        unknown: Literal["error", "ignore"] = "error",
        allow_expired: bool = False,
    ) -> Explanation:
        """Decides as `decide` does, and tells every stage, rule, bin and cap, with the values that it saw."""
    def facts_from_text(self, cells: Mapping[str, str], /) -> dict[str, object]:
        """Types the text of cells as the bundle declares its facts.

        An empty cell and `null` mean a missing fact, `missing(cause)` one with a cause. A text may stand in double
        quotes, a list is written `[a, b]`, and a group may be missing as a whole.

        Raises:
            FactsError: cells that are not of their fact's type, all of them.
        """

def compile(  # noqa: A001
    files: Sequence[File], findings: Sequence[ReaderFinding]
) -> tuple[Engine | None, list[Finding]]: ...
def render(findings: Sequence[Finding], files: Sequence[File], colour: bool) -> str: ...
def render_json(findings: Sequence[Finding], files: Sequence[File]) -> str: ...
def explain_code(id: str) -> str | None: ...  # noqa: A002
def codes() -> list[tuple[str, str, str]]: ...
