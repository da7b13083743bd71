"""`placet check`: everything that is wrong with a bundle."""

from pathlib import Path

import click

from placet import _native
from placet.cli import model, options
from placet.cli.console import fail, line, out, show_findings


@click.command(short_help="Find everything that is wrong with a bundle.")
@options.bundle
@options.as_json
@options.lenient
def check(bundle: Path, as_json: bool, lenient: bool) -> None:
    """Find everything that is wrong with BUNDLE, a folder, a packed file or a DMN model: rules, tables, texts, cases.

    Exit code 0 if it loads (there may be warnings), 1 if it has errors.
    """
    if model.is_model(bundle):
        model.check(bundle, as_json=as_json, lenient=lenient)
        return
    files, engine, findings, _ = options.inspected(bundle)
    if as_json:
        line(_native.render_json(findings, files).rstrip())
    elif findings:
        show_findings(findings, files, to=out)
    elif engine is not None:
        out.print(f"[green]✓[/green] {engine.name} {engine.version} has no findings", soft_wrap=True)
    if engine is None or any(finding.severity == "error" for finding in findings):
        fail()
