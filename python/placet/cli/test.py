"""`placet test`: the bundle's own cases."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from placet import _native
from placet.bundle.cases import TESTS, Case
from placet.bundle.expect import Difference, differences
from placet.cli import options
from placet.cli.console import fail, line, out, show_findings
from placet.cli.exact_json import dumps

if TYPE_CHECKING:
    from placet._native import Engine


@click.command(short_help="Run the bundle's own test cases.")
@options.bundle
@options.as_json
def test(bundle: Path, as_json: bool) -> None:
    """Run the cases in tests.csv, each a change of the applicant in typical.yaml, and show what is not as expected.

    Exit code 0 if all pass, 1 if one fails or cannot be read.
    """
    files, engine, findings, cases = options.inspected(bundle)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors and not (as_json and engine is not None):
        show_findings(errors, files)
    if engine is None:
        fail()
    failed = [(case, found) for case in cases if (found := run(engine, case))]
    if as_json:
        # What cannot be read is told in the form of `placet check --json`.
        unread = _native.render_json(errors, files).replace("\n", "")
        line(dumps(_as_object(cases, failed))[:-1] + f', "findings": {unread}}}')
    else:
        _show(cases, failed, errors=len(errors))
    if failed or errors:
        fail()


def run(engine: Engine, case: Case) -> list[Difference]:
    """What is not as the case expects; nothing where it passes."""
    decision = engine.decide(engine.facts_from_text(case.facts), as_of=case.as_of)
    return list(differences(case, decision))


def passed(bundle: Path) -> Engine:
    """The engine of a bundle without an error whose cases all pass; shows what does not and ends with 1 otherwise."""
    files, engine, findings, cases = options.inspected(bundle)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        show_findings(errors, files)
    if engine is None:
        fail()
    failed = [(case, found) for case in cases if (found := run(engine, case))]
    if failed or errors:
        _show(cases, failed, errors=len(errors))
        fail()
    return engine


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


def _show(cases: list[Case], failed: Failed, *, errors: int) -> None:
    for case, found in failed:
        out.print(f"[bold red]✗[/] [bold]{escape(case.name)}[/]  [dim]{TESTS}:{case.line}[/]", soft_wrap=True)
        table = Table(
            "", "expected", "got", box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0)
        )
        for each in found:
            table.add_row(
                escape(each.what), f"[green]{escape(each.expected)}[/]", f"[red]{escape(each.got)}[/]"
            )
        out.print(Padding(table, (0, 0, 0, 2)))
    if not cases and not errors:
        out.print(f"there are no cases: write some in {TESTS}")
        return
    passed = len(cases) - len(failed)
    colour = "red" if failed or errors else "green"
    wrong = f", {errors} error{'s' if errors > 1 else ''}" if errors else ""
    out.print(f"[{colour}]{passed} passed, {len(failed)} failed{wrong}[/]")
