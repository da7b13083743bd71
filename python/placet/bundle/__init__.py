"""Reading a bundle: from a folder of YAML and CSV files to plain trees and sheets with places.

Nothing here has meaning: every scalar and every cell stays text, and the engine says what it is. What an author did
wrong is a finding, never an exception, and one bad file does not hide what is wrong in another.

folder: which files, how large · text: bytes to text · yaml, yaml_faults: trees · csv: sheets · cells: places in them ·
cases, expect: the bundle's own tests · inspect: all that there is to say about a folder
"""

from placet.bundle.cases import without_cases
from placet.bundle.folder import read_folder, read_texts
from placet.bundle.inspect import inspect_folder

__all__ = ["inspect_folder", "read_folder", "read_texts", "without_cases"]
