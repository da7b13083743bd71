"""Which files of a folder belong to a bundle, and which reader each goes to."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from stat import S_ISREG

from placet.bundle import bounds
from placet.bundle.csv import read_csv
from placet.bundle.excel import ExcelError, as_csv, named_in, parts_of, read_sheet
from placet.bundle.shapes import Content, File, ReaderFinding
from placet.bundle.text import NotTextError, decode, hidden_character
from placet.bundle.yaml import read_yaml

_YAML = (".yaml", ".yml")
_DMN = ".dmn"
_SUFFIXES = (*_YAML, ".csv", _DMN)


def read_folder(folder: str | os.PathLike[str]) -> tuple[list[File], list[ReaderFinding]]:
    """Reads the YAML, CSV and DMN files that stand directly in a folder; hidden files and all others are left alone.

    Returns:
        The files in the order of their names, and what is wrong with them as files.
    """
    root = Path(folder)
    try:
        names = names_in(root)
    except OSError as error:
        return [], [
            _whole(
                f"the folder `{root}` cannot be read: {_why(error)}",
                "name the folder that holds `bundle.yaml`",
            )
        ]
    if len(names) > bounds.FILES:
        return [], [
            _whole(
                f"the folder holds more than {bounds.FILES:,} files",
                "is this the bundle's own folder?",
                "E0108",
            )
        ]
    files, findings = _read((_shown(name), _bytes_of(root, name)) for name in names)
    _add_sheets(root, files, findings)
    return files, findings


def _add_sheets(root: Path, files: list[File], findings: list[ReaderFinding]) -> None:
    """The Excel sheets that bundle.yaml names and that are not there as text already."""
    named = [
        (number, *each)
        for number, (name, _, tree) in enumerate(files)
        if name == "bundle.yaml"
        for each in named_in(tree)
    ]
    known = {name for name, _, _ in files}
    if len(named) > bounds.SHEETS:
        message = f"the bundle names more than {bounds.SHEETS} sheets"
        findings.append(
            ReaderFinding("E0108", named[0][0], *named[0][2], message, "keep tables as CSV files")
        )
        return
    for number, name, place in named:
        parts = parts_of(name)
        if parts is None or name in known:
            continue
        known.add(name)
        if Path(parts[0]).name != parts[0] or not (root / parts[0]).exists():
            continue  # the engine says that there is no such file
        content = _bytes_of(root, parts[0])
        if isinstance(content, ReaderFinding):
            files.append((name, "", None))
            findings.append(content._replace(file=len(files) - 1))
        elif content is not None:
            _add_sheet(name, parts[1], content, (number, place), files, findings)


def _add_sheet(
    name: str,
    sheet: str,
    content: bytes,
    named: tuple[int, tuple[int, int, int]],
    files: list[File],
    findings: list[ReaderFinding],
) -> None:
    number = len(files)
    try:
        rows, _ = read_sheet(content, sheet)
    except ExcelError as error:
        files.append((name, "", None))
        place = (number, error.row, 1, 1) if error.row else (named[0], *named[1])
        findings.append(ReaderFinding("E0101", *place, f"`{name}`: {error}", ""))
        return
    text, tree, found = _read_one(name, as_csv(rows).encode(), number)
    files.append((name, text, tree))
    findings.extend(found)


def names_in(folder: Path) -> list[str]:
    """The names of the files of a folder that are read as a bundle's, in order."""
    return sorted(path.name for path in folder.iterdir() if belongs(path.name))


def read_file(folder: Path, name: str, number: int = 0) -> tuple[bytes, File, list[ReaderFinding]] | None:
    """Reads one file of a folder: its bytes, what they hold, and what is wrong. None for what is no file."""
    content = _bytes_of(folder, name)
    if isinstance(content, ReaderFinding):
        return b"", (_shown(name), "", None), [content._replace(file=number)]
    if content is None:
        return None
    text, tree, findings = _read_one(name, content, number)
    return content, (_shown(name), text, tree), findings


def read_texts(texts: Mapping[str, str]) -> tuple[list[File], list[ReaderFinding]]:
    """Reads a bundle from texts by file name, as if they stood in a folder."""
    return _read((name, text.encode("utf-8", "surrogatepass")) for name, text in texts.items())


def _read(
    contents: Iterable[tuple[str, bytes | ReaderFinding | None]],
) -> tuple[list[File], list[ReaderFinding]]:
    files: list[File] = []
    findings: list[ReaderFinding] = []
    room = bounds.FOLDER_BYTES
    for name, content in contents:
        if content is None:
            continue
        number = len(files)
        if isinstance(content, bytes):
            room -= len(content)
            content = _too_large("the folder", bounds.FOLDER_BYTES) if room < 0 else content
        if isinstance(content, ReaderFinding):
            files.append((name, "", None))
            findings.append(content._replace(file=number))
            continue
        text, tree, found = _read_one(name, content, number)
        files.append((name, text, tree))
        findings.extend(found)
    if not any(name == "bundle.yaml" for name, _, _ in files):
        findings.append(
            _whole(
                "there is no `bundle.yaml` in the folder",
                "`placet init NAME` writes a small bundle to begin with",
            )
        )
    return files, findings


def _read_one(name: str, content: bytes, number: int) -> tuple[str, Content, list[ReaderFinding]]:
    try:
        text = decode(content)
    except NotTextError as error:
        return "", None, [ReaderFinding("E0101", number, error.line, 1, 1, error.message, error.help)]
    hidden = hidden_character(text)
    if hidden is not None:
        line, column, character = hidden
        message = f"the character {character}, which cannot be seen, is not allowed"
        return text, None, [ReaderFinding("E0101", number, line, column, 1, message, "remove it")]
    if name.lower().endswith(_DMN):
        from placet.bundle.dmn import read_dmn  # few bundles hold a model

        return text, *read_dmn(text, number)
    tree, findings = read_yaml(text, number) if name.lower().endswith(_YAML) else read_csv(text, number)
    return text, tree, findings


def belongs(name: str) -> bool:
    """Whether a file of this name is read as a bundle's."""
    return (name.lower().endswith(_SUFFIXES) or parts_of(name) is not None) and not name.startswith(".")


def _shown(name: str) -> str:
    """A name as text, also where the file system holds bytes that are none."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _bytes_of(root: Path, name: str) -> bytes | ReaderFinding | None:
    """The content; a finding where it cannot be had; None for what is no file."""
    path = root / name
    bound = bounds.CSV_BYTES
    if name.lower().endswith(_YAML):
        bound = bounds.YAML_BYTES
    elif name.lower().endswith(_DMN):
        bound = bounds.DMN_BYTES
    try:
        # A bundle is complete in its folder: a link within it (as a mounted volume has) is fine, one out of it is not.
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return _at_start(
                "E0101", "the file is a link out of the bundle's folder", "copy the file into the folder"
            )
        if not S_ISREG(path.stat().st_mode):
            return None
        with path.open("rb") as file:
            content = file.read(bound + 1)
    except RuntimeError:  # what Python 3.11 and 3.12 raise for a link to itself
        return _at_start("E0101", "the file is a link to itself", "copy the file into the folder")
    except OSError as error:
        return _at_start("E0101", f"the file cannot be read: {_why(error)}", "")
    return content if len(content) <= bound else _too_large("the file", bound)


def _too_large(what: str, bound: int) -> ReaderFinding:
    return _at_start("E0108", f"{what} is larger than {bound // 1024 // 1024} MiB", "")


def _at_start(code: str, message: str, help_text: str) -> ReaderFinding:
    return ReaderFinding(code, 0, 1, 1, 1, message, help_text)


def _whole(message: str, help_text: str, code: str = "E0101") -> ReaderFinding:
    return ReaderFinding(code, None, 1, 1, 1, message, help_text)


def _why(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
