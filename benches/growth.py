"""Cost against size: decisions, load times and memory of bundles that grow, as a table, as data and as a plot.

Times are the process's own, so that what else runs on the machine counts little.

python benches/growth.py [--out DIR] [--rounds N] [--only NAME]
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from growth_bundles import FAMILIES, Facts, Family

import placet

MICROSECONDS = 1e6
MEMORY = """
import pathlib, sys, placet
def resident():
    status = pathlib.Path("/proc/self/status").read_text()
    return {line.split(":")[0]: int(line.split()[1]) for line in status.splitlines() if line.endswith(" kB")}["VmRSS"]
placet.load(sys.argv[1])
before = resident()
engine = placet.load(sys.argv[2])
print((resident() - before) * 1024)
"""


@dataclass
class Point:
    """One size of one family.

    Attributes:
        family: what grows.
        size: how many of it.
        decide: the median time of one decision from a dict or a model's facts, in microseconds.
        load: the time to read, check and compile the folder or the model, in milliseconds.
        load_packed: the time to load the packed file, in milliseconds; None for a model.
        source: the bytes of the folder.
        resident: what the loaded engine adds to the process in bytes; None where that cannot be told.
    """

    family: str
    size: int
    decide: float
    load: float
    load_packed: float | None
    source: int
    resident: int | None


@dataclass
class _Loaded:
    size: int
    path: Path
    decide: Callable[[Facts], object]
    applicants: list[Facts]
    load: float
    load_packed: float | None
    times: list[float]


def main() -> None:
    """Measures, and writes what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=Path("benches/results"))
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--only", choices=[family.name for family in FAMILIES])
    chosen = arguments.parse_args()
    points: list[Point] = []
    for family in FAMILIES:
        if chosen.only in (None, family.name):
            with tempfile.TemporaryDirectory() as folder:
                points += _measure(family, Path(folder), chosen.rounds)
            sys.stdout.write(
                _table([point for point in points if point.family == family.name], family) + "\n"
            )
    chosen.out.mkdir(parents=True, exist_ok=True)
    _write(points, chosen.out)


def _measure(family: Family, root: Path, rounds: int) -> list[Point]:
    cases = [_load(family, size, root) for size in family.sizes]
    for _ in range(rounds):  # by turns, so that a disturbance falls on all sizes
        for case in cases:
            case.times.append(_round(case))
    small = cases[0].path
    return [
        Point(
            family.name,
            case.size,
            median(case.times),
            case.load,
            case.load_packed,
            _bytes_of(case.path),
            _resident(small, case.path),
        )
        for case in cases
    ]


def _load(family: Family, size: int, root: Path) -> _Loaded:
    case = family.make(size)
    path = case.write(root / str(size))
    repeats = 5 if size < 10_000 else 2
    engine: Any = placet.load(path)
    load = min(_time(lambda: placet.load(path)) for _ in range(repeats))
    packed = None
    if hasattr(engine, "pack"):
        content = engine.pack()
        packed = min(_time(lambda: placet.load_packed(content)) for _ in range(repeats)) * 1e3
    return _Loaded(size, path, engine.decide, case.applicants, load * 1e3, packed, [])


def _time(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _round(case: _Loaded) -> float:
    """The mean time of a decision over all applicants, for some 20 ms, in microseconds."""
    decide, applicants = case.decide, case.applicants

    def once() -> None:
        for facts in applicants:
            decide(facts)

    first = _time(once)
    repeats = max(1, min(200, int(0.02 / first)))
    return sum(_time(once) for _ in range(repeats)) / repeats / len(applicants) * MICROSECONDS


def _bytes_of(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir()) if path.is_dir() else path.stat().st_size


def _resident(small: Path, path: Path) -> int | None:
    """What a loaded engine adds to a fresh process that has loaded the smallest one before."""
    if not Path("/proc/self/status").exists():
        return None
    run = subprocess.run(
        [sys.executable, "-c", MEMORY, str(small), str(path)], capture_output=True, check=True, text=True
    )
    return max(0, int(run.stdout))


def _table(points: Sequence[Point], family: Family) -> str:
    lines = [
        f"### {family.title}",
        "",
        "| size | decide, µs | load, ms | load packed, ms | source, KB | resident, KB |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for point in points:
        packed = "" if point.load_packed is None else f"{point.load_packed:,.1f}"
        resident = "" if point.resident is None else f"{point.resident / 1024:,.0f}"
        cells = (
            f"{point.size:,}",
            f"{point.decide:,.2f}",
            f"{point.load:,.1f}",
            packed,
            f"{point.source / 1024:,.0f}",
            resident,
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _write(points: Sequence[Point], out: Path) -> None:
    parts = ["# Cost against size", "", "Written by `python benches/growth.py`.", ""]
    for family in FAMILIES:
        of_family = [point for point in points if point.family == family.name]
        parts += [_table(of_family, family)] if of_family else []
    if _plot(points, out):
        parts += ["![Cost against size](growth.svg)", ""]
    (out / "growth.md").write_text("\n".join(parts), "utf-8")
    rows = [asdict(point) for point in points]
    (out / "growth.json").write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    with (out / "growth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _plot(points: Sequence[Point], out: Path) -> bool:
    """A plot of decisions and one of load times, with logarithmic axes; none where matplotlib is not installed."""
    try:
        import matplotlib as mpl
    except ImportError:
        return False
    mpl.use("svg")
    from matplotlib import pyplot

    mpl.rcParams["svg.hashsalt"] = "growth"
    figure, axes = pyplot.subplots(1, 2, figsize=(12, 5), layout="constrained")
    plots: list[tuple[str, Callable[[Point], float]]] = [
        ("one decision, µs", lambda point: point.decide),
        ("load, ms", lambda point: point.load),
    ]
    for axis, (title, value) in zip(axes, plots, strict=True):
        for family in FAMILIES:
            own = [point for point in points if point.family == family.name]
            if own:
                axis.plot([point.size for point in own], list(map(value, own)), "o-", label=family.title)
        axis.set(xscale="log", yscale="log", xlabel="size", title=title)
        axis.grid(visible=True, which="major", alpha=0.3)
    axes[0].legend(fontsize="small")
    figure.savefig(out / "growth.svg", metadata={"Date": None})
    return True


if __name__ == "__main__":
    main()
