"""A folder of released bundles, `NAME/VERSION.placet`. A version is added once and never changes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from placet import _native
from placet.errors import BundleError, ReleaseExistsError, ReleaseNotFoundError
from placet.loading import load
from placet.release.file import read_beginning, read_packed, shown
from placet.release.version import Version
from placet.release.write import READ_ONLY, sync_folder, write_new

if TYPE_CHECKING:
    from placet._native import Engine

SUFFIX = ".placet"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Release:
    """A version of a bundle in a store."""

    name: str
    """The bundle's name."""
    version: str
    """The version, without leading zeros."""
    digest: str
    """The bundle's digest, in hexadecimal."""
    valid_from: date | None
    """The first day on which it may decide; None where it has none."""
    valid_to: date | None
    """The last day on which it may decide; None where it has none."""
    path: Path
    """The packed file."""

    def holds(self, day: date) -> bool:
        """Whether the release may decide on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Store:
    """A folder of released bundles. Any number of processes may read it and add to it at once.

    >>> import tempfile
    >>> store = placet.Store(tempfile.mkdtemp())
    >>> release = store.add("rules/reference")
    >>> release.name, release.version, release.path.name
    ('reference', '1.0.0', '1.0.0.placet')
    >>> store.load("reference")
    <Engine reference 1.0.0 ...>
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """The folder; it is made when the first release is added."""
        self.folder = Path(folder)

    def __repr__(self) -> str:
        """`Store('releases')`."""
        return f"Store({str(self.folder)!r})"

    def add(self, bundle: str | os.PathLike[str] | Engine) -> Release:
        """Adds a release. Adding the same bytes again changes nothing.

        Args:
            bundle: a bundle's folder, a packed file, or an engine.

        Returns:
            The release as it stands in the store.

        Raises:
            BundleError: the bundle does not load.
            ReleaseExistsError: the version is released already, with other content.
            OSError: the store cannot be written.
        """
        engine = bundle if isinstance(bundle, _native.Engine) else load(bundle)
        packed = engine.pack()
        version = _version(engine.version)
        path = self._path(engine.name, version)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder)
        try:
            write_new(path, packed, READ_ONLY)
        except FileExistsError:
            if read_packed(path) != packed:
                raise ReleaseExistsError(_exists(engine, version, path)) from None
        return _release(path)

    def names(self) -> tuple[str, ...]:
        """The names of the bundles that have a release, sorted."""
        if not self.folder.is_dir():
            return ()
        names = sorted(path.name for path in self.folder.iterdir() if _NAME.fullmatch(path.name))
        return tuple(name for name in names if self.list(name))

    def list(self, name: str) -> tuple[Release, ...]:
        """The releases of a bundle, by version. A file that is none, or is broken, is left out: `load` tells of it.

        Raises:
            ValueError: no bundle can have this name.
        """
        return tuple(self._readable(path for _, path in self._versions(name)))

    def load(self, name: str, version: str | None = None, *, on: date | None = None) -> Engine:
        """The engine of a release: of a version, of the one in force on a day, or of the latest.

        In force is the highest version that is valid on the day. A file in the store that cannot be read, and might be
        the one that is asked for, is an error and not passed over.

        Args:
            name: the bundle's name.
            version: three numbers with dots.
            on: a day.

        Raises:
            ReleaseNotFoundError: there is no such release; the text lists those that there are.
            BundleError: the release in the store is broken, or is not what its path says.
            ValueError: both a version and a day are given, or what is given cannot be a name or a version.
            TypeError: `on` is no `datetime.date`.
        """
        if version is not None and on is not None:
            raise ValueError("give a version or a day, and not both")
        if version is not None:
            path = self._path(name, _version(version))
            if not path.is_file():
                raise self._not_found(name, f"no release {version} of `{name}`")
            return _engine(path)
        if on is not None and (not isinstance(on, date) or isinstance(on, datetime)):
            raise TypeError(f"on must be a datetime.date, not {type(on).__name__}")
        self._refuse_strays(name)
        for _, path in reversed(self._versions(name)):
            if on is None or _release(path).holds(on):
                return _engine(path)
        raise self._not_found(
            name, f"no release of `{name}`" + ("" if on is None else f" that is valid on {on}")
        )

    def _path(self, name: str, version: Version) -> Path:
        return self._folder(name) / f"{version}{SUFFIX}"

    def _folder(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"no bundle can be named {name!r}: a name holds letters, digits, `_` and `-`")
        return self.folder / name

    def _files(self, name: str) -> tuple[Path, ...]:
        """The files that say that they are releases; one that is being written is hidden."""
        folder = self._folder(name)
        if not folder.is_dir():
            return ()
        return tuple(
            path for path in folder.iterdir() if path.suffix == SUFFIX and not path.name.startswith(".")
        )

    def _versions(self, name: str) -> tuple[tuple[Version, Path], ...]:
        versions = [(Version.parse(path.stem), path) for path in self._files(name)]
        named = ((version, path) for version, path in versions if version and str(version) == path.stem)
        return tuple(sorted(named))

    def _refuse_strays(self, name: str) -> None:
        """A release under another name than its version would not be found, and an older one decide in its place."""
        known = {path for _, path in self._versions(name)}
        for path in sorted(self._files(name)):
            if path not in known:
                raise BundleError(
                    f"`{shown(path)}` stands in the store under a name that is no version: "
                    "move it out of the store's folder, and add it with `Store.add`"
                )

    def _readable(self, paths: Iterator[Path]) -> Iterator[Release]:
        for path in paths:
            try:
                yield _release(path)
            except BundleError:
                continue

    def _not_found(self, name: str, what: str) -> ReleaseNotFoundError:
        releases = self.list(name)
        if releases:
            return ReleaseNotFoundError(
                f"there is {what}; there are {', '.join(map(_shown, releases))}", releases
            )
        names = ", ".join(self.names()) or "none"
        return ReleaseNotFoundError(f"there is {what} in `{self.folder}`; bundles with releases: {names}")


def _version(text: str) -> Version:
    version = Version.parse(text)
    if version is None:
        raise ValueError(f"{text!r} is no version: it has three numbers with dots, such as 1.0.0")
    return version


def _release(path: Path) -> Release:
    """What the head of a file says; that it says the truth is proven when it is loaded."""
    name, version, digest, first, last = _native.packed_head(read_beginning(path), shown(path))
    _refuse_misplaced(path, name, version)
    return Release(name, str(_version(version)), digest, first, last, path)


def _engine(path: Path) -> Engine:
    engine = _native.load_packed(read_packed(path), shown(path))
    _refuse_misplaced(path, engine.name, engine.version)
    return engine


def _refuse_misplaced(path: Path, name: str, version: str) -> None:
    found = Version.parse(version)
    if (path.parent.name, path.stem) != (name, str(found)):
        raise BundleError(
            f"`{shown(path)}` holds the bundle {name} {version}, and its place in the store is another's; "
            "move it out of the store's folder, and add it with `Store.add`"
        )


def _shown(release: Release) -> str:
    if release.valid_from is None and release.valid_to is None:
        return release.version
    first, last = release.valid_from or "", release.valid_to or ""
    return f"{release.version} (valid {first}..{last})"


def _exists(engine: Engine, version: Version, path: Path) -> str:
    try:
        digest = _release(path).digest
    except BundleError:
        other = "with a file that cannot be read"
    else:
        other = (
            "with the same rules and other comments, layout or test cases"
            if digest == engine.digest
            else f"with other rules (digest {digest:.12}…, and not {engine.digest:.12}…)"
        )
    return (
        f"{engine.name} {version} is released already, {other}; "
        "a release never changes: raise `version` in bundle.yaml"
    )
