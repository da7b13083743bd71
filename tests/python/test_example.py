"""The example runs, and what it shows is right."""

import re
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "german_credit.py"


def test_the_german_example_runs_and_counts_all(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", str(EXAMPLE)],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert done.stderr == ""
    counts = re.findall(
        r"^(approve|refer|decline|[A-E])  +(\d+)  +[\d.]+%  +([\d.]+)%", done.stdout, re.MULTILINE
    )
    assert [(name, int(count), bad) for name, count, bad in counts] == [
        ("approve", 402, "7.7"),
        ("refer", 167, "22.8"),
        ("decline", 431, "53.6"),
        ("A", 123, "1.6"),
        ("B", 130, "6.2"),
        ("C", 150, "14.0"),
        ("D", 169, "22.5"),
        ("E", 428, "54.0"),
    ]
    assert "in-sample" in done.stdout
    assert "applicant 1: approve" in done.stdout
    assert "applicant 2: decline" in done.stdout
    assert "◀ binds" in done.stdout
    assert re.search(r"median [\d.]+ µs, 99 of 100 within [\d.]+ µs", done.stdout)
