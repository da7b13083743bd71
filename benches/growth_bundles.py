"""Bundles of any size, the same each time, and applicants for them: what `growth.py` measures."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Facts = dict[str, Any]

HEAD = "bundle: growth\nversion: 1.0.0\nlanguage: 1\ncurrency: CNY\n"


@dataclass
class Case:
    """A folder's files by name, and applicants.

    Attributes:
        files: the text of each file.
        applicants: facts as a host gives them.
    """

    files: dict[str, str]
    applicants: list[Facts] = field(default_factory=list)

    def write(self, folder: Path) -> Path:
        """Writes the files; gives what `placet.load` takes: the folder, or the model that it holds."""
        folder.mkdir(parents=True)
        for name, text in self.files.items():
            (folder / name).write_text(text, "utf-8")
        models = [name for name in self.files if name.endswith(".dmn")]
        return folder / models[0] if models and "bundle.yaml" not in self.files else folder


@dataclass(frozen=True)
class Family:
    """Bundles that differ in one size.

    Attributes:
        name: what grows, in a word.
        title: what grows, for people.
        sizes: how many of it.
        make: the bundle of a size.
    """

    name: str
    title: str
    sizes: tuple[int, ...]
    make: Callable[[int], Case]


def _csv(header: str, rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> str:
    return header + "\n" + "".join(",".join(map(_cell, row)) + "\n" for row in rows)


def _cell(value: object) -> str:
    text = str(value)
    return '"' + text.replace('"', '""') + '"' if "," in text else text


_FACTS = "fact,type,allowed,missing\n"
_TABLE_FACTS = (
    _FACTS
    + 'region,enumeration,"'
    + ", ".join(f"R{number:02}" for number in range(25))
    + '",no\nincome,money,[0..1000000],no\nmonths,integer,[0..600],no\n'
    + "merchant,text,,no\nbureau,integer,[0..1000000],source_down\n"
)


def _table(header: str, rows: Sequence[Sequence[object]], hit: str) -> dict[str, str]:
    stage = f"flow:\n  price_class:\n    table: {{file: rate.csv, gives: [out], hit: {hit}}}\n"
    return {
        "bundle.yaml": HEAD + stage + "outputs:\n  out: price_class\n",
        "facts.csv": _TABLE_FACTS,
        "reasons.csv": "code,en\n",
        "rate.csv": _csv(header, rows),
    }


def _applicants(change: Callable[[random.Random], Facts]) -> list[Facts]:
    draw = random.Random(7)
    known = {"region": "R00", "income": 1000, "months": 12, "merchant": "M0", "bureau": 600}
    return [known | change(draw) for _ in range(200)]


def grid(size: int) -> Case:
    """Every crossing of regions, incomes and months: `unique`, proven at load."""
    across, down, deep = {
        10: (2, 5, 1),
        100: (5, 5, 4),
        1_000: (10, 10, 10),
        10_000: (20, 25, 20),
        100_000: (25, 80, 50),
    }[size]
    rest = "" if across == 25 else ", ".join(f"R{number:02}" for number in range(across - 1, 25))
    words = [f"R{number:02}" for number in range(across if across == 25 else across - 1)]
    words += [rest] if rest else []
    rows = [
        (word, income, month, number % 97)
        for number, (word, income, month) in enumerate(
            (word, income, month)
            for word in words
            for income in _ranges(down, 100)
            for month in _ranges(deep, 12)
        )
    ]
    applicants = _applicants(
        lambda draw: {
            "region": f"R{draw.randrange(25):02}",
            "income": draw.randrange(down * 100),
            "months": draw.randrange(min(deep * 12, 600)),
        }
    )
    return Case(_table("region,income,months,out", rows, "unique"), applicants)


def _ranges(count: int, width: int) -> list[str]:
    """So many ranges that hold every number that is not negative."""
    if count == 1:
        return ["-"]
    inner = [f"[{index * width}..{(index + 1) * width})" for index in range(1, count - 1)]
    return [f"< {width}", *inner, f">= {(count - 1) * width}"]


def overlapping(size: int) -> Case:
    """Ranges that overlap, `-`, null and its causes: `first`, with `otherwise`."""
    draw = random.Random(size)
    rows: list[Sequence[object]] = []
    step = 1_000_000 // size
    for number in range(size - 3):
        # Each range has a middle that the ones beside it leave, so that no row is idle whatever their order.
        near = f"[{number * step}..{number * step + step * 3 // 2})"
        low = draw.randrange(800_000)
        region = "-" if number % 4 == 1 else f"R{draw.randrange(25):02}"
        income = "-" if number % 3 == 1 else f"[{low}..{low + 200_000}]"
        rows.append(
            ("-", near, f"R{draw.randrange(25):02}", number % 97)
            if number % 5 == 0
            else (near, income, region, number % 97)
        )
    draw.shuffle(rows)
    rows = [("missing(source_down)", "-", "-", 1), ("null", "-", "-", 2), *rows]
    rows.append(("otherwise", "-", "-", 0))
    applicants = _applicants(
        lambda draw: {
            "region": f"R{draw.randrange(25):02}",
            "income": draw.randrange(1_000_000),
            "bureau": draw.randrange(1_000_000),
        }
    )
    return Case(_table("bureau,income,region,out", rows, "first"), applicants)


def texts(size: int) -> Case:
    """Open texts by twos and threes beside a range: `first`, with `otherwise`."""
    rows: list[Sequence[object]] = [
        (_texts(number), "< 24" if number % 2 else "-", number % 97) for number in range(size - 1)
    ]
    rows.append(("otherwise", "-", 0))
    applicants = _applicants(
        lambda draw: {"merchant": f"M{draw.randrange(size)}", "months": draw.randrange(48)}
    )
    return Case(_table("merchant,months,out", rows, "first"), applicants)


def _texts(number: int) -> str:
    return f'"M{number}", "N{number}"' if number % 3 == 0 else f"M{number}"


def collected(size: int) -> Case:
    """Points of all rows that hit, a few of each applicant: `collect sum`."""
    draw = random.Random(size)
    rows: list[Sequence[object]] = []
    for number in range(size):
        low = draw.randrange(1_000_000)
        rows.append((f"R{number % 25:02}", f"[{low}..{low + 60_000_000 // size}]", number % 7))
    applicants = _applicants(
        lambda draw: {"region": f"R{draw.randrange(25):02}", "income": draw.randrange(1_000_000)}
    )
    return Case(_table("region,income,out", rows, "collect sum"), applicants)


def unselective(size: int) -> Case:
    """Points of all rows that hit, a quarter of the table: `collect sum`. An index has nothing to leave out."""
    draw = random.Random(size)
    rows: list[Sequence[object]] = []
    for number in range(size):
        low, least = draw.randrange(500_000), draw.randrange(500_000)
        rows.append((f"[{low}..{low + 500_000}]", f"[{least}..{least + 500_000}]", number % 7))
    applicants = _applicants(
        lambda draw: {"bureau": draw.randrange(1_000_000), "income": draw.randrange(1_000_000)}
    )
    return Case(_table("bureau,income,out", rows, "collect sum"), applicants)


def _rules(size: int, cut: int) -> Case:
    names = [f"f{number}" for number in range(50)]
    facts = _FACTS + "".join(f"{name},integer,[0..1000],no\n" for name in names)
    rules = "".join(
        f"        K{number}: {names[number % 50]} < {cut} and {names[(number * 7 + 1) % 50]} < 900\n"
        for number in range(size)
    )
    flow = f"flow:\n  entry:\n    rules:\n      decline:\n{rules}"
    files = {
        "bundle.yaml": HEAD + flow + "outputs:\n  age: f0\n",
        "facts.csv": facts,
        "reasons.csv": "code,en\n" + "".join(f"K{number},why {number}\n" for number in range(size)),
    }
    draw = random.Random(7)
    return Case(files, [{name: draw.randrange(100, 900) for name in names} for _ in range(50)])


def rules(size: int) -> Case:
    """Rules over two facts each, none of which hits."""
    return _rules(size, 50)


def rules_hit(size: int) -> Case:
    """The same rules, all of which hit."""
    return _rules(size, 950)


def facts(size: int) -> Case:
    """Facts that are read, validated and each tested by one rule."""
    names = [f"group{number // 10}.f{number}" for number in range(size)]
    kinds = ("integer,[0..1000]", "money,[0..1000000]", "boolean,", 'enumeration,"a, b, c"')
    values: tuple[object, ...] = (600, 1234.5, True, "b")
    conditions = ("< 1", "< 1", "= false", '= "a"')
    rules = "".join(f"        K{at}: {name} {conditions[at % 4]}\n" for at, name in enumerate(names))
    files = {
        "bundle.yaml": HEAD
        + f"flow:\n  entry:\n    rules:\n      decline:\n{rules}outputs:\n  out: {names[0]}\n",
        "facts.csv": _FACTS + "".join(f"{name},{kinds[at % 4]},no\n" for at, name in enumerate(names)),
        "reasons.csv": "code,en\n" + "".join(f"K{at},why\n" for at in range(size)),
    }
    return Case(files, [{name: values[at % 4] for at, name in enumerate(names)}])


def card(size: int) -> Case:
    """A scorecard of integers with six bins each, and the four reasons of a decline."""
    names = [f"x{number}" for number in range(size)]
    bins = ("< 10", "[10..20)", "[20..40)", "[40..60)", "[60..80)", ">= 80")
    rows = [
        (name, cell, f"{at * 7 + number % 5}.5", f"R{number}")
        for number, name in enumerate(names)
        for at, cell in enumerate(bins)
    ]
    flow = (
        "flow:\n  mark:\n    scorecard: {file: card.csv, reasons: {method: below best, top: 4}}\n"
        "  end:\n    rules:\n      decline:\n        S1: mark < 1000000\n"
    )
    files = {
        "bundle.yaml": HEAD + flow + "outputs:\n  mark: mark\n",
        "facts.csv": _FACTS + "".join(f"{name},integer,[0..100],no\n" for name in names),
        "card.csv": _csv("characteristic,bin,points,reason", rows),
        "reasons.csv": "code,en\nS1,the assessment\n" + "".join(f"R{number},why\n" for number in range(size)),
    }
    draw = random.Random(7)
    return Case(files, [{name: draw.randrange(101) for name in names} for _ in range(50)])


_DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bench" namespace="urn:bench">
<inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>
<inputData id="grade" name="Grade"><variable name="Grade" typeRef="string"/></inputData>
<decision id="rate" name="Rate"><variable name="Rate" typeRef="number"/>
<informationRequirement><requiredInput href="#age"/></informationRequirement>
<informationRequirement><requiredInput href="#grade"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE">
<input><inputExpression typeRef="number"><text>Age</text></inputExpression></input>
<input><inputExpression typeRef="string"><text>Grade</text></inputExpression></input>
<output typeRef="number"/>
"""


def dmn(size: int) -> Case:
    """A DMN table whose rules part numbers and five texts."""
    rows = []
    for number in range(size):
        low, grade = 10 * (number // 5), "ABCDE"[number % 5]
        cells = f"[{low}..{low + 10})", f'"{grade}"'
        tests = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        rows.append(f"<rule>{tests}<outputEntry><text>{number}.25</text></outputEntry></rule>\n")
    text = _DMN + "".join(rows) + "</decisionTable></decision></definitions>"
    draw = random.Random(7)
    applicants = [{"Age": draw.randrange(2 * size), "Grade": draw.choice("ABCDE")} for _ in range(100)]
    return Case({"bench.dmn": text}, applicants)


_ROWS = (10, 100, 1_000, 10_000, 100_000)

FAMILIES = (
    Family("grid", "table, unique: regions x incomes x months", _ROWS, grid),
    Family("overlapping", "table, first: overlapping ranges, -, null", _ROWS, overlapping),
    Family("texts", "table, first: open texts", _ROWS, texts),
    Family("collected", "table, collect sum", _ROWS, collected),
    Family(
        "unselective", "table, collect sum: a quarter of the rows hits", (10, 100, 1_000, 10_000), unselective
    ),
    Family("dmn", "DMN table, unique", (10, 100, 1_000, 10_000), dmn),
    Family("rules", "rules, none hits", (10, 100, 1_000, 2_000), rules),
    Family("rules_hit", "rules, all hit", (10, 100, 1_000, 2_000), rules_hit),
    Family("facts", "facts", (10, 100, 1_000), facts),
    Family("card", "characteristics of a scorecard", (10, 30, 100, 300), card),
)
