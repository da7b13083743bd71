"""The digest counts what a bundle means, and nothing else."""

import re
from pathlib import Path

import make_digests
import pytest

from placet.bundle import read_texts
from placet.bundle.inspect import inspect_files

FOLDER = Path(__file__).resolve().parents[2] / "rules" / "reference"
TEXTS = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir() if path.suffix in (".csv", ".yaml")}


def digest(**changes: tuple[str, str]) -> str:
    """The digest with a pattern replaced in some files, each of which must be found."""
    texts = dict(TEXTS)
    for name, (pattern, replacement) in changes.items():
        file = name.replace("_yaml", ".yaml").replace("_csv", ".csv")
        texts[file], found = re.subn(pattern, replacement, texts[file], flags=re.MULTILINE)
        assert found
    inspection = inspect_files(*read_texts(texts))
    assert inspection.engine is not None, inspection.findings
    return inspection.engine.digest


@pytest.mark.parametrize(
    "changes",
    [
        {"bundle_yaml": (r"^# .*\n", "")},
        {"bundle_yaml": (r"dti > 0\.70", "dti  >  0.7   # a comment")},
        {"bundle_yaml": (r'region in \("R26", "R29", "R31"\)', 'region in ("R26","R29","R31")')},
        {"scorecard_csv": (r",", ";")},
        {"grades_csv": (r">= 720", ">=720")},
        {"tests_csv": (r"^([^c].*)$", r"\1")},
        {"reasons_csv": (r"\n", "\r\n")},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_layout_and_comments_do_not_count(changes: dict[str, tuple[str, str]]) -> None:
    assert digest(**changes) == digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"bundle_yaml": (r"dti > 0\.70", "dti > 0.71")},
        {"bundle_yaml": (r"dti > 0\.70", "dti >= 0.70")},
        {"bundle_yaml": (r"missing: pass", "missing: hit")},
        {"bundle_yaml": (r"top: 4", "top: 3")},
        {"bundle_yaml": (r"round: down 100", "round: down 200")},
        {"bundle_yaml": (r"declined: 0", "declined: 1")},
        {"bundle_yaml": (r"version:   1\.0\.0", "version:   1.0.1")},
        {"scorecard_csv": (r"\[22\.\.26\),9", "[22..26),10")},
        {"grades_csv": (r"720", "721")},
        {"base_limit_csv": (r"30000", "30001")},
        {"reasons_csv": (r"monthly income", "income a month")},
        {"facts_csv": (r"\[16\.\.75\]", "[16..76]")},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_what_decides_or_is_told_counts(changes: dict[str, tuple[str, str]]) -> None:
    assert digest(**changes) != digest()


@pytest.mark.parametrize("name", make_digests.read())
def test_digests_and_packed_bytes_are_the_same_on_every_machine(name: str) -> None:
    """Where the bundle itself was changed: `.venv/bin/python tests/python/make_digests.py NAME`."""
    assert make_digests.of(name) == make_digests.read()[name]


def test_there_are_golden_digests() -> None:
    assert {"reference", "german_credit"} <= set(make_digests.read())
