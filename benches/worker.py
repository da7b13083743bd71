"""One peer in a process of its own: worker.py PEER THREADS. A line on stdin asks, a line of JSON answers."""

from __future__ import annotations

import importlib
import inspect
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
CHECKED, TIMED, SLICE = 5_000, 1_000, 0.5
clock = time.perf_counter_ns


def version(package: str | None) -> str:
    """The version of the peer's package; none for a peer that is written here."""
    return metadata.version(package) if package else ""


def percentiles(decide: Callable[[Any], object], inputs: list[Any], timer: float) -> list[float]:
    """The median and p99 in ns, and how many were timed: each call by itself, the inputs in turn."""
    times: list[float] = []
    end = time.perf_counter() + SLICE
    while (now := time.perf_counter()) < end or not times:
        for one in inputs:
            before = clock()
            decide(one)
            times.append(clock() - before - timer)
            if times[-1] > 5e6 and now > end:
                break
    times.sort()
    return [times[len(times) // 2], times[int(len(times) * 0.99)], len(times)]


class Peer:
    """A loaded peer, and its inputs."""

    def __init__(self, name: str, threads: int) -> None:
        if reference := os.environ.get("PLACET_REFERENCE"):
            # the published floor, from where it is published
            sys.path.insert(0, str(HERE / "peers"))
            if name.startswith("c_floor"):
                sys.path.insert(0, str(Path(reference).resolve() / "peers"))
        else:
            sys.path.insert(0, str(HERE / "peers"))
        self.common = importlib.import_module("common")
        self.threads = threads
        started = clock()
        self.module = importlib.import_module(name)
        imported = clock()
        self.module.load()
        self.info = {
            "import_ms": (imported - started) / 1e6,
            "load_ms": (clock() - imported) / 1e6,
            "version": version(self.module.PACKAGE),
            "full": self.module.FULL,
            "kinds": [
                kind
                for kind, function in (
                    ("dict", "decide"),
                    ("json", "decide_json"),
                    ("columns", "decide_batch"),
                )
                if hasattr(self.module, function)
            ],
        }
        self.timer = statistics.median(-clock() + clock() for _ in range(20_001))
        self.prepared: Any = None
        self.size = 0

    def texts(self, count: int) -> list[bytes]:
        """The applicants as JSON documents."""
        self.common.rows(count)
        return (self.common.CACHE / f"facts_{count}.jsonl").read_bytes().splitlines()

    def wrong(self, kind: str) -> int:
        """How many of the answers differ from the oracle's."""
        module, gold = self.module, self.common.golden(CHECKED)
        if kind == "json" and not hasattr(module, "norm_json"):
            return 0  # it reads, and decides nothing
        if kind == "dict":
            told = (module.norm(module.decide(facts)) for facts in self.common.rows(CHECKED))
        elif kind == "json":
            told = (module.norm_json(module.decide_json(text)) for text in self.texts(CHECKED))
        else:
            told = module.norm_batch(self.decide_batch(module.prepare(self.common.table(CHECKED))))
        answers = list(told)
        if len(answers) != len(gold):
            return len(gold)
        return sum(one != right for one, right in zip(answers, gold, strict=True))

    def decide_batch(self, prepared: Any) -> Any:
        """Decides the columns, on as many threads as the worker has."""
        if "threads" in inspect.signature(self.module.decide_batch).parameters:
            return self.module.decide_batch(prepared, threads=self.threads)
        return self.module.decide_batch(prepared)

    def time(self, kind: str, rows: int) -> list[float]:
        """Of one decision the median, p99 and count; of columns the rows in a second, and the rows."""
        if kind == "dict":
            return percentiles(self.module.decide, self.common.rows(CHECKED)[:TIMED], self.timer)
        if kind == "json":
            return percentiles(self.module.decide_json, self.texts(CHECKED)[:TIMED], self.timer)
        if self.prepared is None:
            self.size = min(rows, getattr(self.module, "BATCH_ROWS", rows))
            self.prepared = self.module.prepare(self.common.table(rows).slice(0, self.size))
        before = clock()
        self.decide_batch(self.prepared)
        return [self.size / (clock() - before) * 1e9, self.size]


def main() -> None:
    """Answers until stdin ends."""
    name, threads = sys.argv[1], int(sys.argv[2])
    if threads == 1:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    out = sys.stdout
    sys.stdout = sys.stderr  # what a peer prints is no answer
    peer = Peer(name, threads)
    print(json.dumps(peer.info), file=out, flush=True)
    for line in sys.stdin:
        what, kind, rows = line.split()
        told = peer.wrong(kind) if what == "check" else peer.time(kind, int(rows))
        print(json.dumps(told), file=out, flush=True)


if __name__ == "__main__":
    main()
