"""Scorecards of other libraries and formats, read into the native form that authors edit.

>>> from placet.importers import files_of, from_table
>>> card = from_table([
...     {"characteristic": "age", "bin": "[-inf, 26)", "points": -28},
...     {"characteristic": "", "bin": "[26, inf)", "points": 11},
...     {"characteristic": "", "bin": "missing", "points": 0},
... ])
>>> print(files_of(card)["scorecard.csv"])
characteristic,bin,points,reason
age,< 26,-28,R01
,>= 26,11,
,null,0,
<BLANKLINE>
>>> [note.text for note in card.notes if note.subject == "age"]
[]

The libraries themselves are never needed: their objects are read by what they offer. A card keeps every decision that
was taken in `notes`; what cannot be imported raises `CardImportError`.
"""

from placet.importers.model import Card, CardImportError, Note
from placet.importers.optbinning import from_optbinning
from placet.importers.pmml import from_pmml
from placet.importers.scorecardpy import from_scorecardpy
from placet.importers.table import from_table
from placet.importers.toad import from_toad
from placet.importers.write import files_of, write_folder

__all__ = [
    "Card",
    "CardImportError",
    "Note",
    "files_of",
    "from_optbinning",
    "from_pmml",
    "from_scorecardpy",
    "from_table",
    "from_toad",
    "write_folder",
]
