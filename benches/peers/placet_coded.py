"""Placet on columns whose categories are Arrow dictionaries, as readers of Parquet and data frames can give them."""
import placet_peer
from common import STRINGS
from placet_peer import FULL, PACKAGE, load  # noqa: F401

if hasattr(placet_peer, "decide_batch"):
    from placet_peer import decide_batch, norm_batch  # noqa: F401

    def prepare(table):
        for name in STRINGS[1:]:
            table = table.set_column(table.column_names.index(name), name, table[name].dictionary_encode())
        return table
