"""Predicates: three-valued, evaluated on one applicant's values or written as FEEL that is never null.

FEEL's own three values do not fit PMML's (`null = "a"` is false there, unknown here). So a predicate is written twice:
where it is true, and where it is false; what is neither is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placet.importers.model import CardImportError
from placet.importers.pmml.fields import Field, Value, literal
from placet.importers.pmml.xml import children, need

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SIGNS: dict[str, tuple[str, str]] = {
    "equal": ("=", "!="),
    "notEqual": ("!=", "="),
    "lessThan": ("<", ">="),
    "lessOrEqual": ("<=", ">"),
    "greaterThan": (">", "<="),
    "greaterOrEqual": (">=", "<"),
}
Seen = Callable[[str], Value]


@dataclass(frozen=True)
class Constant:
    """`True` and `False`."""

    truth: bool

    def value(self, _seen: Seen) -> bool | None:
        """Its truth."""
        return self.truth

    def feel(self, truth: bool) -> str:
        """Where it is of this truth."""
        return "true" if self.truth == truth else "false"

    def fields(self) -> set[str]:
        """What it reads."""
        return set()

    def constants(self) -> list[tuple[str, Value]]:
        """What it compares with."""
        return []


@dataclass(frozen=True)
class Simple:
    """A comparison with a constant, or a test for a missing value."""

    field: Field
    operator: str
    constant: Value

    def value(self, seen: Seen) -> bool | None:
        """Its truth for values; unknown for a missing one."""
        value = seen(self.field.title)
        if self.operator in ("isMissing", "isNotMissing"):
            return (value is None) == (self.operator == "isMissing")
        if value is None:
            return None
        if self.operator in ("equal", "notEqual"):
            return (value == self.constant) == (self.operator == "equal")
        if isinstance(value, str) or isinstance(self.constant, str) or self.constant is None:
            raise CardImportError(
                f"{self.field.title}: texts have no order, and {self.operator} asks for one"
            )
        order = {
            "lessThan": value < self.constant,
            "lessOrEqual": value <= self.constant,
            "greaterThan": value > self.constant,
            "greaterOrEqual": value >= self.constant,
        }
        return order[self.operator]

    def feel(self, truth: bool) -> str:
        """Where it is of this truth."""
        name = self.field.used
        if self.operator in ("isMissing", "isNotMissing"):
            return f"{name} {'=' if (self.operator == 'isMissing') == truth else '!='} null"
        sign = _SIGNS[self.operator][0 if truth else 1]
        return f"({name} != null and {name} {sign} {literal(self.constant)})"

    def fields(self) -> set[str]:
        """What it reads."""
        return {self.field.title}

    def constants(self) -> list[tuple[str, Value]]:
        """What it compares with."""
        return [] if self.constant is None else [(self.field.title, self.constant)]


@dataclass(frozen=True)
class InSet:
    """`isIn` and `isNotIn`."""

    field: Field
    inside: bool
    values: tuple[Value, ...]

    def value(self, seen: Seen) -> bool | None:
        """Its truth for values; unknown for a missing one."""
        value = seen(self.field.title)
        return None if value is None else (value in self.values) == self.inside

    def feel(self, truth: bool) -> str:
        """Where it is of this truth."""
        name = self.field.used
        listed = f"list contains([{', '.join(map(literal, self.values))}], {name})"
        return f"({name} != null and {listed if self.inside == truth else f'not({listed})'})"

    def fields(self) -> set[str]:
        """What it reads."""
        return {self.field.title}

    def constants(self) -> list[tuple[str, Value]]:
        """What it compares with."""
        return [(self.field.title, value) for value in self.values]


@dataclass(frozen=True)
class Compound:
    """`and`, `or`, `xor` and `surrogate`."""

    operator: str
    parts: tuple[Predicate, ...]

    def value(self, seen: Seen) -> bool | None:
        """Its truth, with unknown as in PMML."""
        values = [part.value(seen) for part in self.parts]
        if self.operator == "surrogate":
            return next((value for value in values if value is not None), None)
        if self.operator == "xor":
            return None if None in values else sum(map(bool, values)) % 2 == 1
        settles = self.operator == "or"
        return settles if settles in values else None if None in values else not settles

    def feel(self, truth: bool) -> str:
        """Where it is of this truth."""
        if self.operator == "xor":
            return self._odd(truth)
        if self.operator == "surrogate":
            return self._first(truth)
        joined = " or " if (self.operator == "or") == truth else " and "
        return "(" + joined.join(part.feel(truth) for part in self.parts) + ")"

    def _odd(self, truth: bool) -> str:
        yes, no = self.parts[0].feel(True), self.parts[0].feel(False)
        for part in self.parts[1:]:
            one, other = part.feel(True), part.feel(False)
            yes, no = (
                f"(({yes} and {other}) or ({no} and {one}))",
                f"(({yes} and {one}) or ({no} and {other}))",
            )
        return yes if truth else no

    def _first(self, truth: bool) -> str:
        shown = self.parts[-1].feel(truth)
        for part in reversed(self.parts[:-1]):
            unknown = f"not({part.feel(True)}) and not({part.feel(False)})"
            shown = f"({part.feel(truth)} or ({unknown} and {shown}))"
        return shown

    def fields(self) -> set[str]:
        """What it reads."""
        return {name for part in self.parts for name in part.fields()}

    def constants(self) -> list[tuple[str, Value]]:
        """What it compares with."""
        return [found for part in self.parts for found in part.constants()]


Predicate = Constant | Simple | InSet | Compound

_TAGS = ("SimplePredicate", "SimpleSetPredicate", "CompoundPredicate", "True", "False")


def read_predicate(parent: Element, fields: Mapping[str, Field], depth: int = 0) -> Predicate:
    """The predicate of an attribute.

    Raises:
        CardImportError: there is none, or not one.
    """
    found = list(children(parent, *_TAGS))
    if len(found) != 1:
        raise CardImportError(f"the element {parent.tag} needs one predicate and has {len(found)}")
    return _read(found[0], fields, depth)


def _read(element: Element, fields: Mapping[str, Field], depth: int) -> Predicate:
    if depth > 64:
        raise CardImportError("predicates are nested more than 64 deep")
    if element.tag in ("True", "False"):
        return Constant(element.tag == "True")
    if element.tag == "CompoundPredicate":
        operator = need(element, "booleanOperator")
        parts = tuple(_read(each, fields, depth + 1) for each in children(element, *_TAGS))
        if operator not in ("and", "or", "xor", "surrogate") or not parts:
            raise CardImportError(f"a CompoundPredicate cannot be `{operator}` of {len(parts)} predicates")
        return Compound(operator, parts)
    field = known(fields, need(element, "field"))
    if element.tag == "SimplePredicate":
        operator = need(element, "operator")
        if operator in ("isMissing", "isNotMissing"):
            return Simple(field, operator, None)
        if operator not in _SIGNS:
            raise CardImportError(f"{field.title}: there is no operator `{operator}`")
        return Simple(field, operator, field.parse(need(element, "value")))
    operator = need(element, "booleanOperator")
    array = element.find("Array")
    if operator not in ("isIn", "isNotIn") or array is None:
        raise CardImportError(f"{field.title}: a SimpleSetPredicate is isIn or isNotIn of an Array")
    values = tuple(field.parse(text) for text in array_words(array.text or ""))
    return InSet(field, operator == "isIn", values)


def known(fields: Mapping[str, Field], name: str) -> Field:
    """The field of a name.

    Raises:
        CardImportError: nothing has this name.
    """
    if name not in fields:
        raise CardImportError(f"there is no active or derived field `{name}`")
    return fields[name]


def array_words(text: str) -> Sequence[str]:
    r"""The items of an Array: between spaces, or in quotes with `\"` for a quote."""
    words: list[str] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        word: list[str] = []
        quoted = text[at] == '"'
        at += quoted
        while at < len(text) and not (text[at] == '"' if quoted else text[at].isspace()):
            if text[at] == "\\" and text[at + 1 : at + 2] == '"':
                at += 1
            word.append(text[at])
            at += 1
        at += 1
        words.append("".join(word))
    return words
