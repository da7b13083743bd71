"""All that there is to say about a folder: its findings, the engine if it compiles, and its own test cases."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from placet import _native
from placet.bundle.cases import Case, read_cases
from placet.bundle.folder import read_folder
from placet.bundle.shapes import File, ReaderFinding

if TYPE_CHECKING:
    from placet._native import Engine, Finding


class Inspection(NamedTuple):
    """What a folder holds. `engine` is None where an error stands in the way of compiling; a bad test case is none."""

    files: list[File]
    engine: Engine | None
    findings: list[Finding]
    cases: list[Case]


def inspect_folder(folder: str | os.PathLike[str]) -> Inspection:
    """Reads and compiles a folder and reads its test cases, and collects everything that is wrong."""
    return inspect_files(*read_folder(folder))


def inspect_files(files: list[File], reader_findings: list[ReaderFinding]) -> Inspection:
    """The same for files that are read already."""
    engine, findings = _native.compile(files, reader_findings)
    names = (None, None) if engine is None else (engine.output_names, engine.fact_names)
    cases, bad_cases = read_cases(files, *names)
    return Inspection(files, engine, findings + [_finding(files, bad) for bad in bad_cases], cases)


def _finding(files: list[File], bad: ReaderFinding) -> Finding:
    name = files[bad.file][0] if bad.file is not None else None
    return _native.Finding(bad.code, name, bad.line, bad.column, bad.length, bad.message, bad.help)
