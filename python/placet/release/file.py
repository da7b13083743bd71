"""Reading packed files, within a bound. Nothing is imported here that a service would wait for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from stat import S_ISREG
from typing import BinaryIO

from placet import _native
from placet.errors import BundleError

_BEGINNING = b"placet "
_HEAD_BYTES = 70_000
"""More than the head of any packed file has, with the two lines before it."""


def shown(path: str | os.PathLike[str]) -> str:
    """A path as text, also where the file system holds bytes that are none."""
    return os.fspath(path).encode("utf-8", "backslashreplace").decode("utf-8")


def read_packed(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a packed file; of any other file no more than shows that it is none.

    Raises:
        BundleError: the file cannot be read, or is too large.
    """
    with _opened(path) as file:
        if os.fstat(file.fileno()).st_size > _native.PACKED_BYTES:
            bound = _native.PACKED_BYTES // 1024 // 1024
            raise BundleError(
                f"`{shown(path)}` cannot be loaded: it is larger than {bound:,} MiB, which no bundle is"
            )
        beginning = file.read(len(_BEGINNING))
        if beginning != _BEGINNING:
            return beginning
        file.seek(0)
        return file.read(_native.PACKED_BYTES + 1)


def read_beginning(path: str | os.PathLike[str]) -> bytes:
    """So much of a packed file as holds its head.

    Raises:
        BundleError: the file cannot be read.
    """
    with _opened(path) as file:
        return file.read(_HEAD_BYTES)


@contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    try:
        if not S_ISREG(os.stat(path).st_mode):  # noqa: PTH116  # to open a pipe would be to wait for its writer
            raise BundleError(f"`{shown(path)}` cannot be read: it is no file")
        with open(path, "rb") as file:  # noqa: PTH123
            yield file
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise BundleError(f"`{shown(path)}` cannot be read: {why}") from None
