"""DMN models: decisions that require each other, as modelling tools write them.

>>> model = placet.load_model("examples/lending/lending.dmn")
>>> facts = {"Applicant": {"Age": 31, "Income": 8500, "Debt": 1700, "History": "clean"}, "Amount": 30000}
>>> model.decide(facts)["Routing"]
'accept'
"""

from __future__ import annotations

import os

from placet import _native
from placet._native import Decisions, Finding, Model
from placet.dmn.explained import Explained, Hit, Note, Step
from placet.errors import BundleError

__all__ = ["Decisions", "Explained", "Hit", "Model", "Note", "Step", "check", "load"]


def load(path: str | os.PathLike[str], *, main: str | None = None, lenient: bool = False) -> Model:
    """Reads, checks and compiles a DMN model with all that it imports.

    Args:
        path: a `.dmn` file, of DMN 1.1 to 1.5; or a folder of them. Imported models stand beside the one that
            imports them.
        main: in a folder, the file that decides; without it the one that no other imports.
        lenient: load a model as it is: an expression that is wrong (an unknown name, a fault of form) is null, as the
            standard says, and the finding a warning.

    Returns:
        A model, immutable and safe to share between threads.

    Raises:
        BundleError: the model does not load. The error lists everything that stands in the way.
    """
    from placet.bundle.models import read_model

    files, reader_findings = read_model(path, main)
    model, findings = (
        _native.compile_model(files, 0, reader_findings, lenient=lenient)
        if files
        else (None, _native.compile_model([("", "", None)], 0, reader_findings)[1])
    )
    if model is None:
        raise BundleError(_native.render(findings, files, colour=False), findings)
    return model


def check(path: str | os.PathLike[str], *, main: str | None = None, lenient: bool = False) -> list[Finding]:
    """Everything that there is to say about a model, by file, line and column.

    Args:
        path: a `.dmn` file, or a folder of them.
        main: in a folder, the file that decides.
        lenient: tell what `load` with `lenient` would tell.
    """
    from placet.bundle.models import read_model

    files, reader_findings = read_model(path, main)
    return _native.compile_model(files or [("", "", None)], 0, reader_findings, lenient=lenient)[1]
