"""`placet pack`: a bundle as one file, to release it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from placet.cli import options
from placet.cli.console import line
from placet.cli.exact_json import dumps
from placet.cli.test import passed
from placet.release.contents import texts_of
from placet.release.file import read_packed, shown
from placet.release.store import SUFFIX
from placet.release.version import Version
from placet.release.write import write_new, write_over

if TYPE_CHECKING:
    from placet._native import Engine


@click.command(short_help="Pack a bundle into one file, to release it.")
@options.folder
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The file to write, or a folder for it; NAME-VERSION.placet if it is not given.",
)
@click.option("--replace", is_flag=True, help="Write over a file that holds something else.")
@options.as_json
def pack(folder: Path, output: Path | None, replace: bool, as_json: bool) -> None:
    """Pack the bundle in DIR into one file, which loads without a YAML reader and cannot be changed unseen.

    Nothing is packed where the bundle has errors, or one of its test cases fails: exit code 1. The same files give the
    same bytes on every machine.
    """
    engine = passed(folder)
    name = default_name(engine) + SUFFIX
    path = Path(name) if output is None else output / name if output.is_dir() else output
    packed = engine.pack()
    with options.packed_is_right():
        texts_of(packed, shown(path))  # what is packed can be unpacked
    _write(path, packed, replace=replace)
    if as_json:
        told = {
            "name": engine.name,
            "version": engine.version,
            "digest": engine.digest,
            "file": str(path),
            "bytes": len(packed),
        }
        line(dumps(told))
        return
    line(f"packed {engine.name} {engine.version} into {path}, {len(packed):,} bytes")
    line(f"digest {engine.digest}")


def default_name(engine: Engine) -> str:
    """What a packed file and an unpacked folder are called, if nothing else is said: `small-1.0.0`."""
    return f"{engine.name}-{Version.parse(engine.version)}"


def _write(path: Path, packed: bytes, *, replace: bool) -> None:
    try:
        if replace:
            write_over(path, packed)
        else:
            write_new(path, packed)
    except FileExistsError:
        if not path.is_file() or read_packed(path) != packed:
            raise click.UsageError(
                f"{path} exists already and holds something else; --replace writes over it"
            ) from None
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from None
