"""Where the floor's time goes: the C extension stopped early, in ns. Each line has what the one above has, and more.

.venv/bench/bin/python benches/floor.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent / "peers"))

STEPS = {
    "nothing": "the loop and the call",
    "get": "23 keys looked up",
    "convert": "the values converted",
    "compute": "decided",
    "decide": "the answer as a tuple: the floor",
    "walk": "the same, walking the dict in its order",
}


def least(function: Callable[[Any], object], inputs: list[Any]) -> float:
    """The least of some passes over the inputs, in ns for each."""
    passes = []
    for _ in range(40):
        before = time.perf_counter_ns()
        for one in inputs:
            function(one)
        passes.append(time.perf_counter_ns() - before)
    return min(passes) / len(inputs)


def main() -> None:
    """Prints a line for each step."""
    import c_floor  # type: ignore[import-not-found]
    import common  # type: ignore[import-not-found]

    c_floor.load()
    facts = common.rows(5_000)[:200]
    for step, label in STEPS.items():
        print(f"{least(getattr(c_floor.lib, step), facts):6.0f}  {label}")


if __name__ == "__main__":
    main()
