"""`placet init`: a small working bundle to begin with."""

from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree
from string import Template

import click

from placet.cli import schema
from placet.cli.console import out

_NAME = "bundle.yaml"


@click.command(short_help="Write a small working bundle to begin with.")
@click.argument("name")
def init(name: str) -> None:
    """Write a small working bundle into the new folder NAME.

    It has facts, a rule, a scorecard, bands, a limit, a price, and test cases.
    """
    folder = Path(name)
    bundle = folder.name
    if not bundle or not all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in bundle):
        raise click.BadParameter("a bundle's name holds letters, digits, `_` and `-`", param_hint="NAME")
    if folder.exists():
        raise click.UsageError(f"{folder} exists already; nothing was written")
    with as_file(files("placet.cli") / "template") as template:
        copytree(template, folder)
    described = folder / _NAME
    described.write_text(
        Template(described.read_text("utf-8")).substitute(name=bundle), "utf-8", newline="\n"
    )
    # Renewed by `placet schema -o`; the first line of bundle.yaml tells an editor of it.
    (folder / schema.NAME).write_text(schema.written(), "utf-8", newline="\n")
    out.print(f"wrote {folder}{'/' if folder.name else ''}", soft_wrap=True, markup=False)
    out.print(
        f"next: placet check {folder} · placet test {folder} · placet explain {folder} {folder}/applicant.json",
        soft_wrap=True,
        markup=False,
    )
