"""Records that name a decision or a service of a model."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bare import NOW
from values import decoded

import placet
from placet import dmn

RUNS = True
"""Whether records with a model can be run; until then they are counted as not run."""


@cache
def model(path: Path) -> placet.Model:
    """A model as it is: the kit asks what an expression with an error gives."""
    return dmn.load(path, lenient=True)


def value(record: dict[str, Any], folder: Path) -> tuple[object, str | None]:
    """The result of the record's decision, and what went wrong beyond a null."""
    try:
        engine = model(folder / record["model"])
        spaces = record.get("input_namespaces", {})
        inputs = {
            f"{{{spaces[name]}}}{name}" if name in spaces else name: decoded(given)
            for name, given in record["inputs"].items()
        }
        if record["kind"] == "decision":
            return engine.evaluate(record["result"], inputs, now=NOW), None
        service = record["invocable"]
        result = engine.call(service, now=NOW, **inputs)
        several = isinstance(result, dict) and record["result"] in result
        return (result[record["result"]] if several else result), None
    except Exception as error:  # anything else is a failure of its record, not of the run
        return None, f"{type(error).__name__}: {error}"
