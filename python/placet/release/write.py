"""Writing files whole or not at all, and so that they outlast a power cut."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from placet import _native

READ_ONLY = 0o444
"""The mode of a file that shall never change."""
WRITABLE = 0o666


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
    if os.name == "nt":
        mode = WRITABLE  # what is read-only cannot be unlinked there
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
