"""Placet, and everything read out of the Decision into Python objects: what the floor's tuple holds."""
import placet_peer
from placet_peer import FULL, PACKAGE  # noqa: F401

from common import answer


def load():
    global decide
    placet_peer.load()
    run = placet_peer.engine.decide

    def decide(f):
        d = run(f)
        return d.outcome, d["score"], d["grade"], d["limit"], d["apr"], d["binding"], [r.code for r in d.reasons]


def norm(t):
    return answer(*t[1:])
