"""Writes the golden digests of shipped bundles: `make_digests.py NAME…` renews these, and with no name all.

A digest that moves without a change of its bundle is a fault: released bundles would no longer load.
"""

import csv
import sys
from hashlib import sha256
from pathlib import Path

import placet

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "tests" / "cases" / "digests.csv"


def read() -> dict[str, tuple[str, str]]:
    """The golden digest of each bundle, and SHA-256 of its packed file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["bundle"]: (row["digest"], row["packed"]) for row in csv.DictReader(file)}


def of(name: str) -> tuple[str, str]:
    """The same as they are now."""
    engine = placet.load(ROOT / "rules" / name)
    return engine.digest, sha256(engine.pack()).hexdigest()


if __name__ == "__main__":
    known = read() if FILE.exists() else {}
    known |= {name: of(name) for name in sys.argv[1:] or known}
    lines = ["bundle,digest,packed", *(",".join((name, *known[name])) for name in sorted(known))]
    FILE.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
