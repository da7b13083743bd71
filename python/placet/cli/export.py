"""`placet export`: a bundle's scorecard in another form."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from placet.cli import options
from placet.cli.console import err, fail, line, show_findings


@click.command(short_help="Write a bundle's scorecard as PMML.")
@click.argument("form", metavar="FORMAT", type=click.Choice(["pmml"]))
@options.bundle
@click.option(
    "-o", "--output", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option("--stage", help="Which scorecard, where the bundle has several.")
def export(form: str, bundle: Path, output: Path, stage: str | None) -> None:
    """Write the scorecard of BUNDLE as FORMAT, which is pmml: what PMML 4.4 can say, and an error for what it cannot.

    Rules, bands, limits and prices are no part of a scorecard and are not written.
    """
    from placet.importers.model import CardImportError
    from placet.importers.pmml.export import export_pmml

    files, engine, findings, _ = options.inspected(bundle)
    if engine is None:
        show_findings(findings, files)
        fail()
    try:
        exported = export_pmml(files, engine.name, stage)
    except CardImportError as fault:
        err.print(Text.assemble(("error: ", "bold red"), str(fault)), soft_wrap=True)
        fail()
    try:
        output.write_text(exported.xml, "utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from None
    for note in exported.notes:
        err.print(Text.assemble(("warning: ", "bold yellow"), note), soft_wrap=True)
    line(f"wrote {output}")
