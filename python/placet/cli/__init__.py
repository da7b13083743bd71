"""The command `placet`, one file a verb.

app: the verbs · options: what they share · facts_files: applicants from JSON, JSON lines and CSV · exact_json: JSON
without binary floats · console: where output goes
"""

import sys
from io import TextIOWrapper


def main() -> None:
    """The entry point of the command. Ends the process with 0, 1 or 2, as `placet --help` says."""
    try:
        from placet.cli.app import app
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("click", "rich"):
            raise
        print("The command line needs two more packages: pip install 'placet[cli]'", file=sys.stderr)  # noqa: T201
        sys.exit(2)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # JSON is UTF-8 wherever it goes, and so are reasons in any language.
            stream.reconfigure(encoding="utf-8")
    app(prog_name="placet")
