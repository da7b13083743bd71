"""`placet feel`: FEEL expressions one by one, or one given on the command line."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import click

from placet import feel as language
from placet.cli.console import err, fail, line
from placet.cli.exact_json import JsonError, dumps, loads
from placet.errors import ExhaustedError, ExpressionError

PROMPT = "feel> "
WELCOME = "FEEL: an expression and Enter; `name = expression` keeps a value; Ctrl-D ends."


@click.command("feel", short_help="Evaluate FEEL expressions.")
@click.option("-e", "--expression", help="One expression, instead of a prompt.")
@click.option(
    "--context",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with the names that expressions may use.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
def feel(expression: str | None, context: Path | None, as_json: bool) -> None:
    """Evaluate FEEL: an expression given by -e, each line of a pipe, or what is typed at a prompt.

    What is null says why, on standard error. Exit code 1 if an expression is no FEEL.
    """
    names = _names(context)
    if expression is not None:
        _end(_shown(expression, names, as_json))
    elif sys.stdin.isatty():
        _prompt(names, as_json)
    else:
        shown = [_entered(text.rstrip("\n"), names, as_json) for text in sys.stdin if text.strip()]
        _end(all(shown))


def _end(well: bool) -> None:
    if not well:
        fail()


def _names(context: Path | None) -> dict[str, object]:
    if context is None:
        return {}
    try:
        names = loads(context.read_text("utf-8"))
    except (JsonError, UnicodeDecodeError) as error:
        raise click.BadParameter(str(error), param_hint="--context") from None
    if not isinstance(names, dict):
        raise click.BadParameter("the file must hold a JSON object", param_hint="--context")
    return names


def _prompt(names: dict[str, object], as_json: bool) -> None:
    """Reads until the end of input; with history and completion on a terminal that can."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import FuzzyWordCompleter
    from prompt_toolkit.history import FileHistory

    file = Path(click.get_app_dir("placet")) / "feel_history"
    file.parent.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(history=FileHistory(str(file)))
    err.print(WELCOME, style="dim")
    while True:
        completer = FuzzyWordCompleter(sorted({*names, *language.functions()}))
        try:
            text = session.prompt(PROMPT, completer=completer, complete_while_typing=False)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if text.strip():
            _entered(text, names, as_json)


def _entered(text: str, names: dict[str, object], as_json: bool) -> bool:
    """A line at the prompt: an expression, or a name that is to hold its value."""
    name, equals, rest = text.partition("=")
    # `a = 1` is a comparison if `a` is known, and gives a name a value if it is not.
    if equals and name.strip().replace(" ", "").replace("_", "").isalnum() and name.strip() not in names:
        try:
            value = language.evaluate(rest, names)
        except ExpressionError:
            return _shown(text, names, as_json)
        names[" ".join(name.split())] = value
        line(written(value, as_json))
        return True
    return _shown(text, names, as_json)


def _shown(text: str, names: Mapping[str, object], as_json: bool) -> bool:
    try:
        members = _members(names)
        explained = language.compile(text, names, members=members).explain(names, now=datetime.now(UTC))
    except ExpressionError as error:
        err.print(f"[bold red]{error.problem}[/]" if err.is_terminal else error.problem, soft_wrap=True)
        first = text.split("\n")[error.line - 1]
        err.print("  " + first, markup=False, soft_wrap=True)
        err.print("  " + " " * (error.column - 1) + "^" * max(error.length, 1), markup=False, soft_wrap=True)
        if error.help:
            err.print(error.help, markup=False, soft_wrap=True)
        return False
    except ExhaustedError as error:
        err.print(str(error), markup=False, soft_wrap=True)
        return False
    line(written(explained.value, as_json))
    if explained.value is None:
        for note in explained.notes:
            err.print(f"null: {note.message}, in `{note.part}`", markup=False, soft_wrap=True, style="dim")
    return True


def _members(value: object) -> set[str]:
    """The keys within the values."""
    if isinstance(value, Mapping):
        return {*value, *(key for entry in value.values() for key in _members(entry))}
    if isinstance(value, list):
        return {key for entry in value for key in _members(entry)}
    return set()


def written(value: object, as_json: bool) -> str:
    """A value as FEEL writes it, or as JSON: what JSON has no type for is text."""
    return dumps(_plain(value)) if as_json else language.text(value)


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | Decimal() | str():
            return value
        case list():
            return [_plain(item) for item in value]
        case Mapping():
            return {name: _plain(item) for name, item in value.items()}
        case date() | time() | timedelta() | language.Months() | language.Range() | language.Function():
            return language.text(value)
    raise TypeError(f"no FEEL value: {value!r}")
