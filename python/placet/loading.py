"""From a folder or a packed bundle to an engine, or to all that is wrong with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

from placet import _native
from placet.errors import BundleError

if TYPE_CHECKING:
    from placet._native import Engine, Finding, Model


def load(path: str | os.PathLike[str]) -> Engine:
    """Reads, checks and compiles a bundle.

    >>> engine = placet.load("rules/reference")
    >>> engine.name, engine.version, engine.output_names
    ('reference', '1.0.0', ('score', 'grade', 'limit', 'apr', 'binding'))

    Args:
        path: the folder that holds `bundle.yaml`, or a packed file. A `.dmn` file gives a `Model`, as `load_model`
            does; use that where types are checked.

    Returns:
        An engine, immutable and safe to share between threads.

    Raises:
        BundleError: the bundle does not load. The error lists everything that stands in the way, or says what is wrong
            with the packed file.
    """
    if os.fspath(path).lower().endswith(".dmn"):
        return cast("Engine", load_model(path))
    if os.path.isfile(path):  # noqa: PTH113  # what is packed loads without `pathlib`
        from placet.release.file import read_packed, shown

        return _native.load_packed(read_packed(path), shown(path))
    from placet.bundle import read_folder, without_cases  # YAML is loaded only by those who read a folder
    from placet.bundle.compiled import compile_files

    files, reader_findings = read_folder(path)
    engine, findings = compile_files(files, without_cases(files, reader_findings))
    if engine is None:
        raise BundleError(_native.render(findings, files, colour=False), findings)
    return engine


def load_model(path: str | os.PathLike[str], *, main: str | None = None, lenient: bool = False) -> Model:
    """Reads, checks and compiles a DMN model with all that it imports.

    >>> placet.load_model("examples/lending/lending.dmn").decisions
    ('Affordability', 'Risk', 'Routing', 'Rate')

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
    from placet import dmn

    return dmn.load(path, main=main, lenient=lenient)


def load_packed(packed: bytes) -> Engine:
    """The engine of what `Engine.pack` gave: the same decisions, reasons and explanations.

    >>> engine = placet.load_packed(placet.load("rules/reference").pack())
    >>> engine
    <Engine reference 1.0.0 ...>

    Args:
        packed: the bytes of a packed file.

    Raises:
        BundleError: the bytes are no packed bundle, were changed, or do not mean what they say.
    """
    return _native.load_packed(packed)


def check(path: str | os.PathLike[str]) -> list[Finding]:
    """Everything that there is to say about a bundle and its own test cases, by file, line and column.

    >>> placet.check("rules/reference")
    []

    Args:
        path: the folder that holds `bundle.yaml`, or a packed file.

    Returns:
        The findings, errors and warnings; empty for a bundle that could not be better.

    Raises:
        BundleError: a packed file is not right.
    """
    from placet.release.contents import inspect

    return inspect(path).findings
