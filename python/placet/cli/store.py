"""`placet store`: releases in a folder."""

from __future__ import annotations

from pathlib import Path

import click

from placet.cli import options
from placet.cli.console import line
from placet.cli.exact_json import dumps
from placet.cli.test import passed
from placet.errors import ReleaseExistsError
from placet.release.store import Release, Store


@click.group(short_help="Add releases to a store, and list them.")
@click.argument("folder", metavar="STORE", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def store(context: click.Context, folder: Path) -> None:
    """Keep releases in the folder STORE, as NAME/VERSION.placet. A version is added once and never changes."""
    context.obj = Store(folder)


@store.command(short_help="Add a release.")
@options.bundle
@click.pass_obj
def add(releases: Store, bundle: Path) -> None:
    """Add BUNDLE, a folder or a packed file, if it has no errors and all its test cases pass.

    Exit code 1 where it has, where one fails, and where the version is there already with other content.
    """
    engine = passed(bundle)
    try:
        release = releases.add(engine)
    except ReleaseExistsError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.UsageError(f"{releases.folder} cannot be written: {error.strerror}") from None
    line(f"added {release.name} {release.version} as {release.path}")
    line(f"digest {release.digest}")


@store.command("list", short_help="List the releases.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@options.as_json
@click.pass_obj
def list_(releases: Store, names: tuple[str, ...], as_json: bool) -> None:
    """List the releases of the bundles NAME, or of all, by version: name, version, validity and digest."""
    try:
        found = [release for name in names or releases.names() for release in releases.list(name)]
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    for release in found:
        if as_json:
            line(dumps(_as_object(release)))
        else:
            valid = f"{release.valid_from or ''}..{release.valid_to or ''}"
            line(f"{release.name}  {release.version}  {valid}  {release.digest:.12}")


def _as_object(release: Release) -> object:
    return {
        "name": release.name,
        "version": release.version,
        "digest": release.digest,
        "valid_from": release.valid_from,
        "valid_to": release.valid_to,
        "file": str(release.path),
    }
