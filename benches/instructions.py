"""Counts the instructions of one decision under callgrind, and holds them against those in instructions.toml.

Noise cannot touch such a count, so it guards speed where a clock on a shared machine cannot. Only the work is counted:
starting and loading are not.

    instructions.py                    counts, and fails where a count grew by more than 5%
    instructions.py --accept "REASON"  writes the new counts with the reason; commit the file together with the change
"""

from __future__ import annotations

import argparse
import json
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
}


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
    options = [
        "--tool=callgrind",
        "--collect-atstart=no",
        "--toggle-collect=*measured*",
        f"--callgrind-out-file={out}",
    ]
    run = [path, work, str(WORK / f"{facts}.jsonl"), str(BUNDLE)]
    done = subprocess.run(["valgrind", *options, *run], capture_output=True, text=True, check=False)
    if done.returncode:
        fail(f"callgrind failed on `{work} {facts}`\n{done.stderr}")
    summary = next(
        line for line in out.read_text("utf-8").splitlines() if line.startswith(("summary:", "totals:"))
    )
    counted = int(summary.split()[1])
    if not counted:
        fail("nothing was counted: the function `measured` of benches/instructions.rs was not found")
    return round(counted / lines)


def rustc() -> str:
    """The version of the compiler."""
    return subprocess.run(["rustc", "--version"], capture_output=True, text=True, check=True).stdout.split()[
        1
    ]


def read(text: str) -> dict[str, Any]:
    """A file of counts: `rustc`, and a table for each case."""
    return tomllib.loads(text)


def write(cases: dict[str, dict[str, Any]]) -> None:
    """The file of counts."""
    lines = [
        "# Instructions of one decision of the reference policy; `make instructions` fails where one grows by over 5%.",
        '# Where it must grow, or has shrunk: make instructions-accept REASON="why"; commit this file with the change.',
        f'rustc = "{rustc()}"',
    ]
    for name, case in cases.items():
        lines += ["", f"# {CASES[name][2]}", f"[{name}]", f"instructions = {case['instructions']}"]
        lines += [f"reason = {json.dumps(case['reason'], ensure_ascii=False)}"]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


def before() -> dict[str, Any]:
    """The file as the commit before had it, or the last one where this file is not committed yet; else empty."""
    for revision in ("HEAD", "HEAD^"):
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


def compare(counted: dict[str, int], known: dict[str, Any]) -> list[str]:
    """Prints the counts beside the committed ones, and returns the cases that grew too much or are not known."""
    bad = []
    for name, now in counted.items():
        was = known.get(name, {}).get("instructions")
        change = f"{(now / was - 1) * 100:+6.1f}%" if was else "  new"
        note = (
            "" if was and now <= was * ALLOWED else "   <-- more than 5%" if was else "   <-- not in the file"
        )
        note = (
            "   (accept it, or 5% of the old count may come back unseen)"
            if was and now * ALLOWED < was
            else note
        )
        print(f"{name:10}{now:>9,} instructions  {was or 0:>9,} committed  {change}{note}")
        if not was or now > was * ALLOWED:
            bad.append(name)
    return bad


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
    counted = {name: count(path, work, facts) for name, (work, facts, _) in CASES.items()}
    bad = compare(counted, known)
    if options.accept is not None:
        moved = {
            name
            for name, now in counted.items()
            if abs(now / known.get(name, {}).get("instructions", 1) - 1) > 0.01
        }
        fresh = {name: {"instructions": counted[name], "reason": options.accept.strip()} for name in moved}
        write({name: fresh.get(name) or known[name] for name in CASES})
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
