"""The page of speed says what its run lacks, and such a run is not published."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN: dict[str, Any] = json.loads((ROOT / "benches/results/results.json").read_text("utf-8"))
CORE, API = {"row: decide": "900 ns"}, {"decide": [1_100.0, 1_700.0]}


def report(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "benches/report.py", str(folder), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603


@pytest.mark.parametrize(
    ("core", "api", "grows", "lacks"),
    [
        (CORE, API, True, []),
        ({}, {}, False, ["the core alone", "the Python API", "what grows"]),
        (CORE, API, False, ["what grows"]),
        ({}, API, True, ["the core alone"]),
    ],
)
def test_a_run_that_lacks_a_part_says_so_and_is_not_published(
    tmp_path: Path, core: dict[str, str], api: dict[str, list[float]], grows: bool, lacks: list[str]
) -> None:
    (tmp_path / "results.json").write_text(json.dumps({**RUN, "core": core, "api": api}), "utf-8")
    if grows:
        (tmp_path / "growth.md").write_text("# Cost against size\n", "utf-8")
    whole = report(tmp_path, "--whole")
    assert whole.returncode == (1 if lacks else 0)
    assert whole.stderr == "" or whole.stderr.endswith(": run `make bench`, whole\n")
    assert report(tmp_path).returncode == 0
    page = (tmp_path / "README.md").read_text("utf-8")
    for part, title in [
        ("the core alone", "The core alone"),
        ("the Python API", "The Python API"),
        ("what grows", "What grows"),
    ]:
        assert (part in whole.stderr) == (f"\n- {part} (" in page) == (part in lacks)
        assert (f"\n## {title}\n" in page) == (part not in lacks)


def test_nothing_is_published_before_anything_is_measured(tmp_path: Path) -> None:
    nothing = report(tmp_path, "--whole")
    assert (nothing.returncode, "Traceback" in nothing.stderr) == (1, False)
