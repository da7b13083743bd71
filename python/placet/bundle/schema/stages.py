"""The stages, kind by kind."""

from placet.bundle.schema.parts import (
    CODE,
    NUMBER,
    TEXT,
    Schema,
    amount,
    closed,
    either,
    file,
    named,
    one_of,
    text,
    value,
    word,
)


def _rule(description: str, *missing: str) -> Schema:
    condition = "When it hits, in FEEL: `age < 18`."
    properties = {
        "when": text(condition, ["string", "boolean"]),
        "missing": word("What it means if the condition is unknown, since a value is missing.", *missing),
    }
    return either(text(description, ["string", "boolean"]), properties, "when")


def _rules() -> Schema:
    actions = ("pass", "hit", "refer")
    rule = _rule("When the rule hits, in FEEL: `age < 18`, or `{when: age < 18, missing: pass}`.", *actions)
    flag = _rule("When the flag is raised, in FEEL: `device.emulator`.", "pass", "hit")
    return closed(
        "Rules: each has a reason code and a condition. All are evaluated.",
        {
            "missing": word(
                "What an unknown condition means for rules that do not say it: `pass`, `hit`, or `refer` to a person.",
                *actions,
            ),
            "decline": named("Rules that decline. REASON: condition, as `K01: age < 18`.", rule),
            "refer": named("Rules that refer to a person. REASON: condition.", rule),
            "flag": named("Flags: booleans in scope afterwards. NAME: condition.", flag, "name"),
        },
    )


def _reasons() -> Schema:
    reasons = {
        "method": word(
            "What a characteristic lost: against the best of its bins, the average, or a baseline.",
            *("below best", "below average", "below baseline", "above baseline"),
        ),
        "top": text(
            "The greatest number of codes.",
            ["integer", "string"],
            pattern=r"^\+?0*([1-9][0-9]?|100)$",
            minimum=1,
            maximum=100,
            default=4,
        ),
        "given": word(
            "On any decline, or only on one by rules or bands that read this score.",
            *("any decline", "score decline"),
            default="any decline",
        ),
        "keep_zero": text(
            "Whether a characteristic that lost nothing can be a reason.",
            ["boolean", "string"],
            pattern="^(true|false)$",
            default=False,
        ),
        "shared": word(
            "What characteristics with the same code lost: the largest loss, the sum, or losses less gains.",
            *("largest", "add", "net"),
            default="largest",
        ),
        "always": {
            "type": "array",
            "items": text("A reason code.", CODE),
            "description": "Codes that are told whenever they lost points, beyond `top`: `[C07]`.",
        },
        "never_tell": {
            "type": "array",
            "items": text("A reason code.", CODE),
            "description": "Codes that are never among the reasons of the score: `[C03]`.",
        },
    }
    return closed("How the reasons of a decline are chosen.", reasons, "method")


def _scale() -> Schema:
    number = rf"^\s*{NUMBER}\s*$"
    above_zero = r"\+?(?=[0-9.]*[1-9])([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
    odds = rf"^\s*{above_zero}\s*(:\s*{above_zero}\s*)?$"
    return closed(
        "The points are log-odds, and this is the scale of the score: `{points: 600, odds: 19:1, pdo: 50}`.",
        {
            "points": text("The score at these odds.", CODE, pattern=number),
            "odds": text("The odds, good to bad: `19:1`.", CODE, pattern=odds),
            "pdo": text("How many points double the odds.", CODE, pattern=number),
        },
        *("points", "odds", "pdo"),
    )


def _dmn() -> Schema:
    return closed(
        "A decision of a DMN model. Its value has the stage's name.",
        {
            "file": text("The model: `lending.dmn`.", "string", pattern=r"\.dmn$"),
            "decision": text("The decision's name in the model."),
            "inputs": named(
                "What is given to the model. NAME IN THE MODEL: expression.",
                value("An expression, in FEEL: `age`."),
            ),
        },
        *("file", "decision"),
    )


def _scorecard() -> Schema:
    interval = rf"^\s*({NUMBER}\s*\.\.\s*({NUMBER})?|\.\.\s*{NUMBER})\s*$"
    within = text(
        "The least and the greatest sum: `-25..25`; one may be left out.", "string", pattern=interval
    )
    names = {
        "type": "array",
        "items": text("A characteristic.", "string"),
        "description": "`[age, income]`",
    }
    bound = either(within, {"of": names, "within": within}, "of", "within")
    return closed(
        "A scorecard: a start, and the points of one bin for each characteristic. Its score has the stage's name.",
        {
            "file": file(
                "The bins, with the columns characteristic, bin, points and reason: `scorecard.csv`."
            ),
            "start": text(
                "The points that everybody begins with.", CODE, pattern=rf"^\s*{NUMBER}\s*$", default=0
            ),
            "arithmetic": word(
                "How points are added: as decimals, or as doubles with the start first or last.",
                *("exact", "float", "float start last"),
                default="exact",
            ),
            "scale": _scale(),
            "round": text(
                "How the score is rounded: `half even 0`.",
                "string",
                pattern=r"^\s*(half even|half up|half down|up|down|floor|ceiling)\s* \+?0*([0-9]|1[0-5])\s*$",
            ),
            "reasons": _reasons(),
            "bounds": named(
                "Bounds on groups of characteristics: `social: -25..25`, or `{of: [names], within: -25..25}`.",
                bound,
            ),
        },
        "file",
    )


def _bands() -> Schema:
    code = text("A reason code.")
    return closed(
        "Bands: a name for each interval of a score. The band has the stage's name.",
        {
            "file": file("The bands: the first column names them, the second tests `of`: `grades.csv`."),
            "of": text("What is tested, mostly a score.", CODE),
            "decline": named("Bands that decline. BAND: reason code, as `{G: S01}`.", code),
            "refer": named("Bands that refer to a person. BAND: reason code.", code),
        },
        "file",
        "of",
    )


def _table() -> Schema:
    name = text("The name of a column.", TEXT)
    return closed(
        "A decision table.",
        {
            "file": file("The rows: `risk.csv`."),
            "gives": {
                "type": [*TEXT, "array"],
                "items": name,
                "description": "The columns that are results: `[pd, rate]`; every other one is a name in scope.",
            },
            "hit": word(
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
            "default": named(
                "What a `collect` table gives where no row hits: `{pd: 0.05}`.",
                text("The value.", [*TEXT, "null"]),
            ),
        },
        "file",
    )


def _price() -> Schema:
    return closed(
        "A price: a base, less reductions, kept within two ends.",
        {
            "file": file("The table whose last column is the price: `apr.csv`."),
            "base": text("The price before reductions: an expression, or a table as in `file`.", CODE),
            "less": named(
                "Reductions. NAME: expression, 0 where it does not apply.",
                amount("What is taken off."),
                "name",
            ),
            "within": text(
                "The least and the greatest price: `7.20..18.00`.", "string", pattern=r"^\s*\S.*?\.\.\s*\S"
            ),
        },
        **one_of("file", "base"),
    )


def _limit() -> Schema:
    cap = {
        "is": text("The amount, in FEEL.", [*CODE, "null"]),
        "missing": word(
            "What a missing amount means: the cap does not apply, is zero, or refers or declines with `reason`.",
            *("skip", "zero", "refer", "decline"),
        ),
        "reason": text("The reason code of `missing: refer` or `missing: decline`."),
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
    cap_amount = text(
        "An amount, in FEEL: `4 * monthly_income`, or `{is: 4 * monthly_income, missing: skip}`.", CODE
    )
    least = {
        "amount": text("The least amount.", CODE),
        "decline": text("The reason code with which a smaller one declines."),
        "refer": text("The reason code with which a smaller one refers to a person."),
    }
    return closed(
        "A credit limit: the least of its base and its caps, rounded down.",
        {
            "base": text("The amount before caps: a table (`base_limit.csv`) or an expression.", CODE),
            "times": named("Multipliers of the base. NAME: expression.", amount("A factor."), "name"),
            "caps": named(
                "Caps. NAME: amount. The one that sets the limit is told as `limit.binding`.",
                either(cap_amount, cap, "is", **reason),
                "cap",
            ),
            "round": text(
                "The multiple to which it is rounded down: `down 100`.",
                "string",
                pattern=r"^down (?!\s*[0.]*([eE].*)?$)\s*\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$",
            ),
            "least": closed(
                "The least limit: `{amount: 500, decline: L01}`.",
                least,
                "amount",
                **one_of("decline", "refer"),
            ),
        },
        "base",
    )


def stage() -> Schema:
    """A stage: one of eight kinds, and when it runs."""
    kinds = {
        "derive": named(
            "Derived values, each in scope afterwards. NAME: expression.",
            value("An expression, in FEEL: `monthly_debt / monthly_income`."),
            "dotted_name",
        ),
        "rules": _rules(),
        "scorecard": _scorecard(),
        "bands": _bands(),
        "table": _table(),
        "price": _price(),
        "limit": _limit(),
        "dmn": _dmn(),
    }
    when = 'When the stage runs, in FEEL: `outcome != "decline"`; its results are null where it does not.'
    return closed(
        "A stage: one of the keys derive, rules, scorecard, bands, table, price, limit and dmn, and perhaps `when`.",
        {"when": text(when, ["string", "boolean"]), **kinds},
        **one_of(*kinds),
    )
