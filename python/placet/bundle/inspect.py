"""All that there is to say about a folder: its findings, the engine if it compiles, and its own test cases."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from placet import _native
from placet.bundle import bounds
from placet.bundle.cases import TESTS, Case, read_cases, typical_places
from placet.bundle.compiled import compile_files
from placet.bundle.folder import read_folder
from placet.bundle.shapes import File, ReaderFinding
from placet.errors import FactsError

if TYPE_CHECKING:
    from placet._native import Engine, Finding
    from placet.errors import Problem


class Inspection(NamedTuple):
    """What a folder holds. `engine` is None where an error stands in the way of compiling; a bad test case is none."""

    files: list[File]
    engine: Engine | None
    findings: list[Finding]
    cases: list[Case]
    """Those that can be run; of a bundle that does not compile, those that can be read."""


def inspect_folder(folder: str | os.PathLike[str]) -> Inspection:
    """Reads and compiles a folder and reads its test cases, and collects everything that is wrong."""
    return inspect_files(*read_folder(folder))


def inspect_files(files: list[File], reader_findings: list[ReaderFinding]) -> Inspection:
    """The same for files that are read already."""
    engine, findings = compile_files(files, reader_findings)
    cases, bad = read_cases(files, None if engine is None else engine.output_names)
    if engine is not None:
        cases, worse = _decidable(engine, files, cases)
        bad += worse
    return Inspection(files, engine, findings + [_finding(files, each) for each in bad], cases)


def _decidable(
    engine: Engine, files: list[File], cases: list[Case]
) -> tuple[list[Case], list[ReaderFinding]]:
    """The cases whose facts fit the bundle, and what is wrong with the others."""
    tests = next((number for number, file in enumerate(files) if file[0] == TESTS), None)
    typical = typical_places(files)
    good: list[Case] = []
    bad: dict[ReaderFinding, None] = {}  # a bad fact of the typical applicant is told once, not by every case
    for case in cases:
        try:
            engine.decide(engine.facts_from_text(case.facts), as_of=case.as_of)
        except FactsError as error:
            bad |= dict.fromkeys(_bad_fact(problem, case, typical, tests) for problem in error.problems)
        except ValueError as error:
            message = str(error).replace("; allow_expired decides all the same", "")
            help_text = "write a day in the column `as_of`"
            bad[ReaderFinding("E0701", tests, *(case.place or (1, 1, 1)), message, help_text)] = None
        else:
            good.append(case)
    return good, list(bad)[: bounds.FINDINGS_A_FILE]


def _bad_fact(
    problem: Problem, case: Case, typical: dict[str, ReaderFinding], tests: int | None
) -> ReaderFinding:
    """A finding where the fact is written: in the case, in the typical applicant, or in neither."""
    name = problem["name"]
    # A group that is missing as a whole is wrong for each of its facts.
    place = next(
        (place for changed, place in case.changes.items() if f"{name}.".startswith(f"{changed}.")), None
    )
    if place is None and name in typical:
        return typical[name]._replace(message=problem["message"])
    return ReaderFinding("E0701", tests, *(place or case.place or (1, 1, 1)), problem["message"], "")


def _finding(files: list[File], bad: ReaderFinding) -> Finding:
    name = files[bad.file][0] if bad.file is not None else None
    return _native.Finding(bad.code, name, bad.line, bad.column, bad.length, bad.message, bad.help or None)
