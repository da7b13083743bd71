"""Writes a bundle's files as the reader hands them to the engine: `write_sources.py FOLDER FILE.json`."""

import json
import sys
from pathlib import Path

from placet.bundle import read_folder

if __name__ == "__main__":
    folder, target = sys.argv[1:]
    files, _ = read_folder(folder)
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_text(json.dumps(files), "utf-8")
