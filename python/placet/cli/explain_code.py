"""`placet explain-code`: what a finding's code means."""

import click

from placet import _native
from placet.cli import options
from placet.cli.console import line
from placet.cli.exact_json import dumps


@click.command("explain-code", short_help="Tell what a finding's code means.")
@click.argument("code", required=False)
@options.as_json
def explain_code(code: str | None, as_json: bool) -> None:
    """Tell what CODE (such as E0402) means and what to do; without CODE, list all codes."""
    if code is None:
        if as_json:
            rows = [
                {"code": known, "severity": severity, "title": title}
                for known, severity, title in _native.codes()
            ]
            line(dumps(rows))
            return
        for known, severity, title in _native.codes():
            line(f"{known}  {severity:7}  {title}")
        return
    text = _native.explain_code(code)
    if text is None:
        raise click.BadParameter(
            f"there is no code {code!r}; `placet explain-code` lists all", param_hint="CODE"
        )
    if as_json:
        known, severity, title = next(each for each in _native.codes() if each[0] == code.upper())
        explanation = text.partition("\n\n")[2]
        line(dumps({"code": known, "severity": severity, "title": title, "explanation": explanation}))
        return
    line(text)
