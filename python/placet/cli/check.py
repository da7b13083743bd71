"""`placet check`: everything that is wrong with a bundle."""

from pathlib import Path

import click

from placet import _native
from placet.cli import options
from placet.cli.console import fail, line, out, show_findings


@click.command(short_help="Find everything that is wrong with a bundle.")
@options.bundle
@options.as_json
def check(bundle: Path, as_json: bool) -> None:
    """Find everything that is wrong with BUNDLE, a folder or a packed file: rules, tables, texts and test cases.

    Exit code 0 if it loads (there may be warnings), 1 if it has errors.
    """
    files, engine, findings, _ = options.inspected(bundle)
    if as_json:
        line(_native.render_json(findings, files).rstrip())
    elif findings:
        show_findings(findings, files, to=out)
    elif engine is not None:
        out.print(f"[green]✓[/green] {engine.name} {engine.version} has no findings", soft_wrap=True)
    if engine is None or any(finding.severity == "error" for finding in findings):
        fail()
