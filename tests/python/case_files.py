"""Reads the cases of `tests/cases`: small bundles as data, each with what must come of it.

The form is described in `tests/cases/README.md`. Nothing here knows the engine: a test imports `load_cases` and
decides what to do.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CASES = Path(__file__).resolve().parents[1] / "cases"
TABLES = {"facts": "facts.csv", "parameters": "parameters.csv", "texts": "reasons.csv"}
ROW_KEYS = {"given", "without", "as_of", "outcome", "reasons", "hits", "outputs", "bad_facts"}
CASE_KEYS = {"why", "source", "head", "flow", "tail", *TABLES, "files", "findings", "rows", *ROW_KEYS}
DEFAULT_KEYS = {"head", "flow", "tail", *TABLES, "files", "given"}
CHECKED = ("outcome", "reasons", "hits", "outputs", "bad_facts")
FINDING = re.compile(r"([EW]\d{4})(?: ([^:\s]+)(?::(\d+)(?::(\d+))?)?)?")


@dataclass(frozen=True)
class Null:
    """A null that is given, or expected."""


@dataclass(frozen=True)
class Missing:
    """A missing value with its cause."""

    cause: str


@dataclass(frozen=True)
class DecimalText:
    """A decimal that is given by its text, so that its scale, NaN and infinity can be said."""

    text: str


@dataclass(frozen=True)
class ExpectedFinding:
    """A code and, as far as it matters, its place."""

    code: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    def fits(self, code: str, file: str | None, line: int | None, column: int | None) -> bool:
        """Whether a finding is the one that is meant."""
        return self.code == code and all(
            mine is None or mine == theirs
            for mine, theirs in ((self.file, file), (self.line, line), (self.column, column))
        )

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{self.code} {place}".strip()


@dataclass(frozen=True)
class Row:
    """One applicant, and what must be decided."""

    given: dict[str, Any]
    as_of: Any = None
    expected: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One bundle, the applicants for it, and the findings of its load."""

    id: str
    why: str
    place: str
    source: str | None
    files: dict[str, str]
    findings: list[ExpectedFinding]
    rows: list[Row]


def load_cases(path: str | Path) -> list[Case]:
    """The cases of one TOML file, in its order."""
    path = Path(path)
    text = path.read_text(encoding="utf-8")
    document = tomllib.loads(text)
    known(document, {"defaults", "case"}, str(path))
    defaults = document.get("defaults", {})
    known(defaults, DEFAULT_KEYS, f"{path}: [defaults]")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[case]]"]
    if len(lines) != len(document.get("case", [])):
        raise ValueError(f"{path}: each case must begin with a line `[[case]]`, and no text may hold one")
    return [
        read_case(
            case,
            defaults,
            f"{path.relative_to(CASES).with_suffix('') if path.is_relative_to(CASES) else path.stem}:{line}",
            f"{path}:{line}",
        )
        for case, line in zip(document["case"], lines, strict=True)
    ]


def all_cases(folder: str | Path = CASES) -> list[Case]:
    """The cases of all files of a folder and its folders."""
    return [case for path in sorted(Path(folder).rglob("*.toml")) for case in load_cases(path)]


def read_case(case: dict[str, Any], defaults: dict[str, Any], name: str, place: str) -> Case:
    known(case, CASE_KEYS, place)
    if not case.get("why"):
        raise ValueError(f"{place}: a case says why")
    findings = [read_finding(finding, place) for finding in case.get("findings", [])]
    base = {**defaults.get("given", {}), **case.get("given", {})}
    own = {key: case[key] for key in CHECKED if key in case}
    rows = (
        [Row(facts(base, {}, case.get("without", [])), case.get("as_of"), expectations(own))] if own else []
    )
    for row in case.get("rows", []):
        known(row, ROW_KEYS, f"{place}: rows")
        expected = expectations({key: row[key] for key in CHECKED if key in row})
        if not expected:
            raise ValueError(f"{place}: a row expects something")
        without = [*case.get("without", []), *row.get("without", [])]
        rows.append(
            Row(facts(base, row.get("given", {}), without), row.get("as_of", case.get("as_of")), expected)
        )
    if not findings and not rows:
        raise ValueError(f"{place}: a case expects something")
    if rows and any(finding.code.startswith("E") for finding in findings):
        raise ValueError(f"{place}: a bundle with errors decides nothing")
    return Case(
        name, case["why"], place, case.get("source"), read_files(case, defaults, place), findings, rows
    )


def read_files(case: dict[str, Any], defaults: dict[str, Any], place: str) -> dict[str, str]:
    """The bundle's files by name."""
    part = {**defaults, **case}
    files = {"bundle.yaml": "".join(part.get(name, "") for name in ("head", "flow", "tail"))}
    files |= {file: part.get(name, "") for name, file in TABLES.items()}
    files |= defaults.get("files", {}) | case.get("files", {})
    if texts := [name for name, text in files.items() if not isinstance(text, str)]:
        raise ValueError(f"{place}: no texts: {', '.join(texts)}")
    return {name: text for name, text in files.items() if text}


def facts(base: dict[str, Any], own: dict[str, Any], without: list[str]) -> dict[str, Any]:
    """What the host gives. A row's own facts stand even where the case leaves the default out."""
    return {
        name: value(item)
        for name, item in {**{k: v for k, v in base.items() if k not in without}, **own}.items()
    }


def expectations(own: dict[str, Any]) -> dict[str, Any]:
    if "outputs" in own:
        own = {**own, "outputs": {name: value(item) for name, item in own["outputs"].items()}}
    return own


def value(item: Any) -> Any:
    """A TOML value, with the three one-key tables that say what TOML cannot; any other table is a group of facts."""
    match item:
        case {"null": True, **rest} if not rest:
            return Null()
        case {"missing": str(cause), **rest} if not rest:
            return Missing(cause)
        case {"decimal": str(text), **rest} if not rest:
            return DecimalText(text)
        case dict():
            return {name: value(part) for name, part in item.items()}
        case list():
            return [value(part) for part in item]
    return item


def read_finding(text: str, place: str) -> ExpectedFinding:
    match = FINDING.fullmatch(text)
    if not match:
        raise ValueError(f"{place}: a finding is a code and a place, not {text!r}")
    code, file, line, column = match.groups()
    return ExpectedFinding(code, file, int(line) if line else None, int(column) if column else None)


def known(table: dict[str, Any], keys: set[str], place: str) -> None:
    """A misspelt key would silently check nothing."""
    if unknown := sorted(set(table) - keys):
        raise ValueError(f"{place}: no such key: {', '.join(unknown)}")
