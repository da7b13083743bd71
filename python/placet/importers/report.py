"""What an import decided and what the file no longer told: for people in Markdown, for programs as data."""

from __future__ import annotations

from placet.importers.cells import cell
from placet.importers.model import Card


def as_data(card: Card) -> dict[str, object]:
    """The report as plain data for JSON."""
    return {
        "bundle": card.name,
        "source": card.source,
        "start": card.start,
        "arithmetic": card.arithmetic,
        "characteristics": [
            {
                "name": part.name,
                "title": part.title or part.name,
                "bins": [{"bin": cell(bin_.holds), "points": bin_.points} for bin_ in part.bins],
            }
            for part in card.characteristics
        ],
        "notes": [
            {"level": note.level, "subject": note.subject, "code": note.code, "text": note.text}
            for note in card.notes
        ],
    }


def as_markdown(card: Card) -> str:
    """The report for a reader: the warnings first."""
    bins = sum(len(part.bins) for part in card.characteristics)
    lines = [
        f"# Import of {card.name}",
        "",
        f"From {card.source}: {len(card.characteristics)} characteristics, {bins} bins. "
        f"Start {card.start}; arithmetic: {card.arithmetic}.",
    ]
    for level, title in (("warning", "Look at these"), ("decision", "Decided")):
        notes = [note for note in card.notes if note.level == level]
        if notes:
            lines += ["", f"## {title}", "", "| of | what | |", "|---|---|---|"]
            lines += [f"| {_md(note.subject)} | {note.code} | {_md(note.text)} |" for note in notes]
    return "\n".join(lines) + "\n"


def _md(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
