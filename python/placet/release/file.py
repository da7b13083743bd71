"""Packed files on the disk: read within a bound, written whole or not at all."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from placet import _native
from placet.errors import BundleError

_BEGINNING = b"placet "
_HEAD_BYTES = 70_000
"""More than the head of any packed file has, with the two lines before it."""

READ_ONLY = 0o444
"""The mode of a file that shall never change."""
WRITABLE = 0o666


def read_packed(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a packed file; of any other file no more than shows that it is none.

    Raises:
        BundleError: the file cannot be read, or is too large.
    """
    try:
        with Path(path).open("rb") as file:
            if os.fstat(file.fileno()).st_size > _native.PACKED_BYTES:
                bound = _native.PACKED_BYTES // 1024 // 1024
                raise BundleError(
                    f"`{os.fspath(path)}` cannot be loaded: it is larger than {bound:,} MiB, which no bundle is"
                )
            beginning = file.read(len(_BEGINNING))
            if beginning != _BEGINNING:
                return beginning
            file.seek(0)
            return file.read(_native.PACKED_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from None


def read_beginning(path: str | os.PathLike[str]) -> bytes:
    """So much of a packed file as holds its head.

    Raises:
        BundleError: the file cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str | os.PathLike[str], error: OSError) -> BundleError:
    why = (error.strerror or type(error).__name__).lower()
    return BundleError(f"`{os.fspath(path)}` cannot be read: {why}")


def write_new(path: Path, content: bytes, mode: int = WRITABLE) -> None:
    """Writes a file that must not exist yet. Nobody ever sees a part of it, and a power cut leaves all or nothing.

    Raises:
        FileExistsError: there is one already; it is as it was.
        OSError: the file cannot be written.
    """
    with _beside(path, content, mode) as written:
        os.link(written, path)  # unlike a rename, it fails where the name is taken


def write_over(path: Path, content: bytes, mode: int = WRITABLE) -> None:
    """Writes a file in place of what may be there, as a whole.

    Raises:
        OSError: the file cannot be written.
    """
    with _beside(path, content, mode) as written:
        written.replace(path)


@contextmanager
def _beside(path: Path, content: bytes, mode: int) -> Iterator[Path]:
    """The content in a hidden file of the same folder, gone afterwards."""
    written = path.with_name(f".placet-{secrets.token_hex(8)}.tmp")
    if len(content) > _native.PACKED_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(written, flags, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield written
    finally:
        written.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder last through a power cut, where the system can say so."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
