"""Records that name a decision or a service of a model.

This is where DMN comes in: `value` loads `folder / record["model"]` with its `imports`, evaluates `record["result"]`
(or the service `record["invocable"]`) over `record["inputs"]`, decoded by `values.decoded`, and gives what
`bare.value` gives: the result, and what went wrong beyond a null.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

RUNS = False
"""Whether records with a model can be run; until then they are counted as not run."""


def value(record: dict[str, Any], folder: Path) -> tuple[object, str | None]:
    """The result of the record's decision."""
    raise NotImplementedError(f"models are not run yet: {folder / record['model']}")
