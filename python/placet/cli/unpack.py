"""`placet unpack`: the files of a packed bundle."""

from pathlib import Path

import click

from placet.cli import options
from placet.cli.console import line
from placet.cli.pack import default_name
from placet.loading import load_packed
from placet.release.contents import texts_of, write_texts
from placet.release.file import read_packed, shown


@click.command(short_help="Give back the files of a packed bundle.")
@click.argument("packed", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write, new or empty; NAME-VERSION if it is not given.",
)
def unpack(packed: Path, output: Path | None) -> None:
    """Write the files of the packed bundle FILE into a new folder, as they were packed.

    What is written is read again first, and must be what the engine runs: exit code 1 where it is not.
    """
    with options.packed_is_right():
        content = read_packed(packed)
        texts = texts_of(content, shown(packed))
    folder = Path(default_name(load_packed(content))) if output is None else output
    try:
        write_texts(texts, folder)
    except OSError as error:
        raise click.UsageError(
            f"{folder} cannot be written: {error.strerror}; nothing was unpacked"
        ) from None
    line(f"unpacked {len(texts)} files into {folder}")
