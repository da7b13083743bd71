"""JSON in, JSON out: the same answers as `decide` gives for the same facts as Python objects."""

import csv
import json
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from json_requests import BUNDLE, Digits, answer, compiled

import placet

ROOT = Path(__file__).resolve().parents[2]


def plain(value: object) -> object:
    """What `decide` gives, as it must stand in JSON."""
    match value:
        case None | bool() | str():
            return value
        case date():
            return value.isoformat()
        case int():
            return Digits(value)
        case Decimal():
            return Digits(f"{value:f}")
        case list() | tuple():
            return [plain(item) for item in value]
    raise TypeError(type(value))


def same_answer(engine: placet.Engine, text: str, **options: Any) -> str:
    """Decides both ways, and holds the answers together; how it ended."""
    facts = json.loads(text, parse_float=Decimal, object_hook=cause)
    try:
        decision = engine.decide(facts, **options)
    except placet.FactsError as error:
        with pytest.raises(placet.FactsError) as caught:
            engine.decide_json(text, **options)
        assert caught.value.problems == [in_json(problem) for problem in error.problems], text
        return "error"
    found = answer(engine, text, **options)
    assert list(found) == ["outcome", "outputs", "reasons", "hits", "version", "digest", "as_of"]
    assert found["outcome"] == decision.outcome, text
    assert found["outputs"] == {name: plain(value) for name, value in decision.outputs.items()}, text
    assert list(found["outputs"]) == list(decision.outputs)
    for part in ("reasons", "hits"):
        reasons = getattr(decision, part)
        assert [(one["code"], one["tell"]) for one in found[part]] == [(r.code, r.tell) for r in reasons]
        for one, reason in zip(found[part], reasons, strict=True):
            assert all(text and reason.text(lang) == text for lang, text in one["texts"].items())
            assert reason.text("en") in one["texts"].values()
    assert (found["version"], found["digest"]) == (decision.version, decision.digest)
    assert found["as_of"] == plain(decision.as_of)
    return decision.outcome


def cause(found: dict[str, Any]) -> object:
    named = list(found) == ["missing"] and isinstance(found["missing"], str)
    return placet.missing(found["missing"]) if named else found


WORDS = {"dict": "an object", "int": "a number", "Decimal": "a number", "str": "a text", "bool": "a boolean"}


def in_json(problem: Any) -> dict[str, object]:
    """A problem of Python objects in the words of JSON."""

    def words(text: str | None) -> str | None:
        return text and re.sub(
            r"(?<=is )?\ba (dict|int|Decimal|str|bool)\b", lambda found: WORDS[found[1]], text
        )

    return dict(problem) | {"value": words(problem["value"]), "message": words(problem["message"])}


ODD = ["null", "true", "17", "-0", "17.5", '"17"', '""', "[]", "[1, [2.50]]", "{}", '{"a": 1}', '"R99"']
ODD += [
    '{"missing": "source_down"}',
    '{"missing": "never"}',
    '{"missing": 1}',
    "12345678901234567890",
    "1" * 50,
]
ODD += ["0.1234567", "-3", "1e40", "9e99", "-1.5E-30", '"P1D"', '"P1Y"', '"2026-02-30"', '"1990-02-03"']


class Applicants:
    """Random requests for a bundle: mostly good, some bad in one or many ways."""

    def __init__(self, facts: list[dict[str, str]], typical: dict[str, str], random: random.Random) -> None:
        self.facts = {fact["fact"]: fact for fact in facts}
        self.typical = typical
        self.random = random

    def request(self) -> str:
        draw = self.random
        risk = draw.choice([0, 0, 0.02, 0.1, 0.5])
        values = {name: self.value(fact, risk) for name, fact in self.facts.items()}
        given = {name: value for name, value in values.items() if value is not None}
        if draw.random() < risk:
            given[draw.choice(["aeg", "bureau.scor", "x", "missing", "bureau", "form.x.y"])] = "[1, {}]"
        names = list(given)
        draw.shuffle(names)
        tree: dict[str, Any] = {}
        for name in names:
            self.put(tree, name, given[name])
        for name in [name for name, inner in tree.items() if isinstance(inner, dict)]:
            if draw.random() < risk / 4:
                tree[name] = self.odd()
        return self.text(tree)

    def put(self, tree: dict[str, Any], name: str, value: str) -> None:
        *groups, key = name.split(".")
        inner = tree
        if self.random.random() < 0.5:
            for group in groups:
                if not isinstance(inner.setdefault(group, {}), dict):
                    return
                inner = inner[group]
            inner.setdefault(key, value)
            if self.random.random() > 0.01:
                return
        tree.setdefault(name, value)

    def text(self, tree: dict[str, Any]) -> str:
        space = self.random.choice(["", " ", "\n\t"])
        parts = []
        for name, value in tree.items():
            key = json.dumps(name) if self.random.random() > 0.02 else f'"\\u{ord(name[0]):04x}{name[1:]}"'
            parts.append(f"{key}{space}:{self.text(value) if isinstance(value, dict) else value}")
        return "{" + space + f",{space}".join(parts) + space + "}"

    def odd(self) -> str:
        """What fits few facts."""
        return self.random.choice(ODD)

    def value(self, fact: dict[str, str], risk: float) -> str | None:
        draw = self.random
        if draw.random() < risk / 3:
            odd = self.odd()
            # Where JSON is read otherwise than by way of Python's decimals: a whole number with an exponent is no
            # integer, and a float of more than 34 digits is the nearest double.
            whole = "integer" in fact["type"] and re.match(r"(?i)-?[\d.]+e", odd)
            return "31.0" if whole or (fact["type"] == "float" and len(odd) > 34) else odd
        optional = fact.get("missing", "") not in ("", "no")
        if optional and draw.random() < 0.03:
            causes = re.split(r"\W+", fact["missing"]) if fact["missing"] != "yes" else []
            return draw.choice([None, "null", *(f'{{"missing": "{name}"}}' for name in causes)])
        if draw.random() < 0.9 and fact["fact"] in self.typical:
            return self.typical[fact["fact"]]
        return self.of_type(fact["type"].removeprefix("list of "), fact, draw, "list of" in fact["type"])

    def of_type(self, kind: str, fact: dict[str, str], draw: random.Random, several: bool) -> str:
        if several:
            one = [self.of_type(kind, fact, draw, False) for _ in range(draw.randrange(4))]
            return f"[{', '.join(one)}]"
        ends = re.findall(r"-?\d+(?:\.\d+)?", fact.get("allowed", "")) or ["0", "1000"]
        low, high = int(float(ends[0])), int(float(ends[-1]))
        match kind.split("(")[0]:
            case "boolean":
                return draw.choice(["true", "true", "false"])
            case "integer":
                return str(draw.choice([low, draw.randint(low, min(high, low + 200))]))
            case "money" | "decimal" | "number" | "float":
                return str(draw.randint(low, min(high, 20000))) + draw.choice(["", ".0", ".50", "e0", ".000"])
            case "enumeration":
                words = next(csv.reader([fact["allowed"]], skipinitialspace=True))
                return json.dumps(draw.choice(words), ensure_ascii=draw.random() < 0.5)
            case "date":
                return f'"{draw.randint(1950, 2020)}-0{draw.randint(1, 9)}-1{draw.randint(0, 9)}"'
            case "date and time":
                return draw.choice(['"2026-11-24T10:00:00Z"', '"2026-11-24T10:00:00.5+08:00"'])
            case "days and time duration":
                return draw.choice(['"P1DT2H"', '"-PT0.5S"'])
            case "years and months duration":
                return draw.choice(['"P1Y2M"', '"P14M"'])
        return draw.choice(['"A1"', '"\\u4e2d\\n"', '"中"', '"\\ud83d\\ude00\\/\\""', '""'])


def applicants(name: str, seed: int) -> tuple[placet.Engine, Applicants]:
    folder = ROOT / "rules" / name
    text = BUNDLE["facts.csv"] if name == "types" else (folder / "facts.csv").read_text("utf-8")
    facts = list(csv.DictReader(text.splitlines()))
    typical: dict[str, str] = {}
    if name == "types":
        engine = compiled()
    else:

        def flat(found: dict[str, Any], prefix: str) -> None:
            for key, value in found.items():
                if isinstance(value, dict):
                    flat(value, f"{prefix}{key}.")
                else:
                    shown = value if not isinstance(value, date) else value.isoformat()
                    typical[prefix + key] = json.dumps(shown)

        flat(yaml.safe_load((folder / "typical.yaml").read_text("utf-8")), "")
        engine = placet.load(folder)
    return engine, Applicants(facts, typical, random.Random(seed))


@pytest.mark.parametrize("name", ["reference", "microloan", "german_credit", "types"])
def test_json_and_objects_are_decided_alike(name: str) -> None:
    engine, some = applicants(name, 7)
    ends: dict[str, int] = {}
    for number in range(1500):
        options: dict[str, Any] = {"as_of": date(2025, 11, 24)} if number % 2 or name == "microloan" else {}
        if number % 5 == 0:
            options["unknown"] = "ignore"
        end = same_answer(engine, some.request(), **options)
        ends[end] = ends.get(end, 0) + 1
    # The generator reaches every end that the bundle has, so that no part of the comparison is idle.
    assert set(ends) == {"approve", "decline", "error"} | ({"refer"} if name != "reference" else set()), ends
    assert min(ends.values()) > 10, ends
