"""Reading packed files, within a bound. Nothing is imported here that a service would wait for."""

import os

from placet import _native
from placet.errors import BundleError

_BEGINNING = b"placet "
_HEAD_BYTES = 70_000
"""More than the head of any packed file has, with the two lines before it."""


def read_packed(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a packed file; of any other file no more than shows that it is none.

    Raises:
        BundleError: the file cannot be read, or is too large.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123
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
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(_HEAD_BYTES)
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: str | os.PathLike[str], error: OSError) -> BundleError:
    why = (error.strerror or type(error).__name__).lower()
    return BundleError(f"`{os.fspath(path)}` cannot be read: {why}")
