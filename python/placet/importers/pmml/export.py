"""A bundle's scorecard as PMML 4.4: what the format can say, and an error for what it cannot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # written, never read

from placet.bundle.shapes import File
from placet.cards.read import CardTable, cards_of
from placet.importers.model import CardImportError, Holds, Interval, Numbers, Words, number_text, plain
from placet.importers.parse_cells import numeric_part, parse_bins, split

_NAMESPACE = "http://www.dmg.org/PMML-4_4"
_TYPES = {
    "integer": ("continuous", "integer"),
    "float": ("continuous", "double"),
    "number": ("continuous", "double"),
    "money": ("continuous", "double"),
    "boolean": ("categorical", "boolean"),
    "text": ("categorical", "string"),
    "enumeration": ("categorical", "string"),
}
_METHODS = ("below best", "below average", "below baseline", "above baseline")


@dataclass(frozen=True)
class Exported:
    """The file, and what it means otherwise than the bundle."""

    xml: str
    notes: tuple[str, ...]


def export_pmml(files: Sequence[File], name: str, stage: str | None = None) -> Exported:
    """The scorecard of a bundle as a PMML document.

    Args:
        files: the bundle's files.
        name: the model's name.
        stage: which scorecard, where the bundle has several.

    Raises:
        CardImportError: the card says what PMML cannot.
    """
    cards = [card for card in cards_of(files) if stage in (None, card.stage)]
    if len(cards) != 1:
        raise CardImportError(
            f"the bundle has {len(cards)} scorecards{f' called {stage}' if stage else ''}; name the stage of one"
        )
    return _Writer(files, cards[0], name).write()


class _Writer:
    def __init__(self, files: Sequence[File], card: CardTable, name: str) -> None:
        self.card, self.name = card, name
        self.notes: list[str] = []
        self.facts = {row["fact"]: row for row in _rows(files, "facts.csv")}
        self.reasons = _flow_map(card.keys.get("reasons", ""))

    def write(self) -> Exported:
        self.refuse()
        root = Element("PMML", {"xmlns": _NAMESPACE, "version": "4.4"})
        SubElement(SubElement(root, "Header"), "Application", {"name": "Placet"})
        parts: dict[str, list[int]] = {}
        for number, name in enumerate(self.card.names):
            parts.setdefault(name, []).append(number)
        dictionary = SubElement(root, "DataDictionary")
        tested = [name for name in self.facts if name in parts]
        for name in tested:
            self.data_field(dictionary, name)
        SubElement(
            dictionary, "DataField", {"name": self.target, "optype": "continuous", "dataType": "double"}
        )
        model = SubElement(root, "Scorecard", self.model_keys())
        schema = SubElement(model, "MiningSchema")
        for name in tested:
            may_miss = self.facts[name].get("missing", "") not in ("", "no")
            keys = {} if may_miss else {"missingValueTreatment": "returnInvalid"}
            SubElement(schema, "MiningField", {"name": name, **keys})
        SubElement(schema, "MiningField", {"name": self.target, "usageType": "target"})
        self.outputs(model)
        characteristics = SubElement(model, "Characteristics")
        for name, rows in parts.items():
            self.characteristic(characteristics, name, rows)
        indent(root)
        xml = '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
        return Exported(xml, tuple(self.notes))

    @property
    def target(self) -> str:
        """The predicted field, which no fact may be called like."""
        name = self.card.stage
        while name in self.facts:
            name += "_"
        return name

    def refuse(self) -> None:
        if self.card.when:
            raise CardImportError(
                f"the card runs only when `{self.card.when}`, which PMML's Scorecard cannot say"
            )
        for key in self.card.keys:
            if key in ("scale", "round", "bounds"):
                raise CardImportError(f"the card has `{key}`, which PMML's Scorecard cannot say")
        for number, name in enumerate(self.card.names):
            if name not in self.facts:
                raise CardImportError(
                    f"{self.place(number)}: `{name}` is no fact; PMML is written for cards over facts"
                )
        whole = all("." not in text for text in [*self.points(), self.card.keys.get("start", "0")])
        if self.card.keys.get("arithmetic", "exact") != "float" and not whole:
            self.notes.append(
                "PMML adds doubles, the start first: a total can differ from the bundle's in its last digits"
            )

    def points(self) -> list[str]:
        return [self.card.cell(number, "points") for number in range(len(self.card.rows))]

    def place(self, number: int) -> str:
        return f"{self.card.file}:{self.card.lines[number]}"

    def data_field(self, dictionary: Element, name: str) -> None:
        fact = self.facts[name]
        kind = "money" if fact["type"].startswith("decimal(") else fact["type"]
        if kind not in _TYPES:
            raise CardImportError(
                f"the fact `{name}` is of the type {fact['type']}, which PMML's scorecards do not test"
            )
        optype, data_type = _TYPES[kind]
        keys = {"name": name, "optype": optype, "dataType": data_type}
        shown = fact.get("en", "")
        field = SubElement(
            dictionary, "DataField", keys | ({"displayName": shown} if shown and shown != name else {})
        )
        allowed = fact.get("allowed", "")
        if kind == "enumeration":
            for word, _ in split(allowed):
                SubElement(field, "Value", {"value": word})
        elif allowed and optype == "continuous":
            _interval_element(field, name, allowed)

    def model_keys(self) -> dict[str, str]:
        asked = bool(self.reasons)
        method = self.reasons.get("method", "below best")
        keys = {
            "modelName": self.name,
            "functionName": "regression",
            "initialScore": self.card.keys.get("start", "0"),
            "useReasonCodes": "true" if asked else "false",
        }
        if not asked:
            return keys
        if method not in _METHODS:
            raise CardImportError(f"reasons of the method `{method}` cannot be said in PMML")
        if self.reasons.get("keep_zero") != "true":
            self.notes.append("PMML keeps reasons that lost nothing (keep_zero), the bundle does not")
        if self.reasons.get("shared", "largest") != "net":
            self.notes.append(
                "PMML adds the losses of one code (shared: net), the bundle takes them otherwise"
            )
        for key in self.reasons.keys() - {"method", "top", "keep_zero", "shared"}:
            self.notes.append(f"`{key}` of the reasons is not written: PMML has no such thing")
        algorithm = "pointsAbove" if method == "above baseline" else "pointsBelow"
        baseline = {"below best": "max", "below average": "mean"}.get(method, "other")
        return keys | {"reasonCodeAlgorithm": algorithm, "baselineMethod": baseline}

    def outputs(self, model: Element) -> None:
        output = SubElement(model, "Output")
        number = {"optype": "continuous", "dataType": "double"}
        SubElement(output, "OutputField", {"name": self.card.output, "feature": "predictedValue", **number})
        for rank in range(1, int(self.reasons.get("top", "4")) + 1 if self.reasons else 1):
            text = {"optype": "categorical", "dataType": "string"}
            SubElement(
                output,
                "OutputField",
                {"name": f"reason_{rank}", "feature": "reasonCode", "rank": str(rank), **text},
            )

    def characteristic(self, parent: Element, name: str, rows: list[int]) -> None:
        keys = {"name": name}
        above = [self.card.cell(number, "reason") for number in rows]
        codes = [next((code for code in reversed(above[: at + 1]) if code), "") for at in range(len(rows))]
        if self.reasons:
            keys["baselineScore"] = self.baseline(name, rows)
            first = next((code for code in codes if code), "")
            if not first:
                raise CardImportError(f"{self.place(rows[0])}: `{name}` has no reason code")
            keys["reasonCode"] = first
        element = SubElement(parent, "Characteristic", keys)
        for number, holds, code in zip(rows, self.holds(name, rows), codes, strict=True):
            own = {"reasonCode": code} if self.reasons and code and code != keys["reasonCode"] else {}
            attribute = SubElement(
                element, "Attribute", {"partialScore": self.card.cell(number, "points"), **own}
            )
            _predicate(attribute, name, holds)

    def holds(self, name: str, rows: list[int]) -> list[Holds]:
        cells = [self.card.cell(number, "bin") for number in rows]
        kind = self.facts[name]["type"]
        for number, cell in zip(rows, cells, strict=True):
            if cell.startswith("missing("):
                raise CardImportError(
                    f"{self.place(number)}: PMML knows no causes of absence, and the bin is `{cell}`"
                )
        found = parse_bins(name, cells, native=True)
        numeric = _TYPES.get("money" if kind.startswith("decimal(") else kind, ("", ""))[0] == "continuous"
        if numeric != any(isinstance(holds, Numbers) for holds in found):
            raise CardImportError(f"{self.place(rows[0])}: the bins of `{name}` are not of its type {kind}")
        return found

    def baseline(self, name: str, rows: list[int]) -> str:
        method = self.reasons.get("method", "below best")
        points = [Decimal(self.card.cell(number, "points")) for number in rows]
        if method == "below best":
            return plain(max(points))
        if method == "below average":
            shares = [Decimal(self.card.cell(number, "share") or "0") for number in rows]
            mean = sum(
                (Fraction(share) * Fraction(value) for share, value in zip(shares, points, strict=True)),
                Fraction(),
            )
            return number_text(float(mean))
        baselines = {self.card.cell(number, "baseline") for number in rows} - {""}
        if len(baselines) != 1:
            raise CardImportError(
                f"{self.place(rows[0])}: PMML has one baseline for `{name}`, the card {len(baselines)}"
            )
        return baselines.pop()


def _rows(files: Sequence[File], name: str) -> list[dict[str, str]]:
    content = next((content for known, _, content in files if known == name), None)
    if content is None or content[0] != "t":
        return []
    return [dict(zip(content[1], cells, strict=True)) for cells in zip(*content[2], strict=True)]


def _flow_map(text: str) -> Mapping[str, str]:
    """The keys of `{method: below best, top: 4}`; lists stay text."""
    inner = text.strip()[1:-1] if text.startswith("{") else ""
    pairs = [part.partition(":") for part, _ in split(inner)] if inner else []
    return {key.strip(): value.strip() for key, _, value in pairs}


def _interval_element(field: Element, name: str, allowed: str) -> None:
    part = numeric_part(allowed)
    if part is None:
        raise CardImportError(f"the fact `{name}`: PMML cannot say what `{allowed}` allows")
    left, right = "closed" if part.low_closed else "open", "Closed" if part.high_closed else "Open"
    margins = {"leftMargin": part.low, "rightMargin": part.high}
    finite = {key: number_text(value) for key, value in margins.items() if math.isfinite(value)}
    SubElement(field, "Interval", {"closure": left + right, **finite})


def _predicate(parent: Element, name: str, holds: Holds) -> None:
    tests: list[Element] = []
    if isinstance(holds, Numbers):
        tests = [_range(name, part) for part in holds.intervals]
    elif isinstance(holds, Words):
        if holds.rest:
            tests.append(Element("SimplePredicate", {"field": name, "operator": "isNotMissing"}))
        elif len(holds.words) == 1:
            tests.append(_simple(name, "equal", holds.words[0]))
        elif holds.words:
            chosen = Element("SimpleSetPredicate", {"field": name, "booleanOperator": "isIn"})
            array = SubElement(chosen, "Array", {"type": "string", "n": str(len(holds.words))})
            array.text = " ".join('"' + word.replace('"', '\\"') + '"' for word in holds.words)
            tests.append(chosen)
    else:
        tests = [_simple(name, "equal", "true" if truth else "false") for truth in holds.truths]
    if holds.null:
        tests.append(Element("SimplePredicate", {"field": name, "operator": "isMissing"}))
    parent.append(tests[0] if len(tests) == 1 else _compound("or", tests))


def _simple(name: str, operator: str, value: str) -> Element:
    return Element("SimplePredicate", {"field": name, "operator": operator, "value": value})


def _compound(operator: str, tests: Sequence[Element]) -> Element:
    element = Element("CompoundPredicate", {"booleanOperator": operator})
    element.extend(tests)
    return element


def _range(name: str, part: Interval) -> Element:
    if part.low == part.high:
        return _simple(name, "equal", number_text(part.low))
    tests = []
    if math.isfinite(part.low):
        tests.append(
            _simple(name, "greaterOrEqual" if part.low_closed else "greaterThan", number_text(part.low))
        )
    if math.isfinite(part.high):
        tests.append(_simple(name, "lessOrEqual" if part.high_closed else "lessThan", number_text(part.high)))
    if not tests:
        return Element("SimplePredicate", {"field": name, "operator": "isNotMissing"})
    return tests[0] if len(tests) == 1 else _compound("and", tests)
