"""The command and its verbs."""

import click

from placet.cli.card import card
from placet.cli.check import check
from placet.cli.decide import decide
from placet.cli.explain import explain
from placet.cli.explain_code import explain_code
from placet.cli.export import export
from placet.cli.feel import feel
from placet.cli.fmt import fmt
from placet.cli.import_card import import_card
from placet.cli.init import init
from placet.cli.pack import pack
from placet.cli.schema import schema
from placet.cli.store import store
from placet.cli.test import test
from placet.cli.unpack import unpack


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="placet")
def app() -> None:
    """Check, test, run and release a bundle of credit rules: a folder of YAML and CSV files.

    \b
    Exit codes:
      0  all is well
      1  the bundle has errors, a test case failed, or facts are bad
      2  the command was used wrongly, or a file cannot be read

    Colour is used on a terminal, unless NO_COLOR is set.
    """  # noqa: D301  # \b keeps click from wrapping the list


for verb in (
    init,
    import_card,
    card,
    check,
    fmt,
    test,
    decide,
    explain,
    explain_code,
    feel,
    schema,
    export,
    pack,
    unpack,
    store,
):
    app.add_command(verb)
