"""How long one decision of a DMN model takes from a Python dict: tables over three inputs, and the lending example.

python benches/dmn.py
"""

from __future__ import annotations

import json
import tempfile
import timeit
from collections.abc import Callable
from pathlib import Path

import placet

HEAD = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="bench" namespace="urn:bench">
<inputData id="age" name="Age"><variable name="Age" typeRef="number"/></inputData>
<inputData id="grade" name="Grade"><variable name="Grade" typeRef="string"/></inputData>
<inputData id="owner" name="Owner"><variable name="Owner" typeRef="boolean"/></inputData>
<decision id="rate" name="Rate"><variable name="Rate" typeRef="number"/>
<informationRequirement><requiredInput href="#age"/></informationRequirement>
<informationRequirement><requiredInput href="#grade"/></informationRequirement>
<informationRequirement><requiredInput href="#owner"/></informationRequirement>
<decisionTable hitPolicy="UNIQUE">
<input><inputExpression typeRef="number"><text>Age</text></inputExpression></input>
<input><inputExpression typeRef="string"><text>Grade</text></inputExpression></input>
<input><inputExpression typeRef="boolean"><text>Owner</text></inputExpression></input>
<output typeRef="number"/>
"""


def table(rules: int) -> str:
    """A table whose rules part the ages, three grades and owners."""
    rows = []
    for number in range(rules):
        low, grade, owner = 18 + 5 * (number // 6), "ABC"[number % 3], "true" if number % 6 < 3 else "false"
        cells = f"[{low}..{low + 5})", f'"{grade}"', owner
        tests = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells)
        rows.append(f"<rule>{tests}<outputEntry><text>{number}.25</text></outputEntry></rule>")
    return HEAD + "\n".join(rows) + "</decisionTable></decision></definitions>"


def best(work: Callable[[], object]) -> float:
    """The best of some runs, in µs."""
    return min(timeit.repeat(work, number=2_000, repeat=7)) / 2_000 * 1e6


def main() -> None:
    """Prints a line for each case."""
    facts = {"Age": 23, "Grade": "C", "Owner": False}
    with tempfile.TemporaryDirectory() as folder:
        for rules in (12, 120):
            path = Path(folder) / "bench.dmn"
            path.write_text(table(rules), "utf-8")
            model = placet.load_model(path)
            assert model.evaluate("Rate", facts) is not None
            print(f"a table of {rules} rules  decide {best(lambda: model.decide(facts)):7.2f} µs")  # noqa: B023
    lending = placet.load_model("examples/lending/lending.dmn")
    applicant = json.loads(Path("examples/lending/applicant.json").read_text("utf-8"))
    print(f"the lending example  decide {best(lambda: lending.decide(applicant)):7.2f} µs")


if __name__ == "__main__":
    main()
