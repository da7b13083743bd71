"""Who runs: each peer's module in `peers/`, and what a table calls it."""

from __future__ import annotations

OURS = "placet_peer"
FLOOR = "c_floor"
HAND = "python_hand"

# {} is the version.
LABELS = {
    FLOOR: "the floor: C for this one policy, nothing checked",
    "c_floor_walk": "the floor, walking the dict in its order",
    OURS: "**Placet**",
    "placet_read": "**Placet**, every output and reason read",
    "placet_coded": "**Placet**, categories as dictionaries",
    HAND: "Python by hand: floats and bisect",
    "datalogic": "datalogic {} (JSONLogic, Rust)",
    "zen_ladders": "GoRules ZEN {}, written for speed",
    "zen_peer": "GoRules ZEN {}, with its decision tables",
    "cel_peer": "CEL {} (Rust), and a little Python",
    "rule_engine_peer": "rule-engine {} (Python)",
    "msgspec_decode": "msgspec {} reads the bytes into a dict, and decides nothing",
    "msgspec_json": "msgspec {}, Python by hand, msgspec",
    "python_json": "json.loads, Python by hand, json.dumps",
    "numpy_hand": "NumPy {} by hand",
    "polars_peer": "Polars {} by hand",
    "duckdb_peer": "DuckDB {} by hand",
}
