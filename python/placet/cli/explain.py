"""`placet explain`: why a decision is what it is."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from placet.cli import facts_files, model, options
from placet.cli.console import bad_facts, fail, line, out
from placet.cli.decide import as_object, problems, show
from placet.cli.exact_json import JsonError, dumps
from placet.cli.explanation import drawn
from placet.errors import FactsError


@click.command(short_help="Show why one applicant gets the decision.")
@options.bundle
@options.facts
@options.form
@options.as_json
@options.as_of
@options.allow_expired
@options.lang
@options.unknown
@options.lenient
def explain(
    bundle: Path,
    facts: str,
    form: facts_files.Format | None,
    as_json: bool,
    as_of: date | None,
    allow_expired: bool,
    lang: str,
    unknown: Literal["error", "ignore"],
    lenient: bool,
) -> None:
    """Show every stage, rule, bin and cap that led to the decision about the one applicant in FACTS.

    FACTS is a file (.json, .jsonl, .csv or .yaml), or - for standard input. A skipped stage says what its condition
    was, an unknown rule whether it acted, a cap its headroom, and the one that binds is marked.
    """
    if model.is_model(bundle):
        model.explain(bundle, facts, form, as_json=as_json, as_of=as_of, unknown=unknown, lenient=lenient)
        return
    engine = options.compiled(bundle)
    applicants = facts_files.read(facts, form, engine)
    row = next(applicants.rows, None)
    if row is None or next(applicants.rows, None) is not None:
        raise click.UsageError(f"{facts}: explain takes one applicant")
    try:
        with options.day_is_right():
            explanation = engine.explain(
                row.facts(), as_of=as_of, unknown=unknown, allow_expired=allow_expired
            )
    except (JsonError, FactsError) as error:
        if as_json:
            line(dumps({"error": problems(error)}))
        else:
            bad_facts(error)
        fail()
    if as_json:
        line(dumps({"decision": as_object(explanation.decision, lang), "tree": explanation.tree}))
        return
    out.print(drawn(explanation.tree))
    out.print()
    show(engine, explanation.decision, lang)
