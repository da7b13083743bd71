"""Placet beside its peers, on the reference policy: answers compared first, then times in alternating rounds.

    run.py [--also] [--rows N] [--rounds N] [--out FOLDER] [PEER ...]

Each peer runs in a process of its own. `--also` takes in what just came of `cargo bench` (target/bench/core.txt) and of
pytest-benchmark (target/bench/api.json). `report.py` makes the tables and the plot.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import report
from lineup import LABELS, OURS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = ROOT / "target" / "bench"
Rounds = dict[str, list[list[float]]]


class Worker:
    """A peer's process."""

    def __init__(self, peer: str, threads: int) -> None:
        more = {
            "POLARS_MAX_THREADS": str(threads),
            "OMP_NUM_THREADS": str(threads),
            "PYTHONWARNINGS": "ignore",
        }
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), peer, str(threads)],
            text=True,
            env={**os.environ, **more},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.info = self.answer()

    def answer(self) -> Any:
        """The next line."""
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        if not (line := self.process.stdout.readline()):
            error = self.process.stderr.read().strip().splitlines()
            raise RuntimeError(error[-1] if error else "it ended")
        return json.loads(line)

    def ask(self, what: str, kind: str, rows: int) -> Any:
        """An answer to a question."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what} {kind} {rows}\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self) -> None:
        """Ends the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def say(*words: object) -> None:
    """A line on the terminal."""
    print(*words, flush=True)


def start(peers: list[str]) -> tuple[dict[str, Worker], dict[str, Any], dict[str, str]]:
    """The peers that run and answer right, what they tell, and why others do not; Placet has to."""
    workers: dict[str, Worker] = {}
    told: dict[str, Any] = {}
    left_out: dict[str, str] = {}
    for peer in peers:
        try:
            worker = Worker(peer, os.cpu_count() or 1)
            worker.info["wrong"] = {kind: worker.ask("check", kind, 0) for kind in worker.info["kinds"]}
        except RuntimeError as error:
            left_out[peer] = str(error)
            say(f"left out: {peer}: {error}")
            continue
        workers[peer], told[peer] = worker, worker.info
        wrong = worker.info["wrong"]
        say(f"{peer:18} {worker.info['version']:10} answers that differ: {wrong}")
        if any(wrong.values()):
            left_out[peer] = f"{wrong} of its answers differ from the oracle's"
            worker.close()
            del workers[peer], told[peer]
    if OURS in peers and OURS not in workers:
        raise SystemExit(f"Placet does not run, or is wrong: {left_out[OURS]}")
    return workers, told, left_out


def one_by_one(workers: dict[str, Worker], kind: str, rounds: int) -> Rounds:
    """Rounds of [median ns, p99 ns, calls] for each peer; the order turns from round to round."""
    names = [name for name, worker in workers.items() if kind in worker.info["kinds"]]
    times: Rounds = {name: [] for name in names}
    for turn in range(rounds):
        say(f"{kind}: round {turn + 1} of {rounds}")
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            times[name].append(workers[name].ask("time", kind, 0))
    return times


def columns(names: list[str], threads: int, rows: int, rounds: int) -> Rounds:
    """Rounds of [rows a second, rows] for each peer that has columns."""
    workers = {name: Worker(name, threads) for name in names}
    times: Rounds = {name: [] for name in names}
    for worker in workers.values():
        worker.ask("time", "columns", rows)  # prepares, and warms up
    for turn in range(rounds):
        say(f"columns on {threads} of {os.cpu_count()} cores: round {turn + 1} of {rounds}")
        for name, worker in workers.items():
            times[name].append(worker.ask("time", "columns", rows))
    for worker in workers.values():
        worker.close()
    return times


def core() -> dict[str, str]:
    """The medians that `cargo bench` printed, as divan prints them."""
    found: dict[str, str] = {}
    path = BENCH / "core.txt"
    bench, outer = "", ""
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        if head := re.match(r"(\w+) +fastest", line):
            bench = head[1]
        elif part := re.match(r"([│ ]*)[├╰]─ (\S+) +(.*)", line):
            median = part[3].split("│")[2].strip()
            if not part[1]:
                outer = part[2]
            if median:
                found[f"{bench}: {outer}" + (f" of {part[2]}" if part[1] else "")] = median
    return found


def api() -> dict[str, list[float]]:
    """Medians and 99th percentiles in ns of pytest-benchmark's report."""
    path = BENCH / "api.json"
    if not path.exists():
        return {}
    report = json.loads(path.read_text("utf-8"))
    times = {}
    for one in report["benchmarks"]:
        data = sorted(one["stats"]["data"])
        times[one["name"].removeprefix("test_")] = [
            one["stats"]["median"] * 1e9,
            data[int(len(data) * 0.99)] * 1e9,
        ]
    return times


def machine() -> dict[str, Any]:
    """Where and with what this was measured."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    cpu = next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
    rustc = subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[
        1
    ]
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "rustc": rustc,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "load": os.getloadavg()[0],
    }


def main() -> None:
    """Measures, and writes results.json, README.md and the plot."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("peers", nargs="*", default=list(LABELS))
    parser.add_argument("--also", action="store_true")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--out", type=Path, default=BENCH / "results")
    options = parser.parse_args()
    where = machine()
    workers, told, left_out = start(options.peers)
    results: dict[str, Any] = {
        "machine": where,
        "peers": told,
        "left_out": left_out,
        "core": {},
        "api": {},
    }
    if options.also:
        results |= {"core": core(), "api": api()}
    results["dict"] = one_by_one(workers, "dict", options.rounds)
    results["json"] = one_by_one(workers, "json", options.rounds)
    names = [name for name, worker in workers.items() if "columns" in worker.info["kinds"]]
    for worker in workers.values():
        worker.close()
    results["columns"] = {
        str(threads): columns(names, threads, options.rows, options.rounds)
        for threads in sorted({1, os.cpu_count() or 1})
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.json").write_text(report.dumps(results), "utf-8")
    report.write(options.out)


if __name__ == "__main__":
    main()
