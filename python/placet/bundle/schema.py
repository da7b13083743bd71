"""The JSON Schema of bundle.yaml, for editors: completion, descriptions, mistakes while typing.

Draft-07: yaml-language-server, VS Code and JetBrains all know it whole, and later drafts in part.
The reader takes every scalar as text, where an editor has typed it already: so `500`, `true` and `null` are let in
wherever they are what an author means. What the schema refuses the reader refuses too; the reverse needs the tables.
"""

from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

_FIRST = r"[^\u0000-@\[-`{-\u00a9]"
"""A letter of any script, in the expressions that all editors have."""
_NEXT = r"[^\u0000-/:-@\[-^`{-\u00a9]"
_PART = f"{_FIRST}{_NEXT}*"
_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
_DAY = r"(-?[0-9]{4,9}-[0-9]{2}-[0-9]{2})?"
_KEYWORDS = [
    *("and", "or", "not", "if", "then", "else", "in", "between", "for", "return", "some", "every"),
    *("satisfies", "function", "instance", "null", "true", "false"),
]

_TEXT = ["string", "number", "boolean"]
_CODE = ["string", "number"]


def _scalar(
    description: str, types: list[str] | str = _TEXT, *, pattern: str = r"\S", **more: object
) -> Schema:
    """A text that is not empty. `null` is let in only where it is a value: an editor reads an empty one as null."""
    told = "write a value, or remove the key" if pattern == r"\S" else description
    return {
        "type": types,
        "pattern": pattern,
        "patternErrorMessage": told,
        "description": description,
        **more,
    }


def _words(description: str, *words: str, **more: object) -> Schema:
    return {"enum": list(words), "description": description, **more}


def _keys(description: str, properties: dict[str, Schema], *required: str, **more: object) -> Schema:
    """A map with known keys."""
    needed = {"required": list(required)} if required else {}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "description": description,
        **needed,
        **more,
    }


def _names(description: str, value: Schema, names: str | None = None, **more: object) -> Schema:
    """A map whose keys the author chooses."""
    form = {"propertyNames": {"$ref": f"#/definitions/{names}"}} if names else {}
    return {"type": "object", "description": description, "additionalProperties": value, **form, **more}


def _either(scalar: Schema, properties: dict[str, Schema], *required: str, **more: object) -> Schema:
    """A value alone, or a map that holds it beside more keys."""
    types = scalar["type"] if isinstance(scalar["type"], list) else [scalar["type"]]
    keys = _keys(scalar["description"], properties, *required, **more)
    return {**scalar, **keys, "type": [*types, "object"]}


def _one_of(*keys: str) -> Schema:
    """Exactly one of these keys is there."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def _file(description: str) -> Schema:
    return _scalar(description, "string", pattern=r"\.[cC][sS][vV]$")


def _value(description: str) -> Schema:
    """An expression, which may be null, or `{is: expression}`."""
    scalar = _scalar(description, [*_TEXT, "null"])
    return _either(scalar, {"is": _scalar("The expression, in FEEL.", [*_TEXT, "null"])}, "is")


def _amount(description: str) -> Schema:
    scalar = _scalar(description, _CODE)
    return _either(scalar, {"is": _scalar("The expression, in FEEL.", _CODE)}, "is")


def _rule(description: str, *missing: str) -> Schema:
    condition = "When it hits, in FEEL: `age < 18`."
    properties = {
        "when": _scalar(condition, ["string", "boolean"]),
        "missing": _words("What it means if the condition is unknown, since a value is missing.", *missing),
    }
    return _either(_scalar(description, ["string", "boolean"]), properties, "when")


def _rules() -> Schema:
    actions = ("pass", "hit", "refer")
    rule = _rule("When the rule hits, in FEEL: `age < 18`, or `{when: age < 18, missing: pass}`.", *actions)
    flag = _rule("When the flag is raised, in FEEL: `device.emulator`.", "pass", "hit")
    return _keys(
        "Rules: each has a reason code and a condition. All are evaluated.",
        {
            "missing": _words(
                "What an unknown condition means for rules that do not say it: `pass`, `hit`, or `refer` to a person.",
                *actions,
            ),
            "decline": _names("Rules that decline. REASON: condition, as `K01: age < 18`.", rule),
            "refer": _names("Rules that refer to a person. REASON: condition.", rule),
            "flag": _names("Flags: booleans in scope afterwards. NAME: condition.", flag, "name"),
        },
    )


def _scorecard() -> Schema:
    interval = rf"^\s*({_NUMBER}\s*\.\.\s*({_NUMBER})?|\.\.\s*{_NUMBER})\s*$"
    within = _scalar(
        "The least and the greatest sum: `-25..25`; one may be left out.", "string", pattern=interval
    )
    names = {
        "type": "array",
        "items": _scalar("A characteristic.", "string"),
        "description": "`[age, income]`",
    }
    bound = _either(within, {"of": names, "within": within}, "of", "within")
    reasons = {
        "method": _words(
            "What a characteristic lost: against the best of its bins, or against the average.",
            *("below best", "below average"),
        ),
        "top": _scalar(
            "The greatest number of codes.",
            ["integer", "string"],
            pattern=r"^\+?0*([1-9][0-9]?|100)$",
            minimum=1,
            maximum=100,
            default=4,
        ),
        "given": _words(
            "On any decline, or only on one by rules or bands that read this score.",
            *("any decline", "score decline"),
            default="any decline",
        ),
        "keep_zero": _scalar(
            "Whether a characteristic that lost nothing can be a reason.",
            ["boolean", "string"],
            pattern="^(true|false)$",
            default=False,
        ),
        "shared": _words(
            "What characteristics with the same code lost: the largest loss, or the sum.",
            *("largest", "add"),
            default="largest",
        ),
        "always": {
            "type": "array",
            "items": _scalar("A reason code.", _CODE),
            "description": "Codes that are told whenever they lost points, beyond `top`: `[C07]`.",
        },
    }
    return _keys(
        "A scorecard: a start, and the points of one bin for each characteristic. Its score has the stage's name.",
        {
            "file": _file(
                "The bins, with the columns characteristic, bin, points and reason: `scorecard.csv`."
            ),
            "start": _scalar(
                "The points that everybody begins with.", _CODE, pattern=rf"^\s*{_NUMBER}\s*$", default=0
            ),
            "reasons": _keys("How the reasons of a decline are chosen.", reasons, "method"),
            "bounds": _names(
                "Bounds on groups of characteristics: `social: -25..25`, or `{of: [names], within: -25..25}`.",
                bound,
            ),
        },
        "file",
    )


def _bands() -> Schema:
    code = _scalar("A reason code.")
    return _keys(
        "Bands: a name for each interval of a score. The band has the stage's name.",
        {
            "file": _file("The bands: the first column names them, the second tests `of`: `grades.csv`."),
            "of": _scalar("What is tested, mostly a score.", _CODE),
            "decline": _names("Bands that decline. BAND: reason code, as `{G: S01}`.", code),
            "refer": _names("Bands that refer to a person. BAND: reason code.", code),
        },
        "file",
        "of",
    )


def _table() -> Schema:
    name = _scalar("The name of a column.", _TEXT)
    return _keys(
        "A decision table.",
        {
            "file": _file("The rows: `risk.csv`."),
            "gives": {
                "type": [*_TEXT, "array"],
                "items": name,
                "description": "The columns that are results: `[pd, rate]`; every other one is a name in scope.",
            },
            "hit": _words(
                "How many rows may hit, and what they give then.",
                *(
                    "unique",
                    "first",
                    "collect sum",
                    "collect min",
                    "collect max",
                    "collect count",
                    "collect list",
                ),
                default="unique",
            ),
            "default": _names(
                "What a `collect` table gives where no row hits: `{pd: 0.05}`.",
                _scalar("The value.", [*_TEXT, "null"]),
            ),
        },
        "file",
    )


def _price() -> Schema:
    return _keys(
        "A price: a base, less reductions, kept within two ends.",
        {
            "file": _file("The table whose last column is the price: `apr.csv`."),
            "base": _scalar("The price before reductions: an expression, or a table as in `file`.", _CODE),
            "less": _names(
                "Reductions. NAME: expression, 0 where it does not apply.",
                _amount("What is taken off."),
                "name",
            ),
            "within": _scalar(
                "The least and the greatest price: `7.20..18.00`.", "string", pattern=r"^\s*\S.*?\.\.\s*\S"
            ),
        },
        **_one_of("file", "base"),
    )


def _limit() -> Schema:
    cap = {
        "is": _scalar("The amount, in FEEL.", [*_CODE, "null"]),
        "missing": _words(
            "What a missing amount means: the cap does not apply, is zero, or refers or declines with `reason`.",
            *("skip", "zero", "refer", "decline"),
        ),
        "reason": _scalar("The reason code of `missing: refer` or `missing: decline`."),
    }
    asks = {
        "type": "object",
        "properties": {"missing": {"enum": ["refer", "decline"]}},
        "required": ["missing"],
    }
    reason: Schema = {
        "if": asks,
        "then": {"required": ["reason"]},
        "else": {"properties": {"reason": False}},
    }
    amount = _scalar(
        "An amount, in FEEL: `4 * monthly_income`, or `{is: 4 * monthly_income, missing: skip}`.", _CODE
    )
    least = {
        "amount": _scalar("The least amount.", _CODE),
        "decline": _scalar("The reason code with which a smaller one declines."),
        "refer": _scalar("The reason code with which a smaller one refers to a person."),
    }
    return _keys(
        "A credit limit: the least of its base and its caps, rounded down.",
        {
            "base": _scalar("The amount before caps: a table (`base_limit.csv`) or an expression.", _CODE),
            "times": _names("Multipliers of the base. NAME: expression.", _amount("A factor."), "name"),
            "caps": _names(
                "Caps. NAME: amount. The one that sets the limit is told as `limit.binding`.",
                _either(amount, cap, "is", **reason),
                "cap",
            ),
            "round": _scalar(
                "The multiple to which it is rounded down: `down 100`.",
                "string",
                pattern=r"^down (?!\s*[0.]*([eE].*)?$)\s*\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$",
            ),
            "least": _keys(
                "The least limit: `{amount: 500, decline: L01}`.",
                least,
                "amount",
                **_one_of("decline", "refer"),
            ),
        },
        "base",
    )


def _stage() -> Schema:
    kinds = {
        "derive": _names(
            "Derived values, each in scope afterwards. NAME: expression.",
            _value("An expression, in FEEL: `monthly_debt / monthly_income`."),
            "dotted_name",
        ),
        "rules": _rules(),
        "scorecard": _scorecard(),
        "bands": _bands(),
        "table": _table(),
        "price": _price(),
        "limit": _limit(),
    }
    when = 'When the stage runs, in FEEL: `outcome != "decline"`; its results are null where it does not.'
    return _keys(
        "A stage: one of the keys derive, rules, scorecard, bands, table, price and limit, and perhaps `when`.",
        {"when": _scalar(when, ["string", "boolean"]), **kinds},
        **_one_of(*kinds),
    )


def _head() -> dict[str, Schema]:
    number = r"[0-9]{1,9}"
    return {
        "bundle": _scalar(
            "The bundle's name: letters, digits, `_`, `-`.", "string", pattern="^[A-Za-z][A-Za-z0-9_-]*$"
        ),
        "version": _scalar(
            "The bundle's version, three numbers: `1.0.0`.",
            "string",
            pattern=rf"^{number}\.{number}\.{number}$",
        ),
        "language": _scalar(
            "The version of the rule language.",
            ["integer", "string"],
            pattern="^1$",
            minimum=1,
            maximum=1,
            default=1,
        ),
        "currency": _scalar(
            "ISO 4217 code; gives the places of money: `CNY`.", "string", pattern="^[A-Z]{3}$"
        ),
        "time_zone": _scalar(
            "IANA name of the zone in whose days the host counts: `Asia/Shanghai`.",
            "string",
            pattern="^(UTC|[A-Za-z0-9_+/-]*/[A-Za-z0-9_+/-]*)$",
        ),
        "valid": _scalar(
            "The first and the last day on which it decides, either may be left out: `2025-04-01..2026-03-31`.",
            "string",
            pattern=rf"^\s*{_DAY}\s*\.\.\s*{_DAY}\s*$",
        ),
        "owner": _scalar("Who answers for it."),
    }


def bundle_schema() -> Schema:
    """The JSON Schema of bundle.yaml, whose keys stand in the order in which they are written."""
    output = _scalar("An expression, in FEEL: `limit`, or `{is: limit, declined: 0}`.", [*_TEXT, "null"])
    outputs = {
        "is": _scalar("The value, in FEEL.", [*_TEXT, "null"]),
        "declined": _scalar("The value where the decision declines: `0`, `null`.", [*_TEXT, "null"]),
    }
    form = "a name begins with a letter and holds letters, digits and `_`"
    name = {"maxLength": 200, "not": {"enum": _KEYWORDS}, "patternErrorMessage": form}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "bundle.yaml of Placet, rule language 1",
        **_keys(
            "A bundle of credit rules.",
            {
                **_head(),
                "flow": _names(
                    "The stages, in order; each sees the facts and the results of earlier ones.",
                    _stage(),
                    "name",
                    minProperties=1,
                    maxProperties=1000,
                ),
                "outputs": _names(
                    "What every decision answers with. NAME: expression.",
                    _either(output, outputs, "is"),
                    "dotted_name",
                ),
            },
            *("bundle", "version", "language", "currency", "flow", "outputs"),
        ),
        "definitions": {
            "name": {"pattern": f"^{_PART}$", **name},
            "cap": {"pattern": f"^{_PART}$", **name, "not": {"enum": [*_KEYWORDS, "base"]}},
            "dotted_name": {"pattern": rf"^{_PART}(\.{_PART})*$", **name},
        },
    }
