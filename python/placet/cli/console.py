"""Where output goes: what a verb was asked for to standard output, everything else to standard error."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from rich.console import Console
from rich.text import Text

from placet import _native
from placet._native import Finding
from placet.bundle.shapes import File

WIDTH = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
"""A file or a pipe has no width; this one keeps tables readable."""

out = Console(highlight=False, width=WIDTH)
"""Rich leaves colour away where there is no terminal, or where NO_COLOR is set."""

err = Console(highlight=False, stderr=True)


def show_findings(findings: Sequence[Finding], files: Sequence[File], *, to: Console = err) -> None:
    """The findings with their lines, as the engine draws them."""
    colour = to.is_terminal and not to.no_color
    to.file.write(_native.render(findings, files, colour))


def bad_facts(error: ValueError) -> None:
    """Facts that do not fit; the error may name several, each on its own line."""
    err.print(Text.assemble(("bad facts: ", "bold red"), str(error)), soft_wrap=True)


def line(text: str) -> None:
    """One line of data, as it is: no markup, no wrapping, no colour."""
    sys.stdout.write(text + "\n")


def fail() -> NoReturn:
    """Ends the command with 1: it worked, and the answer is no."""
    sys.exit(1)
