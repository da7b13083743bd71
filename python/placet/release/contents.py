"""The files of a bundle, whether it is a folder or packed, for those who show or check them."""

import errno
import json
import os
from pathlib import Path

from placet import _native
from placet.bundle import read_folder, read_texts, without_cases
from placet.bundle.folder import belongs
from placet.bundle.inspect import Inspection, inspect_files
from placet.bundle.shapes import File, ReaderFinding
from placet.errors import BundleError
from placet.release.file import read_packed, shown


def inspect(path: str | os.PathLike[str]) -> Inspection:
    """All that there is to say about a bundle in a folder or a packed file.

    Raises:
        BundleError: the packed file is not right.
    """
    return inspect_files(*read_bundle(path))


def read_bundle(path: str | os.PathLike[str]) -> tuple[list[File], list[ReaderFinding]]:
    """The files of a folder or of a packed file, read as texts.

    Raises:
        BundleError: the packed file is not right.
    """
    if Path(path).is_file():
        return read_texts(texts_of(read_packed(path), shown(path)))
    return read_folder(path)


def texts_of(packed: bytes, name: str) -> dict[str, str]:
    """The texts in a packed bundle by file name.

    A packed bundle holds each text twice: as its author wrote it, and as the engine runs it. The engine proves that the
    second means what the digest stands for; here the first is read again and must give the second.

    Args:
        packed: the packed bundle.
        name: what it is called in messages.

    Raises:
        BundleError: the packed bundle is not right, or shows something else than it runs.
    """
    _native.load_packed(packed, name)
    texts = dict(_native.packed_texts(packed, name))
    odd = next((file for file in texts if not _is_plain(file)), None)
    if odd is not None:
        raise BundleError(f"`{name}` holds the file {odd!r}, which cannot stand in a bundle's folder")
    files, findings = read_texts(texts)
    engine, _ = _native.compile(files, without_cases(files, findings))
    again = None if engine is None else engine.pack()
    if again != packed:
        raise BundleError(
            f"`{name}` shows something else than it runs{_where(packed, again)}: "
            "it was tampered with, or packed by a placet that reads files otherwise; pack the bundle again"
        )
    return texts


def _is_plain(file: str) -> bool:
    """Whether a file of this name stands in the bundle's folder itself, on every system."""
    return belongs(file) and file.isprintable() and not set(file) & set('/\\:*?"<>|')


def write_texts(texts: dict[str, str], folder: Path) -> None:
    """Writes the files of a bundle into a folder that is new or empty, byte for byte; all of them, or none.

    Raises:
        OSError: the folder holds something, or cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(errno.EEXIST, "it holds something already", str(folder))
    written: list[Path] = []
    try:
        for name, text in texts.items():
            path = folder / name
            with path.open("xb") as file:
                written.append(path)
                file.write(text.encode("utf-8"))
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _where(packed: bytes, again: bytes | None) -> str:
    """The first file that differs, if it is one file."""
    if again is None:
        return ""
    one, other = (json.loads(content.split(b"\n")[4]) for content in (packed, again))
    return next((f" in `{mine[0]}`" for mine, its in zip(one, other, strict=False) if mine != its), "")
