"""Writing a file so that there is always a whole one: beside it, then in its place."""

import contextlib
import errno
import os
import stat
import tempfile
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Puts new content in the place of a file's, with its permissions; a link stays one, and what it names changes.

    Raises:
        OSError: the file, or its folder, cannot be written; then it is as it was.
    """
    target = path.resolve(strict=True)
    if not os.access(target, os.W_OK):
        # A file that its owner protects is not replaced either.
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    mode = stat.S_IMODE(target.stat().st_mode)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
