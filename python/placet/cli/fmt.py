"""`placet fmt`: files of a bundle in the canonical layout."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import NamedTuple

import click
from rich.text import Text

from placet import _native
from placet.bundle.folder import belongs, names_in, read_file
from placet.bundle.format import format_file
from placet.bundle.format.writing import replace
from placet.bundle.shapes import Content, File, ReaderFinding
from placet.cli.console import err, fail, out, show_findings

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


class _CannotWriteError(click.ClickException):
    exit_code = 2


class _Read(NamedTuple):
    path: Path
    content: bytes
    file: File
    findings: list[ReaderFinding]
    described: Content


@click.command(short_help="Write a bundle's files in the canonical layout.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change, and exit with 1.")
def fmt(paths: tuple[Path, ...], check: bool, diff: bool) -> None:
    """Write files in the canonical layout: bundles (folders), or single .yaml and .csv files.

    Nothing but the layout changes: texts, keys, their order and all comments stay, and so do the decisions and the
    digest. A file with errors of syntax is reported and left alone.

    Exit code 0 if all is well, 1 if a file has errors or, with --check or --diff, would change.
    """
    changed = kept = 0
    left: list[_Read] = []
    for read in _files(paths):
        formatted = None if read.findings else format_file(read.file, read.described).text
        if formatted is None:
            left.append(read)
        elif (content := formatted.encode()) == read.content:
            kept += 1
        else:
            changed += 1
            if diff:
                _show_diff(read, formatted)
            elif not check:
                _write(read.path, content)
            if not diff:
                verb = "would format" if check else "formatted"
                out.print(f"{verb} {read.path}", soft_wrap=True, markup=False)
    _tell(left)
    if not diff:
        did = "would be formatted" if check else "formatted"
        out.print(
            f"{_count(changed)} {did}, {kept} unchanged" + (f", {len(left)} with errors" if left else "")
        )
    if left or (changed and (check or diff)):
        fail()


def _files(paths: tuple[Path, ...]) -> Iterator[_Read]:
    """The files to lay out, each once; what else a pattern such as `rules/*` names is passed over."""
    seen: set[Path] = set()
    for path in paths:
        folder = path if path.is_dir() else path.parent
        names = names_in(path) if path.is_dir() else [path.name] if belongs(path.name) else []
        described = read_file(folder, "bundle.yaml") if (folder / "bundle.yaml").exists() else None
        for name in names:
            read = read_file(folder, name)
            if read is not None and (where := folder / name).absolute() not in seen:
                seen.add(where.absolute())
                yield _Read(where, *read, None if described is None else described[1][2])
    if not seen:
        raise click.UsageError("there is no .yaml or .csv file among these; name the folder of a bundle")


def _write(path: Path, content: bytes) -> None:
    try:
        replace(path, content)
    except OSError as error:
        raise _CannotWriteError(f"{path} cannot be written: {error.strerror}") from None


def _show_diff(read: _Read, formatted: str) -> None:
    name = str(read.path)
    lines = list(
        unified_diff(
            read.file[1].splitlines(), formatted.splitlines(), name, f"{name}, formatted", lineterm=""
        )
    )
    if not lines:
        lines = [f"{name}: only how its lines end, or its byte order mark"]
    for text in lines:
        out.print(Text(text, _COLOURS.get(text[:1], "")), soft_wrap=True)


def _tell(left: list[_Read]) -> None:
    """What is wrong with the files that are left alone; their names are told with the folder."""
    files = [(str(read.path), *read.file[1:]) for read in left]
    findings = [
        _native.Finding(
            found.code,
            str(read.path),
            found.line,
            found.column,
            found.length,
            found.message,
            found.help or None,
        )
        for read in left
        for found in read.findings
    ]
    if findings:
        show_findings(findings, files)
    for read in left:
        if not read.findings:
            err.print(
                f"{read.path} is left as it is: laid out anew it would not say the same."
                " Please report this as a fault of placet.",
                soft_wrap=True,
                markup=False,
            )


def _count(files: int) -> str:
    return "1 file" if files == 1 else f"{files} files"
