"""`placet test`: the bundle's own cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.table import Table

from placet.bundle import inspect_folder
from placet.bundle.cases import TESTS, Case
from placet.bundle.expect import Difference, differences
from placet.cli import options
from placet.cli.console import fail, line, out, show_findings
from placet.cli.exact_json import dumps
from placet.errors import FactsError

if TYPE_CHECKING:
    from placet._native import Engine


@click.command(short_help="Run the bundle's own test cases.")
@options.folder
@options.as_json
def test(folder: Path, as_json: bool) -> None:
    """Run the cases in tests.csv, each a change of the applicant in typical.yaml, and show what is not as expected.

    Exit code 0 if all pass, 1 if one fails or cannot be read.
    """
    files, engine, findings, cases = inspect_folder(folder)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        show_findings(errors, files)
    if engine is None:
        fail()
    failed = [(case, found) for case in cases if (found := run(engine, case))]
    if as_json:
        line(dumps(_as_object(cases, failed)))
    else:
        _show(cases, failed)
    if failed or errors:
        fail()


def run(engine: Engine, case: Case) -> list[Difference]:
    """What is not as the case expects; nothing where it passes."""
    try:
        decision = engine.decide(engine.facts_from_text(case.facts), as_of=case.as_of)
    except FactsError as error:
        return [Difference("facts", "good facts", str(error))]
    return list(differences(case, decision))


Failed = list[tuple[Case, list[Difference]]]


def _as_object(cases: list[Case], failed: Failed) -> object:
    found = [
        {
            "case": case.name,
            "file": TESTS,
            "line": case.line,
            "differences": [each._asdict() for each in found],
        }
        for case, found in failed
    ]
    return {"passed": len(cases) - len(failed), "failed": found}


def _show(cases: list[Case], failed: Failed) -> None:
    if failed:
        table = Table("case", "", "expected", "got")
        for case, found in failed:
            for number, each in enumerate(found):
                name = "" if number else f"{escape(case.name)} [dim]{TESTS}:{case.line}[/dim]"
                table.add_row(
                    name,
                    escape(each.what),
                    f"[green]{escape(each.expected)}[/]",
                    f"[red]{escape(each.got)}[/]",
                )
            table.add_section()
        out.print(table)
    if not cases:
        out.print(f"there are no cases: write some in {TESTS}")
        return
    passed = len(cases) - len(failed)
    out.print(f"[{'red' if failed else 'green'}]{passed} passed, {len(failed)} failed[/]")
