"""From a folder to an engine, or to all that is wrong with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from placet import _native
from placet.errors import BundleError

if TYPE_CHECKING:
    from placet._native import Engine, Finding


def load(folder: str | os.PathLike[str]) -> Engine:
    """Reads, checks and compiles a bundle.

    >>> engine = placet.load("rules/reference")
    >>> engine.name, engine.version, engine.output_names
    ('reference', '1.0.0', ('score', 'grade', 'limit', 'apr', 'binding'))

    Args:
        folder: the folder that holds `bundle.yaml`.

    Returns:
        An engine, immutable and safe to share between threads.

    Raises:
        BundleError: the bundle does not load; the error lists everything that stands in the way.
    """
    from placet.bundle import CASE_FILES, read_folder  # YAML is loaded only by those who read a folder

    files, reader_findings = read_folder(folder)
    # A fault in the bundle's own cases is `check`'s to tell; it must not keep a service from starting.
    cases = {number for number, (name, _, _) in enumerate(files) if name in CASE_FILES}
    reader_findings = [finding for finding in reader_findings if finding.file not in cases]
    engine, findings = _native.compile(files, reader_findings)
    if engine is None:
        raise BundleError(_native.render(findings, files, colour=False), findings)
    return engine


def check(folder: str | os.PathLike[str]) -> list[Finding]:
    """Everything that there is to say about a bundle and its own test cases, by file, line and column.

    >>> placet.check("rules/reference")
    []

    Args:
        folder: the folder that holds `bundle.yaml`.

    Returns:
        The findings, errors and warnings; empty for a bundle that could not be better.
    """
    from placet.bundle import inspect_folder

    return inspect_folder(folder).findings
