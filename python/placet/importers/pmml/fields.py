"""Fields: their types, and what the dictionary and the mining schema do with missing, invalid and outlying values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from placet.importers import numbers
from placet.importers.cells import allowed_words, number_cell, quoted, safe_name
from placet.importers.model import CardImportError, Fact, Interval, Numbers, number_text
from placet.importers.pmml.xml import children, need

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Value: TypeAlias = float | str | bool | None
Kind = Literal["number", "text", "boolean", "other"]

_KINDS: dict[str, Kind] = {
    "integer": "number",
    "float": "number",
    "double": "number",
    "string": "text",
    "boolean": "boolean",
}


@dataclass
class Field:
    """A field that the card reads: a fact, or a value that is derived from facts."""

    title: str
    name: str
    kind: Kind
    type: str = "float"
    derived: bool = False
    valid: list[Value] = field(default_factory=list)
    invalid: list[Value] = field(default_factory=list)
    missing: list[Value] = field(default_factory=list)
    intervals: list[Interval] = field(default_factory=list)
    invalid_treatment: str = "returnInvalid"
    invalid_replacement: Value = None
    replacement: Value = None
    must_be_given: bool = False
    outliers: str = "asIs"
    low: float | None = None
    high: float | None = None
    used: str = ""
    """The name under which expressions read it: that of a derived value where it is treated first."""

    def parse(self, text: str) -> Value:
        """A constant as a value of this field.

        Raises:
            CardImportError: it is none.
        """
        if self.kind == "number":
            value = numbers.number(text)
            if value is None:
                raise CardImportError(f"{self.title}: `{text}` is no number")
            return value
        if self.kind == "boolean":
            if text.lower() not in ("true", "false", "1", "0"):
                raise CardImportError(f"{self.title}: `{text}` is neither true nor false")
            return text.lower() in ("true", "1")
        if self.kind == "other":
            raise CardImportError(f"{self.title}: tests of the type {self.type} are not supported")
        return text

    def is_valid(self, value: Value) -> bool:
        """Whether the data dictionary lets a value in."""
        if value in self.invalid:
            return False
        if isinstance(value, float) and self.intervals:
            return any(part.holds(value) for part in self.intervals) or value in self.valid
        return not self.valid or value in self.valid

    def treat(self, value: Value) -> Value:
        """What the model sees of a value; what makes it fail altogether is not let in as a fact."""
        if value in self.missing:
            value = None
        if value is not None and not self.is_valid(value):
            if self.invalid_treatment == "asMissing":
                value = None
            elif self.invalid_treatment == "asValue":
                value = self.invalid_replacement
        if isinstance(value, float) and not isinstance(value, bool) and self.outliers != "asIs":
            value = self._outlier(value)
        return self.replacement if value is None else value

    def _outlier(self, value: float) -> float | None:
        low, high = self.low, self.high
        if (low is None or value >= low) and (high is None or value <= high):
            return value
        if self.outliers == "asMissingValues":
            return None
        return low if low is not None and value < low else high

    @property
    def plain(self) -> bool:
        """Whether the model sees each value as it is given."""
        checked = bool(self.valid or self.invalid or self.intervals)
        return not (
            self.missing
            or self.replacement is not None
            or self.outliers != "asIs"
            or (checked and self.invalid_treatment in ("asMissing", "asValue"))
        )

    @property
    def closed(self) -> bool:
        """Whether the fact takes declared words only."""
        return self.kind == "text" and bool(self.valid) and self.invalid_treatment == "returnInvalid"

    def edges(self) -> list[float]:
        """The numbers at which the treatment changes."""
        ends = [end for part in self.intervals for end in (part.low, part.high)]
        listed = [*self.valid, *self.invalid, *self.missing, self.low, self.high]
        return ends + [value for value in listed if isinstance(value, float)]

    def fact(self) -> Fact:
        """The line of facts.csv.

        Raises:
            CardImportError: what the dictionary lets in cannot be said there.
        """
        words = [str(value) for value in (*self.valid, *self.missing)]
        if self.closed:
            return Fact(self.name, "enumeration", allowed_words(words), not self.must_be_given, self.title)
        allowed = ""
        if self.kind == "number" and self.invalid_treatment == "returnInvalid" and not self.plain_range:
            if len(self.intervals) > 1 or self.valid or self.invalid:
                raise CardImportError(
                    f"{self.title}: it lets in several intervals or single numbers only and the model fails "
                    "on others; facts.csv has one range: use invalidValueTreatment asMissing, or change the dictionary"
                )
            allowed = number_cell(Numbers(tuple(self.intervals)))
        return Fact(self.name, self.type, allowed, not self.must_be_given, self.title)

    @property
    def plain_range(self) -> bool:
        """Whether every number is let in."""
        return not (self.intervals or self.valid or self.invalid)

    def treated(self) -> str:
        """FEEL for what the model sees of the fact."""
        shown, name = self.name, self.name
        tests: list[str] = []
        if self.missing:
            tests.append(f"if list contains([{_listed(self.missing)}], {name}) then null")
        if self.invalid_treatment in ("asMissing", "asValue") and not self.plain_range:
            instead = "null" if self.invalid_treatment == "asMissing" else literal(self.invalid_replacement)
            tests.append(f"if not({self._valid_feel()}) then {instead}")
        if self.outliers != "asIs":
            for bound, sign in ((self.low, "<"), (self.high, ">")):
                if bound is not None:
                    instead = "null" if self.outliers == "asMissingValues" else literal(bound)
                    tests.append(f"if {name} {sign} {literal(bound)} then {instead}")
        if tests:
            shown = f"if {name} = null then null else " + " else ".join([*tests, name])
        if self.replacement is None:
            return shown
        value = literal(self.replacement)
        if not tests:
            return f"if {name} = null then {value} else {name}"
        branches = [
            test.removesuffix(" then null") + f" then {value}" if test.endswith("then null") else test
            for test in tests
        ]
        return f"if {name} = null then {value} else " + " else ".join([*branches, name])

    def _valid_feel(self) -> str:
        parts = [f"list contains([{_listed(self.valid)}], {self.name})"] if self.valid else []
        for part in self.intervals:
            parts.append(" and ".join(_ends(self.name, part)) or "true")
        shown = " or ".join(f"({part})" for part in parts) or "true"
        if self.invalid:
            shown = f"({shown}) and not(list contains([{_listed(self.invalid)}], {self.name}))"
        return shown


def _ends(name: str, part: Interval) -> list[str]:
    ends = []
    if part.low > float("-inf"):
        ends.append(f"{name} {'>=' if part.low_closed else '>'} {literal(part.low)}")
    if part.high < float("inf"):
        ends.append(f"{name} {'<=' if part.high_closed else '<'} {literal(part.high)}")
    return ends


def _listed(values: list[Value]) -> str:
    return ", ".join(map(literal, values))


def literal(value: Value) -> str:
    """A value as FEEL."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def word_literal(value: str) -> str:
    """A text as a table's cell."""
    return quoted(value)


def read_fields(root: Element, model: Element) -> dict[str, Field]:
    """The active fields of the model, by the names that PMML gives them."""
    dictionary = {need(each, "name"): each for each in children(root.find("DataDictionary"), "DataField")}
    found: dict[str, Field] = {}
    taken: list[str] = []
    for mining in children(model.find("MiningSchema"), "MiningField"):
        title = need(mining, "name")
        if mining.get("usageType", "active") != "active":
            continue
        if title not in dictionary:
            raise CardImportError(f"the field `{title}` of the mining schema is not in the data dictionary")
        found[title] = _field(title, dictionary[title], mining, taken)
        taken.append(found[title].name)
    return found


def _field(title: str, data: Element, mining: Element, taken: list[str]) -> Field:
    kind = _KINDS.get(need(data, "dataType"), "other")
    types = {"number": "integer" if data.get("dataType") == "integer" else "float"}
    simple = {"text": "text", "boolean": "boolean"}
    other = "date" if data.get("dataType") == "date" else "text"
    name = safe_name(title, taken)
    made = Field(title, name, kind, types.get(kind) or simple.get(kind) or other, used=name)
    lists = {"valid": made.valid, "invalid": made.invalid, "missing": made.missing}
    for each in children(data, "Value"):
        lists[each.get("property", "valid")].append(made.parse(need(each, "value")))
    for each in children(data, "Interval"):
        made.intervals.append(_interval(each))
    made.invalid_treatment = mining.get("invalidValueTreatment", "returnInvalid")
    replacements = (
        ("invalidValueReplacement", "invalid_replacement"),
        ("missingValueReplacement", "replacement"),
    )
    for attribute, target in replacements:
        text = mining.get(attribute)
        setattr(made, target, None if text is None else made.parse(text))
    made.must_be_given = mining.get("missingValueTreatment") == "returnInvalid"
    made.outliers = mining.get("outliers", "asIs")
    for attribute, target in (("lowValue", "low"), ("highValue", "high")):
        text = mining.get(attribute)
        setattr(made, target, None if text is None else numbers.number(text))
    return made


def _interval(element: Element) -> Interval:
    closure = need(element, "closure")
    low = numbers.number(element.get("leftMargin", "-inf"))
    high = numbers.number(element.get("rightMargin", "inf"))
    if low is None or high is None:
        raise CardImportError("the margins of an Interval are numbers")
    infinite = (float("-inf"), float("inf"))
    return Interval(
        low,
        closure.startswith("closed") and low not in infinite,
        high,
        closure.endswith("Closed") and high not in infinite,
    )
