"""What several verbs share: the bundle, the day, the language."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource
from rich.text import Text

from placet.bundle import read_folder
from placet.bundle.compiled import compile_files
from placet.cli import facts_files
from placet.cli.console import err, fail, show_findings
from placet.cli.exact_json import JsonError
from placet.errors import BundleError, FactsError
from placet.loading import load
from placet.release.contents import inspect

if TYPE_CHECKING:
    from placet._native import Engine
    from placet.bundle.inspect import Inspection

folder = click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
bundle = click.argument("bundle", metavar="BUNDLE", type=click.Path(exists=True, path_type=Path))
"""A folder, a packed file or a DMN model."""
lenient = click.option(
    "--lenient", is_flag=True, help="Load a DMN model as it is: an expression that is wrong is null."
)
facts = click.argument("facts", metavar="FACTS")
form = click.option(
    "--format",
    "form",
    type=click.Choice(facts_files.FORMATS),
    help="The form of FACTS, if its name does not say it.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
lang = click.option("--lang", default="en", show_default=True, help="The language of reason texts.")
unknown = click.option(
    "--unknown",
    type=click.Choice(["error", "ignore"]),
    default="error",
    show_default=True,
    help="What to do with a key that is no fact of the bundle.",
)


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return None if value is None else value.date()


as_of = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    metavar="YYYY-MM-DD",
    help="The day of the decision, for parameters with dates and the bundle's validity.",
)
allow_expired = click.option(
    "--allow-expired", is_flag=True, help="Decide also on a day on which the bundle is not valid."
)


def refuse(why: str, *names: str) -> None:
    """An option that would do nothing here is no option.

    Raises:
        click.UsageError: one of the options with these parameters' names was given.
    """
    context = click.get_current_context()
    for parameter in context.command.params:
        given = parameter.name in names and context.get_parameter_source(parameter.name)
        if given and given != ParameterSource.DEFAULT:
            raise click.UsageError(f"{parameter.opts[0]} {why}")


def compiled(bundle: Path) -> Engine:
    """The engine of a folder or a packed file; shows what is wrong and ends with 1 where there is none."""
    with packed_is_right():
        if bundle.is_file():
            return load(bundle)
    files, reader_findings = read_folder(bundle)
    engine, findings = compile_files(files, reader_findings)
    if engine is None:
        show_findings(findings, files)
        sys.exit(1)
    return engine


def inspected(bundle: Path) -> Inspection:
    """All that there is to say about a folder or a packed file."""
    with packed_is_right():
        return inspect(bundle)


@contextmanager
def packed_is_right() -> Iterator[None]:
    """A packed file that is broken or forged is told, and ends the command with 1."""
    try:
        yield
    except BundleError as error:
        err.print(Text.assemble(("error: ", "bold red"), str(error)), soft_wrap=True)
        fail()


@contextmanager
def day_is_right() -> Iterator[None]:
    """A day that is lacking, or on which the bundle is not valid, is a matter of how the command was called."""
    try:
        yield
    except (FactsError, JsonError):
        raise
    except ValueError as error:
        # The engine tells a host's programmer which argument to give; here it is an option.
        text = str(error).replace("allow_expired", "--allow-expired").replace("`as_of`", "--as-of YYYY-MM-DD")
        raise click.UsageError(text) from None
