"""An imported card as the files of a bundle, which authors then edit."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from placet.importers.cells import cell
from placet.importers.checks import checks, typical
from placet.importers.model import Card
from placet.importers.report import as_data, as_markdown

REPORT = "IMPORT.md"
REPORT_DATA = "IMPORT.json"


def files_of(card: Card) -> dict[str, str]:
    """Every file of the bundle by name, with the report of the import."""
    files = {
        "bundle.yaml": bundle_yaml(card),
        "facts.csv": facts_csv(card),
        "scorecard.csv": scorecard_csv(card),
        "typical.yaml": "".join(f"{name}: {_yaml(text)}\n" for name, text in typical(card).items()),
    }
    if card.reasons:
        texts = [(code, _one_line(text)) for code, text in card.reasons]
        files["reasons.csv"] = _csv(("code", "en"), texts)
    if card.hand_checked:
        rows = [(check.case, check.given, check.score) for check in checks(card)]
        files["tests.csv"] = _csv(("case", "given", card.outputs[0][0] if card.outputs else "score"), rows)
    files[REPORT] = as_markdown(card)
    files[REPORT_DATA] = json.dumps(as_data(card), ensure_ascii=False, indent=1) + "\n"
    return files


def write_folder(card: Card, folder: Path) -> list[str]:
    """Writes the bundle into a folder that is made, or empty.

    Returns:
        The names of the files.

    Raises:
        FileExistsError: the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)
    files = files_of(card)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return list(files)


def bundle_yaml(card: Card) -> str:
    """The flow that runs: the card and its outputs, and no policy beside it."""
    lines = [
        f"# Imported from {_one_line(card.source)}. {REPORT} says what was decided on the way.",
        f"bundle:   {card.name}",
        "version:  0.1.0",
        "language: 1",
        "currency: XXX",
        "",
        "flow:",
    ]
    if card.derived:
        lines += ["  prepare:", "    derive:"]
        lines += [f"      {name}: {_yaml(feel)}" for name, feel in card.derived]
        lines.append("")
    lines.append(f"  {card.stage}:")
    if card.defined:
        lines.append(f"    when: {_yaml(card.defined)}")
    lines += ["    scorecard:", "      file: scorecard.csv", f"      start: {card.start}"]
    if card.arithmetic != "exact":
        lines.append(f"      arithmetic: {card.arithmetic}")
    if card.reason_keys:
        keys = ", ".join(f"{key}: {value}" for key, value in card.reason_keys.items())
        lines.append(f"      reasons: {{{keys}}}")
    if card.results:
        lines += ["", "  result:", "    derive:"]
        lines += [f"      {name}: {_yaml(feel)}" for name, feel in card.results]
    if card.defined:
        lines += ["", "  undefined:", "    rules:", "      refer:"]
        lines.append(f"        NO_SCORE: {_yaml(f'not({card.defined})')}")
    lines += ["", "outputs:"]
    outputs = card.outputs or [("score", card.stage)]
    lines += [f"  {name}: {_yaml(feel)}" for name, feel in outputs]
    return "\n".join(lines) + "\n"


def facts_csv(card: Card) -> str:
    """The facts, with what the source calls them as their text."""
    header = ("fact", "type", "unit", "allowed", "missing", "source", "privacy", "consent", "use", "en")
    rows = [
        (
            fact.name,
            fact.type,
            "",
            fact.allowed,
            "yes" if fact.missing else "no",
            "",
            "",
            "",
            fact.use,
            _one_line(fact.title or fact.name),
        )
        for fact in card.facts
    ]
    return _csv(header, rows)


def scorecard_csv(card: Card) -> str:
    """The card, a bin a row; a characteristic stands in its first row, and a reason where it changes."""
    used = [
        (name, any(getattr(bin_, name) for part in card.characteristics for bin_ in part.bins))
        for name in ("share", "baseline", "reason")
    ]
    extra = [name for name, there in used if there]
    rows: list[Sequence[str]] = []
    for part in card.characteristics:
        before = dict.fromkeys(extra, "")
        for number, bin_ in enumerate(part.bins):
            told = []
            for name in extra:
                value = getattr(bin_, name)
                # Blank means "as above"; a share has no such rule.
                told.append("" if name != "share" and number and value == before[name] else value)
                before[name] = value
            rows.append(["" if number else part.name, cell(bin_.holds), bin_.points, *told])
    return _csv(("characteristic", "bin", "points", *extra), rows)


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _yaml(text: str) -> str:
    """A scalar: bare where it is a plain name or number, else in single quotes."""
    if text and all(letter.isalnum() or letter in "_." for letter in text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _one_line(text: str) -> str:
    return " ".join(text.split())
