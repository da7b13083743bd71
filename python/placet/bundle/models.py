"""Which .dmn files make a model: the one that decides, and those that it imports from the files beside it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from placet.bundle import bounds
from placet.bundle.dmn import read_dmn
from placet.bundle.shapes import File, ReaderFinding
from placet.bundle.text import NotTextError, decode

SUFFIX = ".dmn"


def read_model(
    path: str | os.PathLike[str], main: str | None = None
) -> tuple[list[File], list[ReaderFinding]]:
    """Reads a model and what it imports; the main one is the first file.

    Args:
        path: a .dmn file, or a folder of them.
        main: in a folder the file that decides; without it the one that no other imports.
    """
    root = Path(path)
    if root.is_dir():
        return _of_folder(root, main)
    return _with_imports(root, *_read(root, 0))


def _of_folder(folder: Path, main: str | None) -> tuple[list[File], list[ReaderFinding]]:
    if main is not None:
        return read_model(folder / main)
    paths = list(_models_in(folder))
    trees = {path: _read(path, 0)[0][2] for path in paths}
    imported = {name for tree in trees.values() for name in _imports(tree)}
    mains = [path for path in paths if _namespace(trees[path]) not in imported]
    if len(mains) == 1:
        return read_model(mains[0])
    names = ", ".join(f"`{path.name}`" for path in (mains or paths))
    message = f"the folder `{folder}` holds several models that no other imports: {names}"
    if not paths:
        message = f"the folder `{folder}` holds no .dmn file"
    return [], [ReaderFinding("E0807", None, 1, 1, 1, message, "name the file that decides")]


def _with_imports(
    main: Path, file: File, found: list[ReaderFinding]
) -> tuple[list[File], list[ReaderFinding]]:
    files, findings = [file], list(found)
    wanted = _imports(file[2])
    known = {_namespace(file[2])}
    if not wanted - known:
        return files, findings
    beside: dict[str, tuple[Path, File, list[ReaderFinding]]] = {}
    for path in _models_in(main.parent):
        if path.name == main.name or len(beside) > bounds.FILES:
            continue
        other, other_findings = _read(path, 0)
        beside.setdefault(_namespace(other[2]), (path, other, other_findings))
    while open_names := sorted((wanted - known) & beside.keys()):
        for name in open_names:
            path, other, _ = beside[name]
            known.add(name)
            wanted |= _imports(other[2])
            again, other_findings = _read(path, len(files))
            files.append(again)
            findings += other_findings
    return files, findings


def _models_in(folder: Path) -> Iterator[Path]:
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == SUFFIX)
    except OSError:
        return
    for name in names[: bounds.FILES]:
        if not name.startswith("."):
            yield folder / name


def _read(path: Path, number: int) -> tuple[File, list[ReaderFinding]]:
    try:
        with path.open("rb") as stream:
            content = stream.read(bounds.DMN_BYTES + 1)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        return (path.name, "", None), [_at_start("E0101", number, f"the file cannot be read: {why}")]
    if len(content) > bounds.DMN_BYTES:
        large = f"the file is larger than {bounds.DMN_BYTES // 1024 // 1024} MiB"
        return (path.name, "", None), [_at_start("E0108", number, large)]
    return read_one(path.name, content, number)


def read_one(name: str, content: bytes, number: int) -> tuple[File, list[ReaderFinding]]:
    """The file of a model, from its bytes."""
    try:
        text = decode(content)
    except NotTextError as error:
        finding = ReaderFinding("E0101", number, error.line, 1, 1, error.message, "save the model as UTF-8")
        return (name, "", None), [finding]
    tree, findings = read_dmn(text, number)
    return (name, text, tree), findings


def _at_start(code: str, number: int, message: str) -> ReaderFinding:
    return ReaderFinding(code, number, 1, 1, 1, message, "")


def _attribute(element: Any, name: str) -> str:  # noqa: ANN401  # a tree, whose shape its reader knows
    return next((value[1] for key, value in element[1][1][1] if key[1] == name), "")


def _namespace(tree: Any) -> str:  # noqa: ANN401
    return "" if tree is None else _attribute(tree, "namespace")


def _imports(tree: Any) -> set[str]:  # noqa: ANN401
    if tree is None:
        return set()
    elements = [item for item in tree[1][2:] if item[0] == "l"]
    return {_attribute(item, "namespace") for item in elements if item[1][0][1] == "import"}
