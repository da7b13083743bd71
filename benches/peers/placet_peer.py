"""Placet, on the bundle that ships: `decide` returns a Decision, of which nothing is read while the clock runs (see placet_read)."""
import json

import placet

from common import ROOT, answer

FULL = True
PACKAGE = None


def load():
    global engine, decide, decide_json
    engine = placet.load(ROOT / "rules" / "reference")
    decide, decide_json = engine.decide, engine.decide_json


def norm(d):
    return answer(d["score"], d["grade"], d["limit"], d["apr"], d["binding"], [r.code for r in d.reasons])


if hasattr(placet.Engine, "decide_batch"):
    def prepare(table):
        return table

    def decide_batch(table, threads=1):
        return engine.decide_batch(table, threads=threads)

    def norm_batch(out):
        import pyarrow as pa
        for r in pa.table(out).to_pylist():
            yield answer(r["score"], r["grade"], r["limit"], r["apr"], r["binding"], r["reasons"])


def norm_json(text):
    d = json.loads(text)
    return answer(*(d["outputs"][k] for k in ("score", "grade", "limit", "apr", "binding")), [r["code"] for r in d["reasons"]])
