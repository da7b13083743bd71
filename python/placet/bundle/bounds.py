"""Every cap on what is read, so that no folder can exhaust the time or the memory; beyond one is E0108, or E0107."""

FILES = 1_000
"""Files in a folder."""

SHEETS = 100
"""Excel sheets that a bundle names."""

YAML_BYTES = 4 * 1024 * 1024
CSV_BYTES = 64 * 1024 * 1024
DMN_BYTES = 32 * 1024 * 1024
FOLDER_BYTES = 256 * 1024 * 1024

DEPTH = 64
"""Maps and lists within each other, as in the engine."""

NODES = 200_000
"""Scalars, maps and lists of one YAML file."""

DMN_NODES = 1_000_000
"""Elements, attributes and texts of one DMN model."""

ROWS = 1_000_000
CELLS = 10_000_000
COLUMNS = 1_000

CASES = 10_000
"""Cases in `tests.csv`."""

FINDINGS_A_FILE = 20
"""Beyond these a file is wrong as a whole, and more lines would only hide the first."""
