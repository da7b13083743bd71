"""`placet check`: everything that is wrong with a bundle."""

from pathlib import Path

import click

from placet.bundle import inspect_folder
from placet.cli import options
from placet.cli.console import err, fail, findings_as_json, line, out, show_findings


@click.command(short_help="Find everything that is wrong with a bundle.")
@options.folder
@options.as_json
def check(folder: Path, as_json: bool) -> None:
    """Find everything that is wrong with the bundle in DIR: its rules, tables, texts and test cases.

    Exit code 0 if it loads (there may be warnings), 1 if it has errors.
    """
    files, engine, findings, _ = inspect_folder(folder)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        line(findings_as_json(findings))
    else:
        show_findings(findings, files)
        warnings = len(findings) - errors
        if engine is not None and not findings:
            out.print(f"[green]✓[/green] {engine.name} {engine.version} is fine", soft_wrap=True)
        else:
            err.print(f"{_count(errors, 'error')}, {_count(warnings, 'warning')}")
    if errors or engine is None:
        fail()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
