"""`placet schema`: what an editor must know of bundle.yaml."""

import json
from pathlib import Path

import click

from placet.bundle.schema import bundle_schema

NAME = "bundle.schema.json"
"""The file beside a bundle.yaml in which `placet init` keeps it."""


def written() -> str:
    """The schema as a file holds it."""
    return json.dumps(bundle_schema(), indent=1, ensure_ascii=False) + "\n"


@click.command(short_help="Print the JSON Schema of bundle.yaml, for editors.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it to FILE.",
)
def schema(output: Path | None) -> None:
    """Print the JSON Schema of bundle.yaml, with which an editor completes keys and shows mistakes.

    An editor with yaml-language-server (VS Code, Neovim, …) or of JetBrains finds it by the first line of bundle.yaml:

    \b
        # yaml-language-server: $schema=bundle.schema.json
    """  # noqa: D301  # \b keeps click from wrapping the line
    if output is None:
        click.echo(written(), nl=False)
        return
    try:
        output.write_text(written(), "utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written: {error.strerror}") from None
