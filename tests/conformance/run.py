"""Runs cases of the DMN Technology Compatibility Kit, one JSON record a line, and prints a table of what passes.

    tests/conformance/run.py CASES.jsonl [--models DIR] [--json] [--failed] [--known FILE]

A record holds a bare FEEL `expression`, or names a `model`, which needs `--models`. Exit code 0 if every record of the
levels 2 and 3 passes, save those that need Java and those whose ids stand in the file of known failures.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import bare
import models
from values import same

LEVELS = (2, 3)


@dataclass
class Count:
    """How many records passed, of how many; those whose value is not null by themselves."""

    passed: int = 0
    total: int = 0
    passed_given: int = 0
    total_given: int = 0

    def add(self, passed: bool, given: bool) -> None:
        self.total += 1
        self.passed += passed
        self.total_given += given
        self.passed_given += passed and given


@dataclass
class Report:
    """What came of all records."""

    features: dict[tuple[str, str], Count] = field(default_factory=dict)
    failures: list[dict[str, Any]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, record: dict[str, Any], actual: object, why: str | None) -> None:
        passed = why is None and same(record["expected"], actual)
        level = str(record["level"])
        for key in ((level, record["feature"]), (level, "")):
            self.features.setdefault(key, Count()).add(passed, record["expected"] is not None)
        if not passed:
            self.failures.append(
                {
                    "id": record["id"],
                    "level": record["level"],
                    "expression": record.get("expression"),
                    "expected": record["expected"],
                    "actual": repr(actual),
                    "why": why,
                }
            )


def read(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def run(records: Iterable[dict[str, Any]], folder: Path | None) -> Report:
    """Runs every record; a model's where its folder is given."""
    report = Report()
    for record in records:
        if record.get("needs"):
            report.skipped.append(record["id"])
        elif "expression" in record:
            report.add(record, *bare.value(record))
        elif folder is not None and models.RUNS:
            report.add(record, *models.value(record, folder))
        else:
            report.skipped.append(record["id"])
    return report


def table(report: Report) -> str:
    rows = [f"{'level':14} {'feature':44} {'passed':>12} {'not null':>12}"]
    for (level, feature), count in sorted(
        report.features.items(), key=lambda item: (item[0][0], item[0][1] == "", item[0][1])
    ):
        passed = f"{count.passed}/{count.total}"
        given = f"{count.passed_given}/{count.total_given}"
        mark = "" if count.passed == count.total else "  <"
        rows.append(f"{level:14} {feature or 'all':44} {passed:>12} {given:>12}{mark}")
    if report.skipped:
        rows.append(f"{len(report.skipped)} records were not run")
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", type=Path)
    parser.add_argument("--models", type=Path, help="the folder above the paths that records name")
    parser.add_argument("--json", action="store_true", help="print the failures and the counts as JSON")
    parser.add_argument("--failed", action="store_true", help="print every failure")
    parser.add_argument("--known", type=Path, help="a file with the ids of records that are known to fail")
    options = parser.parse_args(arguments)
    report = run(read(options.cases), options.models)
    known = set(options.known.read_text("utf-8").split("\n")) - {""} if options.known else set()
    news = [it for it in report.failures if it["level"] in LEVELS and it["id"] not in known]
    if options.json:
        counts = {
            f"{level}/{feature or 'all'}": vars(count) for (level, feature), count in report.features.items()
        }
        print(
            json.dumps({"counts": counts, "failures": report.failures, "skipped": report.skipped}, indent=1)
        )
    else:
        print(table(report))
        for failure in report.failures if options.failed else news:
            print(f"\n{failure['id']}\n  {failure['expression']}\n  expected {failure['expected']}")
            print(f"  is {failure['actual']}" + (f" ({failure['why']})" if failure["why"] else ""))
    for done in known - {it["id"] for it in report.failures}:
        print(f"passes now, and can leave the known failures: {done}")
    return 1 if news else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
