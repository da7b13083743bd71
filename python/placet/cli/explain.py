"""`placet explain`: why a decision is what it is."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click
from rich.markup import escape
from rich.tree import Tree

from placet.cli import facts_files, options
from placet.cli.console import err, fail, line, out
from placet.cli.decide import as_object, problems, show
from placet.cli.exact_json import JsonError, dumps
from placet.errors import FactsError


@click.command(short_help="Show why one applicant gets the decision.")
@options.folder
@click.argument("facts", metavar="FACTS")
@options.as_json
@options.as_of
@options.lang
@options.unknown
def explain(
    folder: Path,
    facts: str,
    as_json: bool,
    as_of: date | None,
    lang: str,
    unknown: Literal["error", "ignore"],
) -> None:
    """Show every stage, rule, bin and cap that led to the decision about the one applicant in FACTS (.json, or -)."""
    engine = options.compiled(folder)
    applicants = facts_files.read(facts, None, engine)
    row = next(applicants.rows, None)
    if row is None or next(applicants.rows, None) is not None:
        raise click.UsageError(f"{facts}: explain takes one applicant")
    try:
        explanation = engine.explain(row.facts(), as_of=as_of, unknown=unknown)
    except (JsonError, FactsError) as error:
        if as_json:
            line(dumps({"error": problems(error)}))
        else:
            err.print(f"[red]bad facts:[/red] {escape(str(error))}", soft_wrap=True)
        fail()
    if as_json:
        line(dumps({"decision": as_object(explanation.decision, lang), "tree": explanation.tree}))
        return
    out.print(drawn(explanation.tree))
    out.print()
    show(engine, explanation.decision, lang)


def drawn(node: Mapping[str, Any]) -> Tree:
    """An explanation's tree for the terminal. Its depth is that of the bundle, which the engine bounds."""
    tree = Tree(_label(node), guide_style="dim")
    for child in node["children"]:
        tree.children.append(drawn(child))
    return tree


def _label(node: Mapping[str, Any]) -> str:
    parts = [f"[bold]{escape(node['label'])}[/bold]"]
    if node["result"] is not None:
        parts.append(f"→ {escape(node['result'])}")
    if node["values"]:
        parts.append(
            "[cyan]"
            + escape(", ".join(f"{name} = {text}" for name, text in node["values"].items()))
            + "[/cyan]"
        )
    if node["note"]:
        parts.append(f"[yellow]{escape(node['note'])}[/yellow]")
    if node["place"]:
        parts.append(f"[dim]{escape(node['place'])}[/dim]")
    return "  ".join(parts)
