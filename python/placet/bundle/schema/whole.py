"""The whole of bundle.yaml: the head, the flow and the outputs."""

from placet.bundle.schema.parts import DAY, KEYWORDS, PART, TEXT, Schema, closed, either, named, text
from placet.bundle.schema.stages import stage


def _head() -> dict[str, Schema]:
    number = r"[0-9]{1,9}"
    return {
        "bundle": text(
            "The bundle's name: letters, digits, `_`, `-`.", "string", pattern="^[A-Za-z][A-Za-z0-9_-]*$"
        ),
        "version": text(
            "The bundle's version, three numbers: `1.0.0`.",
            "string",
            pattern=rf"^{number}\.{number}\.{number}$",
        ),
        "language": text(
            "The version of the rule language.",
            ["integer", "string"],
            pattern="^1$",
            minimum=1,
            maximum=1,
            default=1,
        ),
        "currency": text("ISO 4217 code; gives the places of money: `CNY`.", "string", pattern="^[A-Z]{3}$"),
        "time_zone": text(
            "IANA name of the zone in whose days the host counts: `Asia/Shanghai`.",
            "string",
            pattern="^(UTC|[A-Za-z0-9_+/-]*/[A-Za-z0-9_+/-]*)$",
        ),
        "valid": text(
            "The first and the last day on which it decides, either may be left out: `2025-04-01..2026-03-31`.",
            "string",
            pattern=rf"^\s*{DAY}\s*\.\.\s*{DAY}\s*$",
        ),
        "owner": text("Who answers for it."),
    }


def bundle_schema() -> Schema:
    """The JSON Schema of bundle.yaml, whose keys stand in the order in which they are written."""
    output = text("An expression, in FEEL: `limit`, or `{is: limit, declined: 0}`.", [*TEXT, "null"])
    outputs = {
        "is": text("The value, in FEEL.", [*TEXT, "null"]),
        "declined": text("The value where the decision declines: `0`, `null`.", [*TEXT, "null"]),
    }
    form = "a name begins with a letter and holds letters, digits and `_`"
    name = {"maxLength": 200, "not": {"enum": KEYWORDS}, "patternErrorMessage": form}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "bundle.yaml of Placet, rule language 1",
        **closed(
            "A bundle of credit rules.",
            {
                **_head(),
                "flow": named(
                    "The stages, in order; each sees the facts and the results of earlier ones.",
                    stage(),
                    "name",
                    minProperties=1,
                    maxProperties=1000,
                ),
                "outputs": named(
                    "What every decision answers with. NAME: expression.",
                    either(output, outputs, "is"),
                    "dotted_name",
                ),
            },
            *("bundle", "version", "language", "currency", "flow", "outputs"),
        ),
        "definitions": {
            "name": {"pattern": f"^{PART}$", **name},
            "cap": {"pattern": f"^{PART}$", **name, "not": {"enum": [*KEYWORDS, "base"]}},
            "dotted_name": {"pattern": rf"^{PART}(\.{PART})*$", **name},
        },
    }
