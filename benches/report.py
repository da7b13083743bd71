"""The tables and the plot of a results.json: README.md and speed.svg beside it.

report.py FOLDER           writes them
report.py FOLDER --front   and puts the first table into the repository's README.md, between its markers
report.py FOLDER --whole   writes nothing, and ends with 1 where the run has not every part of `make bench`
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lineup import FLOOR, HAND, LABELS, OURS

ROOT = Path(__file__).resolve().parents[1]
BEGIN, END = "<!-- speed: benches/report.py writes this -->", "<!-- /speed -->"
GROWTH = "what grows (`benches/growth.py`)"
Results = dict[str, Any]


def three(value: float | None) -> str:
    """Three digits."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def median(results: Results, kind: str, peer: str) -> float | None:
    """The least of the rounds' medians in µs: what disturbs only adds."""
    rounds = results[kind].get(peer)
    return min(one[0] for one in rounds) / 1e3 if rounds else None


def p99(results: Results, kind: str, peer: str) -> float | None:
    """The least of the rounds' 99th percentiles in µs."""
    rounds = results[kind].get(peer)
    return min(one[1] for one in rounds) / 1e3 if rounds else None


def rate(results: Results, threads: str, peer: str) -> float | None:
    """The best of the rounds, in million rows a second."""
    rounds = results["columns"].get(threads, {}).get(peer)
    return max(one[0] for one in rounds) / 1e6 if rounds else None


def times(value: float | None, of: float | None) -> str:
    """How many times as much."""
    if value is None or of is None or not of:
        return ""
    return f"{value / of:.2f}×" if value / of < 10 else f"{value / of:,.0f}×"


def share(value: float | None, of: float | None) -> str:
    """The quotient alone."""
    return "" if value is None or not of else f"{value / of:.2f}"


def name(results: Results, peer: str) -> str:
    """What a table calls a peer, with its version."""
    return LABELS[peer].format(results["peers"][peer]["version"])


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; all but the first column are numbers."""
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, rule, *rows])


def by_speed(results: Results, kind: str) -> list[str]:
    """The peers of a kind, the fastest first."""
    return sorted(results[kind], key=lambda peer: median(results, kind, peer) or 0)


def threads_of(results: Results) -> tuple[str, str]:
    """One core, and all."""
    counts = sorted(results["columns"], key=int)
    return counts[0], counts[-1]


def front(results: Results) -> str:
    """The table of the front page: one decision from a dict, and columns."""
    floor, hand = median(results, "dict", FLOOR), median(results, "dict", HAND)
    one, all_cores = threads_of(results)
    peers = by_speed(results, "dict")
    peers += sorted(
        set(results["columns"][one]) - set(peers), key=lambda peer: -(rate(results, one, peer) or 0)
    )
    rows = []
    for peer in peers:
        middle, high = median(results, "dict", peer), p99(results, "dict", peer)
        rates = [three(rate(results, count, peer)) for count in (one, all_cores)]
        cells = [three(middle), three(high), times(middle, floor), times(middle, hand), *rates]
        rows.append([name(results, peer), *cells])
    head = [
        "",
        "one decision, µs",
        "p99, µs",
        "of the floor",
        "of Python by hand",
        "columns on one core, M/s",
    ]
    machine = results["machine"]
    return "\n".join(
        [
            table([*head, f"on {all_cores} cores"], rows),
            "",
            "{cpu}, {cores} cores, Python {python}, rustc {rustc}, {date}.".format_map(machine),
        ]
    )


def tail(results: Results, kind: str, peer: str) -> float | None:
    """How many medians p99 is."""
    middle, high = median(results, kind, peer), p99(results, kind, peer)
    return high / middle if high and middle else None


def one_decision(results: Results, kind: str, of: str, against: str) -> str:
    """The table of a kind of single decision, against a peer that is the measure."""
    measure, measure_tail = median(results, kind, of), tail(results, kind, of)
    rows = []
    for peer in by_speed(results, kind):
        middle, high, its_tail = (
            median(results, kind, peer),
            p99(results, kind, peer),
            tail(results, kind, peer),
        )
        cells = [
            three(middle),
            times(middle, measure),
            three(high),
            share(high, middle),
            times(its_tail, measure_tail),
        ]
        rows.append([name(results, peer), *cells])
    return table(["", "median, µs", against, "p99, µs", "p99 / median", f"p99 / median, {against}"], rows)


def columns(results: Results) -> str:
    """The table of columns."""
    one, all_cores = threads_of(results)
    floor = rate(results, one, FLOOR)
    rows = []
    for peer in sorted(results["columns"][one], key=lambda peer: -(rate(results, one, peer) or 0)):
        single, several = rate(results, one, peer), rate(results, all_cores, peer)
        size = results["columns"][one][peer][0][1]
        cells = [three(single), three(several), share(several, single), share(single, floor), f"{size:,.0f}"]
        rows.append([name(results, peer), *cells])
    head = ["", "one core, M/s", f"{all_cores} cores, M/s", "gain of the cores", "of the floor", "rows"]
    return table(head, rows)


def ratios(results: Results) -> str:
    """The stated aims of the row path, as measured here."""
    ours = median(results, "dict", OURS)
    rows = [
        ["`decide(dict)` of the floor", times(ours, median(results, "dict", FLOOR)), "at most 1.5×"],
        ["hand-written Python of `decide(dict)`", times(median(results, "dict", HAND), ours), "at least 6×"],
        [
            "p99 / median of `decide`, of the floor's",
            times(tail(results, "dict", OURS), tail(results, "dict", FLOOR)),
            "at most 1.3×",
        ],
        [
            "`decide_json` of msgspec's decoding alone",
            times(median(results, "json", OURS), median(results, "json", "msgspec_decode")),
            "at most 1.5×",
        ],
        [
            "json.loads, Python by hand and json.dumps of `decide_json`",
            times(median(results, "json", "python_json"), median(results, "json", OURS)),
            "at least 4×",
        ],
        [
            "columns of the floor's, on one core",
            share(rate(results, threads_of(results)[0], OURS), rate(results, threads_of(results)[0], FLOOR)),
            "at least 0.33",
        ],
    ]
    return table(["", "measured", "aim"], rows)


PAGE = """# Speed, as measured in one run

`make bench` writes such a page into `target/bench/results`, and `make bench-publish` puts it here. How it is
measured, and how it is fast: [docs/speed.md](../../docs/speed.md).

{cpu}, {cores} cores, {kernel}, Python {python}, rustc {rustc}, {date}; load average at the start {load:.1f}.

Each peer decides the reference policy (`benches/reference`) in a process of its own. Of 5,000 applicants none
of its answers differs from the exact oracle's; a peer that differs is left out. Then 1,000 applicants in
turn, each call by itself, timer taken off; rounds alternate between the peers. A median or p99 is the least
of the rounds', a rate their best: what disturbs only adds. `results.json` has every round.{left_out}

{begin}{front}{end}

![One decision and columns](speed.svg)

## Against the aims

{ratios}

## One decision, from a dict

From a dict as `json.loads` gives it, 24 facts.

{dicts}

## One decision, from JSON to JSON

From the bytes of a JSON object to the bytes of the answer; no peer here checks the facts but Placet.

{jsons}

## Columns

Each from its own natural columns, made before the clock starts: the floor's arrays of integers and codes,
NumPy's arrays, Polars' and DuckDB's tables. Placet's is an Arrow table, and its answer is Arrow.

{columns}
"""


def lacking(folder: Path) -> list[str]:
    """The parts of `make bench` that a folder has not."""
    if not (folder / "results.json").exists():
        return ["everything"]
    results = json.loads((folder / "results.json").read_text("utf-8"))
    parts = {
        "the core alone (`cargo bench`)": results["core"],
        "the Python API (pytest-benchmark)": results["api"],
        GROWTH: (folder / "growth.md").exists(),
    }
    return [part for part, there in parts.items() if not there]


def page(results: Results, lacks: Sequence[str] = ()) -> str:
    """The whole page, which says what it lacks."""
    left_out = "".join(f"\n- `{peer}` is left out: {why}" for peer, why in results["left_out"].items())
    text = PAGE.format(
        **results["machine"],
        left_out="\n" + left_out if left_out else "",
        begin=BEGIN,
        end=END,
        front=f"\n\n{front(results)}\n\n",
        ratios=ratios(results),
        dicts=one_decision(results, "dict", FLOOR, "of the floor"),
        jsons=one_decision(results, "json", "msgspec_decode", "of decoding alone"),
        columns=columns(results),
    )
    if results["api"]:
        rows = [
            [f"`{case}`", three(low / 1e3), three(high / 1e3)] for case, (low, high) in results["api"].items()
        ]
        head = "By pytest-benchmark (`benches/test_api.py`), with the applicant of `examples/applicant.json`."
        text += f"\n## The Python API\n\n{head}\n\n{table(['', 'median, µs', 'p99, µs'], rows)}\n"
    if results["core"]:
        rows = [[f"`{case}`", middle] for case, middle in results["core"].items()]
        text += f"\n## The core alone\n\nBy `cargo bench`, without Python.\n\n{table(['', 'median'], rows)}\n"
    if GROWTH not in lacks:
        text += "\n## What grows\n\n[Cost against size](growth.md), by `benches/growth.py`.\n"
    if lacks:
        text += "\n## Not in this run\n\n" + "".join(f"- {part}\n" for part in lacks)
    return text


def plot(results: Results, path: Path) -> None:
    """Bars: time of one decision, and rows a second."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "placet", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    one, _ = threads_of(results)
    panels = [
        (
            "One decision from a dict, µs",
            {peer: median(results, "dict", peer) for peer in results["dict"]},
            False,
        ),
        (
            "Columns on one core, million a second",
            {peer: rate(results, one, peer) for peer in results["columns"][one]},
            True,
        ),
    ]
    sizes = [len(values) for _, values, _ in panels]
    figure, axes = pyplot.subplots(
        2, 1, figsize=(8, 0.32 * sum(sizes) + 1.4), gridspec_kw={"height_ratios": sizes}
    )
    for axis, (title, values, high_first) in zip(axes, panels, strict=True):
        ordered = sorted(values.items(), key=lambda item: item[1] or 0, reverse=not high_first)
        labels = [name(results, peer).replace("**", "") for peer, _ in ordered]
        colours = ["#c0392b" if peer.startswith("placet") else "#7f8c8d" for peer, _ in ordered]
        bars = axis.barh(labels, [value for _, value in ordered], color=colours)
        axis.bar_label(bars, [three(value) for _, value in ordered], padding=3)
        axis.set_xscale("log")
        axis.set_title(title, loc="left")
        axis.margins(x=0.15)
        axis.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)


def dumps(results: Results) -> str:
    """JSON with a line for each round."""
    rounded = json.loads(json.dumps(results), parse_float=lambda text: float(f"{float(text):.6g}"))
    text = json.dumps(rounded, indent=1, ensure_ascii=False)
    return (
        re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: "[" + re.sub(r"\s+", " ", found[1]) + "]", text)
        + "\n"
    )


def between(text: str) -> str:
    """What stands between the markers."""
    return text.split(BEGIN)[1].split(END)[0]


def replaced(text: str, by: str) -> str:
    """The text with something else between the markers."""
    head, rest = text.split(BEGIN)
    return head + BEGIN + by + END + rest.split(END)[1]


def write(folder: Path) -> None:
    """The page and the plot of a folder's results.json."""
    results = json.loads((folder / "results.json").read_text("utf-8"))
    text = page(results, lacking(folder))
    (folder / "README.md").write_text(text, "utf-8")
    try:
        plot(results, folder / "speed.svg")
    except ImportError:
        print("no plot: matplotlib is not installed")
    print(text)


def write_front(folder: Path) -> None:
    """The first table of a folder's page into the repository's README.md."""
    front_page = ROOT / "README.md"
    block = between((folder / "README.md").read_text("utf-8"))
    front_page.write_text(replaced(front_page.read_text("utf-8"), block), "utf-8")


def main() -> None:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--front", action="store_true", help="also the table of the repository's README.md")
    parser.add_argument(
        "--whole", action="store_true", help="only whether every part of `make bench` is there"
    )
    options = parser.parse_args()
    if options.whole:
        if lacks := lacking(options.folder):
            raise SystemExit(f"{options.folder} lacks {', and '.join(lacks)}: run `make bench`, whole")
        return
    write(options.folder)
    if options.front:
        write_front(options.folder)


if __name__ == "__main__":
    main()
