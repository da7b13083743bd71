"""What a good Python service does with a JSON body: json.loads, python_hand, json.dumps."""
import json

import python_hand
from python_hand import norm as norm_of

FULL = True
PACKAGE = None


def load():
    global decide_json
    python_hand.load()
    decide, loads, dumps = python_hand.decide, json.loads, json.dumps

    def decide_json(text):
        return dumps(decide(loads(text)))


def norm_json(text):
    return norm_of(json.loads(text))
