"""The same by the fastest JSON library of Python: msgspec.json.decode, python_hand, msgspec.json.encode."""
import json

import msgspec
import python_hand
from python_hand import norm as norm_of

FULL = True
PACKAGE = "msgspec"


def load():
    global decide_json
    python_hand.load()
    decide, decode, encode = python_hand.decide, msgspec.json.Decoder().decode, msgspec.json.Encoder().encode

    def decide_json(text):
        return encode(decide(decode(text)))


def norm_json(text):
    return norm_of(json.loads(text))
