"""Counts the instructions of one decision under callgrind, and holds them against those in instructions.toml.

Noise cannot touch such a count, so it guards speed where a clock on a shared machine cannot. Only the work is counted:
starting and loading are not.

    instructions.py                    counts, and fails where a count grew by more than 5%
    instructions.py --accept "REASON"  writes the new counts with the reason; commit the file together with the change
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "benches" / "instructions.toml"
WORK = ROOT / "target" / "bench" / "instructions"
BUNDLE = ROOT / "target" / "bench" / "reference.placet"
ALLOWED = 1.05
TIMES = 200
MIXED = 1_000

# name: the work of instructions.rs, the facts, and what is counted
CASES = {
    "approve": (
        "decide",
        "approve",
        "one decision of the core, facts in slots: the applicant of examples/applicant.json",
    ),
    "decline": ("decide", "decline", "the same, declined by two rules, with ranked reasons"),
    "mixed": ("decide", "mixed", f"the mean of {MIXED:,} applicants of benches/reference/make_facts.py"),
    "read": ("read", "mixed", "the facts of one applicant from JSON text into slots"),
    "json": ("json", "mixed", "from JSON text to JSON text"),
    "columns": ("columns", "mixed", f"the core for one of {MIXED:,} rows in columns, with reasons"),
    "dict": (
        "python",
        "mixed",
        "Engine.decide of a dict: facts in, decision out; Python's own share depends on its version",
    ),
}
PYTHON = """
import json, sys, placet
decide = placet.load_packed(open(sys.argv[2], "rb").read()).decide
facts = [json.loads(line) for line in open(sys.argv[1])]
for one in facts:
    decide(one)
"""


def fail(message: str) -> None:
    """Ends with a message."""
    raise SystemExit(f"instructions: {message}")


def write_facts() -> None:
    """The facts of each case as JSON lines."""
    WORK.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT / "benches" / "reference"))
    from make_facts import applicants  # type: ignore[import-not-found]

    typical = json.loads((ROOT / "examples" / "applicant.json").read_text("utf-8"))
    files = {
        "approve": [typical] * TIMES,
        "decline": [typical | {"age": 17, "open_loans": 11}] * TIMES,
        "mixed": list(applicants(MIXED)),
    }
    for name, facts in files.items():
        text = "".join(json.dumps(one, separators=(",", ":")) + "\n" for one in facts)
        (WORK / f"{name}.jsonl").write_text(text, "utf-8")


def program() -> str:
    """Builds the benchmark, and returns the path of the program."""
    command = [
        "cargo",
        "bench",
        "--package",
        "engine_core",
        "--bench",
        "instructions",
        "--locked",
        "--no-run",
    ]
    built = subprocess.run(
        [*command, "--quiet", "--message-format=json"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    messages = map(json.loads, built.stdout.splitlines())
    paths = [
        message["executable"]
        for message in messages
        if message.get("target", {}).get("name") == "instructions"
    ]
    return str(paths[-1])


def count(path: str, work: str, facts: str) -> int:
    """Instructions for one line of facts."""
    lines = (WORK / f"{facts}.jsonl").read_text("utf-8").count("\n")
    out = WORK / f"{work}-{facts}.callgrind"
    inside, run = "measured", [path, work]
    if work == "python":
        inside, run = "__pymethod_decide__", [sys.executable, "-c", PYTHON]
    command = ["valgrind", "--tool=callgrind", "--collect-atstart=no", f"--toggle-collect=*{inside}*"]
    command += [f"--callgrind-out-file={out}", *run, str(WORK / f"{facts}.jsonl"), str(BUNDLE)]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"callgrind failed on `{work} {facts}`\n{done.stderr}")
    summary = next(
        line for line in out.read_text("utf-8").splitlines() if line.startswith(("summary:", "totals:"))
    )
    counted = int(summary.split()[1])
    if not counted:
        fail(f"nothing was counted: there is no function `{inside}`")
    return round(counted / lines)


def rustc() -> str:
    """The version of the compiler."""
    return subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[
        1
    ]


def python() -> str:
    """The version of Python, on whose dicts a count depends."""
    return ".".join(platform.python_version_tuple()[:2])


def read(text: str) -> dict[str, Any]:
    """A file of counts: the versions of the compiler and of Python, and a table for each case."""
    return tomllib.loads(text)


def write(cases: dict[str, dict[str, Any]], counted_in: str) -> None:
    """The file of counts."""
    lines = [
        "# Instructions of one decision of the reference policy; `make instructions` fails where one grows by over 5%.",
        '# Where it must grow, or has shrunk: make instructions-accept REASON="why"; commit this file with the change.',
        f'rustc = "{rustc()}"',
        f'python = "{counted_in}"',
    ]
    for name, case in cases.items():
        lines += ["", f"# {CASES[name][2]}", f"[{name}]", f"instructions = {case['instructions']}"]
        lines += [f"reason = {json.dumps(case['reason'], ensure_ascii=False)}"]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


def before() -> dict[str, Any]:
    """The file as the commit before had it, or the last one where this file is not committed yet; else empty."""
    for revision in ("HEAD", "HEAD^") if shutil.which("git") else ():
        done = subprocess.run(
            ["git", "show", f"{revision}:benches/{FILE.name}"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 and done.stdout != FILE.read_text("utf-8"):
            return read(done.stdout)
    return {}


def silent_growth(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Cases whose committed count grew although their reason stayed the same."""
    return [
        name
        for name in CASES
        if name in old
        and name in new
        and new[name]["instructions"] > old[name]["instructions"] * ALLOWED
        and new[name]["reason"] == old[name]["reason"]
    ]


def note(now: int, was: int | None) -> str:
    """What is to be said of a count beside the committed one."""
    if not was:
        return "   <-- not in the file"
    if now > was * ALLOWED:
        return "   <-- more than 5%"
    return "   (accept it, or as much may come back unseen)" if now * ALLOWED < was else ""


def compare(counted: dict[str, int], known: dict[str, Any]) -> list[str]:
    """Prints the counts beside the committed ones, and returns the cases that grew too much or are not known."""
    bad = []
    for name, now in counted.items():
        was = known.get(name, {}).get("instructions")
        change = f"{(now / was - 1) * 100:+7.1f}%" if was else " " * 8
        print(f"{name:10}{now:>9,} instructions  {was or 0:>9,} committed{change}{note(now, was)}")
        if not was or now > was * ALLOWED:
            bad.append(name)
    return bad


def accepted(counted: dict[str, int], known: dict[str, Any], reason: str) -> dict[str, dict[str, Any]]:
    """The committed cases, with what moved by more than 1% at its new count and with the reason."""
    cases = {name: known[name] for name in CASES if name in known}
    for name, now in counted.items():
        if name not in cases or abs(now / cases[name]["instructions"] - 1) > 0.01:
            cases[name] = {"instructions": now, "reason": reason}
    return {name: cases[name] for name in CASES if name in cases}


def main() -> None:
    """Counts, and accepts or compares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--accept", metavar="REASON", help="write the new counts, with this reason for those that moved"
    )
    options = parser.parse_args()
    if options.accept is not None and not options.accept.strip():
        fail('say why: make instructions-accept REASON="the flow records which rules were unknown"')
    if not shutil.which("valgrind"):
        fail("valgrind is not installed; on Debian: apt-get install valgrind")
    known = read(FILE.read_text("utf-8")) if FILE.exists() else {}
    if known.get("rustc", rustc()) != rustc():
        print(f"counted with rustc {rustc()}; the committed counts are of rustc {known['rustc']}")
    write_facts()
    path = program()
    cases = dict(CASES)
    if known.get("python", python()) != python():
        print(f"this is Python {python()}; `dict` is counted with {known['python']}, and left out here")
        del cases["dict"]
    counted = {name: count(path, work, facts) for name, (work, facts, _) in cases.items()}
    bad = compare(counted, known)
    if options.accept is not None:
        write(accepted(counted, known, options.accept.strip()), known.get("python", python()))
        print(f"wrote {FILE.relative_to(ROOT)}")
        return
    if silent := silent_growth(before(), known):
        fail(
            f"the committed count of {', '.join(silent)} grew, and its reason is the old one: say why it grew"
        )
    if bad:
        fail(
            f"{', '.join(bad)}: over 5% more instructions than committed. Find out why (callgrind_annotate "
            "target/bench/instructions/*.callgrind), or accept it in the same commit: "
            'make instructions-accept REASON="why"'
        )


if __name__ == "__main__":
    main()
