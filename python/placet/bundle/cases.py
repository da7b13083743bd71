"""A bundle's own test cases.

`typical.yaml` holds one complete applicant, `tests.csv` what differs from it and what is expected of the decision.
Facts stay text as everywhere in a bundle; the engine types them.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from placet.bundle import bounds
from placet.bundle.cells import CellPlace, place_of_cell
from placet.bundle.shapes import File, Map, ReaderFinding, Sheet, Tree

TYPICAL, TESTS = "typical.yaml", "tests.csv"
CASE_FILES = frozenset((TYPICAL, TESTS))
"""The files that hold no more than the bundle's own cases: they decide nothing."""
_OUTCOMES = ("approve", "refer", "decline")
_FIXED = ("case", "given", "as_of", "outcome", "reasons")


def without_cases(files: list[File], findings: list[ReaderFinding]) -> list[ReaderFinding]:
    """The findings that keep a bundle from deciding: a fault in its own cases is only `check`'s to tell."""
    cases = {number for number, (name, _, _) in enumerate(files) if name in CASE_FILES}
    return [finding for finding in findings if finding.file not in cases]


@dataclass(frozen=True)
class Case:
    """One case: whole facts, and what is expected of the decision."""

    name: str
    line: int
    facts: dict[str, str]
    """Every fact as a cell's text, by its dotted name."""
    as_of: date | None = None
    outcome: str | None = None
    """None where it is not checked, as for the reasons."""
    reasons: tuple[str, ...] | None = None
    outputs: dict[str, str] = field(default_factory=dict)
    """The expected text of each output that is checked."""
    place: CellPlace | None = None
    """The case's own cell, and below where each change of a fact is written."""
    changes: dict[str, CellPlace] = field(default_factory=dict)


def read_cases(
    files: list[File], output_names: Collection[str] | None = None
) -> tuple[list[Case], list[ReaderFinding]]:
    """The cases of a bundle, and what is wrong with those that cannot be read.

    Args:
        files: the bundle's files, as `read_folder` gives them.
        output_names: the bundle's outputs, if they are known: a column that names none of them is then a finding.
    """
    by_name = {name: (number, text, content) for number, (name, text, content) in enumerate(files)}
    if TESTS not in by_name:
        return [], []
    number, text, content = by_name[TESTS]
    if content is None or content[0] != "t":
        return [], []  # the reader has said what is wrong
    typical: dict[str, str] = {}
    findings: list[ReaderFinding] = []
    if TYPICAL in by_name:
        typical_number, _, tree = by_name[TYPICAL]
        if tree is None or tree[0] == "t":
            return [], []
        typical = dict(facts_of(tree, "", typical_number, findings))
    reader = _Reader(number, text.split("\n"), content, typical, findings)
    return list(reader.cases(output_names)), findings


def facts_of(tree: Tree, prefix: str, file: int, findings: list[ReaderFinding]) -> Iterator[tuple[str, str]]:
    """The facts of a map and of the groups in it; the reader has bounded how deep they go."""
    if tree[0] != "m":
        message = "the typical applicant is a map of facts and of groups of facts"
        findings.append(ReaderFinding("E0701", file, *_place(tree), message, "write `name: value`"))
        return
    for key, value in tree[1]:
        name = prefix + key[1]
        if value[0] == "m":
            yield from facts_of(value, name + ".", file, findings)
        elif value[0] == "s":
            yield name, value[1]
        elif all(item[0] == "s" for item in value[1]):
            yield name, "[" + ", ".join(item[1] for item in value[1]) + "]"
        else:
            message = f"the list `{name}` holds more than plain values"
            findings.append(ReaderFinding("E0701", file, *_place(value), message, "write `[a, b, c]`"))


def _place(tree: Tree) -> tuple[int, int, int]:
    return tree[2], tree[3], tree[4]


def typical_places(files: list[File]) -> dict[str, ReaderFinding]:
    """Where the typical applicant's facts are written, as findings that lack only their message."""
    for number, (name, _, tree) in enumerate(files):
        if name == TYPICAL and tree is not None and tree[0] == "m":
            return dict(_written(tree, "", number))
    return {}


def _written(tree: Map, prefix: str, file: int) -> Iterator[tuple[str, ReaderFinding]]:
    for key, value in tree[1]:
        yield prefix + key[1], ReaderFinding("E0701", file, *_place(value), "", "")
        if value[0] == "m":
            yield from _written(value, f"{prefix}{key[1]}.", file)


class _Reader:
    def __init__(
        self,
        file: int,
        lines: list[str],
        sheet: Sheet,
        typical: dict[str, str],
        findings: list[ReaderFinding],
    ) -> None:
        self.file = file
        self.lines = lines
        self.header, self.columns, self.rows, self.separator = sheet[1:]
        self.typical = typical
        self.findings = findings

    def cases(self, output_names: Collection[str] | None) -> Iterator[Case]:
        if not self.check_header(output_names):
            return
        if len(self.rows) > bounds.CASES:
            self.findings.append(
                ReaderFinding("E0108", self.file, 1, 1, 1, f"there are more than {bounds.CASES:,} cases", "")
            )
            return
        outputs = [(number, name) for number, name in enumerate(self.header) if name not in _FIXED]
        for row, line in enumerate(self.rows):
            before = len(self.findings)
            if before >= bounds.FINDINGS_A_FILE:
                return
            facts, changes = self.facts(row)
            case = Case(
                name=self.cell(row, "case"),
                line=line,
                facts=facts,
                as_of=self.as_of(row),
                outcome=self.outcome(row),
                reasons=self.reasons(row),
                outputs={
                    name: self.columns[number][row] for number, name in outputs if self.columns[number][row]
                },
                place=self.place(row, "case"),
                changes=changes,
            )
            if len(self.findings) == before:
                yield case

    def check_header(self, output_names: Collection[str] | None) -> bool:
        line = self.header_line()
        for name in ("case", "given"):
            if name not in self.header:
                self.refuse(
                    CellPlace(line, 1, 1),
                    f"the column `{name}` is missing",
                    "columns: " + ", ".join(_FIXED) + ", then outputs by name",
                )
                return False
        known = output_names if output_names is not None else self.header
        for number, name in enumerate(self.header):
            if name not in _FIXED and name not in known:
                place = place_of_cell(self.lines, line, number, self.separator)
                self.refuse(place, f"the column `{name}` names no output", "outputs: " + ", ".join(known))
        return True

    def header_line(self) -> int:
        """A sheet has no line for its header: it is the first that is not blank and not Excel's `sep=`."""
        lines = enumerate(self.lines, 1)
        return next((line for line, text in lines if text.strip() and not text.startswith("sep=")), 1)

    def cell(self, row: int, name: str) -> str:
        return self.columns[self.header.index(name)][row] if name in self.header else ""

    def place(self, row: int, name: str) -> CellPlace:
        return place_of_cell(self.lines, self.rows[row], self.header.index(name), self.separator)

    def facts(self, row: int) -> tuple[dict[str, str], dict[str, CellPlace]]:
        """The typical applicant as this case changes it, and where each change is written."""
        facts = dict(self.typical)
        changes: dict[str, CellPlace] = {}
        for change in split_outside_quotes(self.cell(row, "given"), ";"):
            change = change.strip()
            name, equals, value = (part.strip() for part in change.partition("="))
            if not change:
                continue
            place = self.place(row, "given").part(change, self.lines)
            if not equals or not name or not value:
                self.refuse(
                    place,
                    f"`{change}` is no change of a fact",
                    "write `fact = value`, with `null` for a missing one",
                )
            elif name in changes:
                self.refuse(place, f"the fact `{name}` is changed twice", "remove one of the two")
            # A group that is given as a whole, as `bureau = missing(source_down)`, takes the place of its facts.
            for fact in [fact for fact in facts if fact.startswith(name + ".") and fact not in changes]:
                del facts[fact]
            facts[name] = value
            changes[name] = place
        return facts, changes

    def as_of(self, row: int) -> date | None:
        text = self.cell(row, "as_of")
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.refuse(self.place(row, "as_of"), f"`{text}` is no day", "write a day as `2026-11-24`")
            return None

    def outcome(self, row: int) -> str | None:
        text = self.cell(row, "outcome")
        if text and text not in _OUTCOMES:
            self.refuse(
                self.place(row, "outcome"), f"`{text}` is no outcome", "outcomes: " + ", ".join(_OUTCOMES)
            )
        return text or None

    def reasons(self, row: int) -> tuple[str, ...] | None:
        text = self.cell(row, "reasons")
        if not text:
            return None
        return () if text == "none" else tuple(text.split())

    def refuse(self, place: CellPlace, message: str, help_text: str) -> None:
        self.findings.append(ReaderFinding("E0701", self.file, *place, message, help_text))


def split_outside_quotes(text: str, separator: str) -> list[str]:
    """The parts of a text between separators; those within double quotes do not count."""
    parts = [""]
    for number, stretch in enumerate(text.split('"')):
        if number % 2:
            parts[-1] += f'"{stretch}"'
        else:
            first, *more = stretch.split(separator)
            parts[-1] += first
            parts += more
    return parts
