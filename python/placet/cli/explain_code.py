"""`placet explain-code`: what a finding's code means."""

import click

from placet import _native
from placet.cli.console import line


@click.command("explain-code", short_help="Tell what a finding's code means.")
@click.argument("code", required=False)
def explain_code(code: str | None) -> None:
    """Tell what CODE (such as E0402) means and what to do; without CODE, list all codes."""
    if code is None:
        for known, severity, title in _native.codes():
            line(f"{known}  {severity:7}  {title}")
        return
    text = _native.explain_code(code)
    if text is None:
        raise click.BadParameter(
            f"there is no code {code!r}; `placet explain-code` lists all", param_hint="CODE"
        )
    line(text)
