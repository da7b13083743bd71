"""Compiling, with findings in Excel sheets that name the cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from placet import _native
from placet.bundle.excel import cell_at, parts_of
from placet.bundle.shapes import File, ReaderFinding

if TYPE_CHECKING:
    from placet._native import Engine, Finding


def compile_files(
    files: Sequence[File], reader_findings: Sequence[ReaderFinding]
) -> tuple[Engine | None, list[Finding]]:
    """The engine of files that were read, or None, and all findings."""
    engine, findings = _native.compile(files, reader_findings)
    sheets = {name: text.split("\n") for name, text, _ in files if parts_of(name)}
    return engine, [_with_cell(found, sheets) for found in findings] if sheets else findings


def _with_cell(found: Finding, sheets: dict[str, list[str]]) -> Finding:
    lines = sheets.get(found.file or "")
    if lines is None or found.line is None or found.column is None or found.line > len(lines):
        return found
    cell = f"{cell_at(lines[found.line - 1], found.column)}{found.line}"
    message = f"{found.message} (cell {cell})"
    return _native.Finding(
        found.code, found.file, found.line, found.column, found.length, message, found.help
    )
