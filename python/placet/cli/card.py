"""`placet card`: the scorecards of a bundle, as a credit committee reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape
from rich.table import Table

from placet.cards import cards_of, measure
from placet.cards.files import MEASURES, as_csv, as_html, measures, write_xlsx
from placet.cli import facts_files, options
from placet.cli.console import bad_facts, fail, line, out, show_findings
from placet.cli.exact_json import JsonError
from placet.errors import FactsError

if TYPE_CHECKING:
    from placet._native import Engine
    from placet.cards import CardTable, Measured

_out = click.Path(dir_okay=False, path_type=Path)
_BAD = frozenset(("1", "true", "bad", "yes", "default"))
_GOOD = frozenset(("0", "false", "good", "no"))


@click.command(short_help="Show the scorecards of a bundle, with what they did on data.")
@options.bundle
@click.option(
    "--data", type=click.Path(exists=True, dir_okay=False), metavar="FILE", help="Applicants: .csv, .jsonl."
)
@click.option("--target", metavar="COLUMN", help="The column of FILE that says who turned out bad.")
@click.option("--bad", metavar="VALUE", help="The value of COLUMN that means bad; else 1, true, bad, yes.")
@click.option("--csv", "to_csv", type=_out, metavar="F", help="Write the card as CSV.")
@click.option(
    "--xlsx", "to_xlsx", type=_out, metavar="F", help="Write it as Excel; `placet import xlsx` takes it back."
)
@click.option("--html", "to_html", type=_out, metavar="F", help="Write it as a page.")
def card(
    bundle: Path,
    data: str | None,
    target: str | None,
    bad: str | None,
    to_csv: Path | None,
    to_xlsx: Path | None,
    to_html: Path | None,
) -> None:
    """Show the scorecards of BUNDLE: characteristic, bin and points, as they are computed with.

    With data and the outcome of each applicant also: how many lie in each bin, how many of them turned out bad, weight
    of evidence (ln of the goods' share over the bads': high is safe) and information value, by bin and in all.
    """
    files, engine, findings, _ = options.inspected(bundle)
    if engine is None:
        show_findings(findings, files)
        fail()
    found = cards_of(files)
    if not found:
        raise click.UsageError(f"{bundle} has no scorecard")
    if (data is None) != (target is None):
        raise click.UsageError("--data and --target go together")
    applicants = None if data is None or target is None else list(_applicants(engine, data, target, bad))
    try:
        measured = [None if applicants is None else measure(engine, each, applicants) for each in found]
    except FactsError as error:
        bad_facts(error)
        fail()
    cards: list[tuple[CardTable, Sequence[Measured] | None]] = list(zip(found, measured, strict=True))
    _write(engine, files, cards, to_csv, to_xlsx, to_html)
    if not (to_csv or to_xlsx or to_html):
        for each, numbers in cards:
            _show(each, numbers)


def _applicants(
    engine: Engine, data: str, target: str, bad: str | None
) -> Iterator[tuple[Mapping[str, object], bool]]:
    for row in facts_files.read(data, None, engine).rows:
        try:
            facts = dict(row.facts())
        except (JsonError, FactsError) as error:
            bad_facts(error)
            fail()
        if target not in facts:
            raise click.UsageError(f"{data} has no column `{target}`")
        yield facts, _is_bad(facts[target], target, bad)


def _is_bad(value: object, target: str, bad: str | None) -> bool:
    text = str(value).strip().lower()
    if bad is not None:
        return text == bad.strip().lower()
    if text not in _BAD | _GOOD:
        raise click.UsageError(
            f"`{value}` in `{target}` is neither good nor bad; say with --bad which value means bad"
        )
    return text in _BAD


def _write(
    engine: Engine,
    files: Sequence[tuple[str, str, object]],
    cards: list[tuple[CardTable, Sequence[Measured] | None]],
    to_csv: Path | None,
    to_xlsx: Path | None,
    to_html: Path | None,
) -> None:
    try:
        if to_csv is not None:
            if len(cards) > 1:
                raise click.UsageError(
                    "the bundle has several scorecards, and a CSV file holds one: use --xlsx"
                )
            to_csv.write_text(as_csv(*cards[0]), "utf-8", newline="\n")
            line(f"wrote {to_csv}")
        if to_xlsx is not None:
            write_xlsx(to_xlsx, cards, files)  # type: ignore[arg-type]
            line(f"wrote {to_xlsx}")
        if to_html is not None:
            title = f"{engine.name} {engine.version}, {engine.digest[:12]}"
            to_html.write_text(as_html(title, cards), "utf-8", newline="\n")
            line(f"wrote {to_html}")
    except ModuleNotFoundError:
        raise click.UsageError("writing Excel needs one more package: pip install 'placet[excel]'") from None
    except OSError as error:
        raise click.UsageError(f"{error.filename} cannot be written: {error.strerror}") from None


def _show(each: CardTable, measured: Sequence[Measured] | None) -> None:
    keys = ", ".join(f"{key} {value}" for key, value in each.keys.items())
    out.print(f"[bold]{escape(each.stage)}[/]  {escape(keys)}", soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in each.columns:
        right = name in ("points", "share", "baseline")
        table.add_column(name, justify="right" if right else "left", overflow="fold", no_wrap=right)
    for name in MEASURES if measured else ():
        table.add_column(name, justify="right", no_wrap=True)
    for number, row in enumerate(each.rows):
        cells = [*row, *(measures(measured[number]) if measured else ())]
        table.add_row(*map(escape, cells), end_section=False)
    out.print(table)
    if measured:
        for name in dict.fromkeys(each.names):
            values = [
                m.iv for m, of in zip(measured, each.names, strict=True) if of == name and m.iv is not None
            ]
            out.print(f"IV of {escape(name)}: {sum(values):.4f}", soft_wrap=True)
