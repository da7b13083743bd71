"""PMML's expressions as FEEL: what derived fields and computed points are made of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from placet.importers import numbers
from placet.importers.cells import safe_name
from placet.importers.model import CardImportError
from placet.importers.pmml.fields import Field, Kind, Value, literal
from placet.importers.pmml.predicates import known
from placet.importers.pmml.xml import children, need

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_KINDS: dict[str, Kind] = {"string": "text", "boolean": "boolean"}
_TAGS = ("Constant", "FieldRef", "Apply", "NormContinuous", "Discretize", "MapValues", "NormDiscrete")
_SIGNS = {
    "+": "+",
    "-": "-",
    "*": "*",
    "equal": "=",
    "notEqual": "!=",
    "lessThan": "<",
    "lessOrEqual": "<=",
    "greaterThan": ">",
    "greaterOrEqual": ">=",
}
_CALLS = {
    "abs": "abs({0})",
    "ceil": "ceiling({0})",
    "exp": "exp({0})",
    "floor": "floor({0})",
    "ln": "log({0})",
    "log10": "log({0}) / log(10)",
    "pow": "{0} ** {1}",
    "round": "floor({0} + 0.5)",
    "sqrt": "sqrt({0})",
    "uppercase": "upper case({0})",
    "lowercase": "lower case({0})",
    "substring": "substring({0}, {1}, {2})",
    "trimBlanks": "trim({0})",
    "stringLength": "string length({0})",
    "modulo": "modulo({0}, {1})",
    "x-modulo": "modulo({0}, {1})",
}

_IS_NULL = re.compile(r"\([\w.]+ !?= null\)")

Names = Mapping[str, str]


class Expressions:
    """Translates within one model: its fields, and the functions that the document defines."""

    def __init__(self, fields: dict[str, Field], functions: Mapping[str, Element]) -> None:
        """What names stand for, and functions by name."""
        self.fields = fields
        self.functions = functions
        self.lifted: list[tuple[str, str]] = []
        self.taken = 0
        self.undefined: list[str] = []
        """Where a quotient is one: FEEL that must hold for the model to have a result."""

    def of(self, parent: Element, names: Names | None = None, depth: int = 0) -> str:
        """The expression within an element.

        Raises:
            CardImportError: there is none, or one that FEEL cannot say.
        """
        found = list(children(parent, *_TAGS))
        if len(found) != 1:
            other = [each.tag for each in children(parent)]
            raise CardImportError(
                f"{parent.tag}: one expression is needed, and there is {', '.join(other) or 'none'}"
            )
        return self.expression(found[0], names or {}, depth)

    def expression(self, element: Element, names: Names, depth: int) -> str:
        """One expression, in brackets where it needs them."""
        if depth > 40:
            raise CardImportError("expressions are nested more than 40 deep")
        readers: dict[str, Callable[[Element, Names, int], str]] = {
            "Constant": self._constant,
            "FieldRef": self._field,
            "Apply": self._apply,
            "Discretize": self._discretize,
            "MapValues": self._map,
            "NormDiscrete": self._norm_discrete,
            "NormContinuous": self._norm_continuous,
        }
        return readers[element.tag](element, names, depth)

    def _constant(self, element: Element, _names: Names, _depth: int) -> str:
        if element.get("missing") == "true":
            return "null"
        text = element.text or ""
        kind = element.get("dataType")
        value = numbers.number(text)
        if kind == "boolean":
            return "true" if text.strip().lower() in ("true", "1") else "false"
        return literal(text if kind == "string" or value is None else value)

    def _field(self, element: Element, names: Names, _depth: int) -> str:
        title = need(element, "field")
        shown = names.get(title) or known(self.fields, title).used
        instead = element.get("mapMissingTo")
        if instead is None:
            return shown
        return f"(if {shown} = null then {self._typed(title, instead)} else {shown})"

    def _typed(self, title: str, text: str) -> str:
        field = self.fields.get(title)
        return literal(field.parse(text) if field else _guess(text))

    def _apply(self, element: Element, names: Names, depth: int) -> str:
        function = need(element, "function")
        arguments = [self.expression(each, names, depth + 1) for each in children(element, *_TAGS)]
        shown = self._call(function, arguments, depth)
        default, instead = element.get("defaultValue"), element.get("mapMissingTo")
        if instead is not None and arguments:
            gone = " or ".join(f"{each} = null" for each in arguments)
            shown = f"(if {gone} then {literal(_guess(instead))} else {shown})"
        if default is not None:
            shown = f"(if {shown} = null then {literal(_guess(default))} else {shown})"
        return shown

    def _call(self, function: str, arguments: list[str], depth: int) -> str:
        if function in self.functions:
            defined = self.functions[function]
            parameters = [need(each, "name") for each in children(defined, "ParameterField")]
            if len(parameters) != len(arguments):
                raise CardImportError(f"the function `{function}` takes {len(parameters)} arguments")
            bound = dict(zip(parameters, arguments, strict=True))
            return f"({self.of(defined, bound, depth + 1)})"
        if function == "-" and len(arguments) == 1:
            return f"(-{arguments[0]})"
        if function == "/" and len(arguments) == 2:
            return self._quotient(*arguments)
        if function in _SIGNS and len(arguments) == 2:
            plain = f"{arguments[0]} {_SIGNS[function]} {arguments[1]}"
            # FEEL's equality knows null, PMML's does not: there it is unknown.
            return (
                f"({_where_known(arguments, plain)})" if function in ("equal", "notEqual") else f"({plain})"
            )
        if function in ("and", "or") and arguments:
            # A missing argument is a missing result: a function is no predicate, whose logic has three values.
            arguments = [each if _IS_NULL.fullmatch(each) else self._named(each) for each in arguments]
            known = [each for each in arguments if not _IS_NULL.fullmatch(each)]
            return f"({_where_known(known, f' {function} '.join(arguments))})"
        if function == "not" and len(arguments) == 1:
            return f"not({arguments[0]})"
        if function in ("isMissing", "isNotMissing") and len(arguments) == 1:
            return f"({arguments[0]} {'=' if function == 'isMissing' else '!='} null)"
        if function == "if" and len(arguments) in (2, 3):
            other = arguments[2] if len(arguments) == 3 else "null"
            condition = arguments[0]
            if _IS_NULL.fullmatch(condition):
                return f"(if {condition} then {arguments[1]} else {other})"
            condition = self._named(condition)
            return f"(if {condition} = null then null else if {condition} then {arguments[1]} else {other})"
        if function in ("min", "max", "sum", "avg", "product") and arguments:
            return self._aggregate(function, arguments)
        if function in ("isIn", "isNotIn") and len(arguments) > 1:
            arguments[0] = self._named(arguments[0])
            listed = f"list contains([{', '.join(arguments[1:])}], {arguments[0]})"
            shown, absent = (listed, "false") if function == "isIn" else (f"not({listed})", "true")
            return f"(if {arguments[0]} = null then {absent} else {shown})"
        if function == "threshold" and len(arguments) == 2:
            arguments = [self._named(each) for each in arguments]
            above = f"if {arguments[0]} > {arguments[1]} then 1 else 0"
            return f"({_where_known(arguments, above)})"
        if function == "concat" and arguments:
            # What is missing is left out, unless everything is.
            parts = [
                f'(if {each} = null then "" else string({each}))' for each in map(self._named, arguments)
            ]
            return "(" + " + ".join(parts) + ")"
        form = _CALLS.get(function)
        if form is None or form.count("{") != len(arguments):
            raise CardImportError(f"the function `{function}` of {len(arguments)} arguments is not supported")
        return f"({form.format(*arguments)})"

    def _named(self, shown: str) -> str:
        """A name for what is no name and no number: the checker follows `x != null` for names only."""
        if re.fullmatch(r"[\w.]+", shown) or numbers.number(shown) is not None:
            return shown
        name = safe_name(f"part_{len(self.lifted) + 1}", {field.used for field in self.fields.values()})
        self.lifted.append((name, shown))
        return name

    def take_lifted(self) -> list[tuple[str, str]]:
        """The parts that were named since the last call, in order."""
        new = self.lifted[self.taken :]
        self.taken = len(self.lifted)
        return new

    def _quotient(self, over: str, under: str) -> str:
        """Divided by zero, doubles give infinity: a number beyond all doubles here. 0 / 0 is an error there."""
        constant = numbers.number(under)
        if constant is not None and constant != 0:
            return f"({over} / {under})"
        over, under = self._named(over), self._named(under)
        guard = f"({under} = null or {over} = null or {under} != 0 or {over} != 0)"
        if guard not in self.undefined:
            self.undefined.append(guard)
        return (
            f"(if {under} = null then null else if {under} = 0 then {over} * 10 ** 400 else {over} / {under})"
        )

    @staticmethod
    def _aggregate(function: str, arguments: list[str]) -> str:
        """PMML leaves missing values out of sums and extremes; without any other they are missing."""
        gone = " and ".join(f"{each} = null" for each in arguments)
        if function in ("min", "max"):
            shown = arguments[0]
            for each in arguments[1:]:
                least = f"{function}({shown}, {each})"
                shown = f"(if {shown} = null then {each} else if {each} = null then {shown} else {least})"
            return shown
        neutral, sign = ("1", " * ") if function == "product" else ("0", " + ")
        total = sign.join(f"(if {each} = null then {neutral} else {each})" for each in arguments)
        if function == "avg":
            count = " + ".join(f"(if {each} = null then 0 else 1)" for each in arguments)
            total = f"({total}) / ({count})"
        return f"(if {gone} then null else {total})"

    def _discretize(self, element: Element, names: Names, _depth: int) -> str:
        title = need(element, "field")
        shown = names.get(title) or known(self.fields, title).used
        kind = element.get("dataType")
        branches = [f"if {shown} = null then {_of(kind, element.get('mapMissingTo'))}"]
        for each in children(element, "DiscretizeBin"):
            interval = each.find("Interval")
            if interval is None:
                raise CardImportError("a DiscretizeBin has an Interval")
            closure = need(interval, "closure")
            low, high = interval.get("leftMargin"), interval.get("rightMargin")
            tests = []
            if low is not None:
                tests.append(
                    f"{shown} {'>=' if closure.startswith('closed') else '>'} {literal(_guess(low))}"
                )
            if high is not None:
                tests.append(f"{shown} {'<=' if closure.endswith('Closed') else '<'} {literal(_guess(high))}")
            branches.append(f"if {' and '.join(tests) or 'true'} then {_of(kind, need(each, 'binValue'))}")
        return "(" + " else ".join([*branches, _of(kind, element.get("defaultValue"))]) + ")"

    def _map(self, element: Element, names: Names, _depth: int) -> str:
        output, kind = need(element, "outputColumn"), element.get("dataType")
        columns = {need(each, "column"): need(each, "field") for each in children(element, "FieldColumnPair")}
        table = element.find("InlineTable")
        if table is None or not columns:
            raise CardImportError("MapValues needs fields and an InlineTable")
        shown = {
            column: names.get(title) or known(self.fields, title).used for column, title in columns.items()
        }
        gone = " or ".join(f"{name} = null" for name in shown.values())
        branches = [f"if {gone} then {_of(kind, element.get('mapMissingTo'))}"]
        for row in children(table, "row"):
            cells = {each.tag: each.text or "" for each in row}
            tests = [
                f"{name} = {self._typed(columns[column], cells[column])}"
                for column, name in shown.items()
                if column in cells
            ]
            branches.append(f"if {' and '.join(tests) or 'true'} then {_of(kind, cells.get(output))}")
        return "(" + " else ".join([*branches, _of(kind, element.get("defaultValue"))]) + ")"

    def _norm_discrete(self, element: Element, names: Names, _depth: int) -> str:
        title = need(element, "field")
        shown = names.get(title) or known(self.fields, title).used
        missing = element.get("mapMissingTo")
        value = self._typed(title, need(element, "value"))
        instead = "null" if missing is None else literal(_guess(missing))
        return f"(if {shown} = null then {instead} else if {shown} = {value} then 1 else 0)"

    def _norm_continuous(self, element: Element, names: Names, _depth: int) -> str:
        title = need(element, "field")
        shown = names.get(title) or known(self.fields, title).used
        points = [(need(each, "orig"), need(each, "norm")) for each in children(element, "LinearNorm")]
        if len(points) < 2:
            raise CardImportError("NormContinuous needs two LinearNorm or more")
        missing = element.get("mapMissingTo")
        outliers = element.get("outliers", "asIs")
        branches = [f"if {shown} = null then {_of(None, missing)}"]
        ends = {"asMissingValues": ("null", "null"), "asExtremeValues": (points[0][1], points[-1][1])}.get(
            outliers
        )
        if ends is not None:
            branches.append(f"if {shown} < {points[0][0]} then {ends[0]}")
            branches.append(f"if {shown} > {points[-1][0]} then {ends[1]}")
        lines = [
            f"{low[1]} + ({shown} - {low[0]}) / ({high[0]} - {low[0]}) * ({high[1]} - {low[1]})"
            for low, high in itertools.pairwise(points)
        ]
        for (edge, _), line in zip(points[1:-1], lines, strict=False):
            branches.append(f"if {shown} < {edge} then {line}")
        return "(" + " else ".join([*branches, lines[-1]]) + ")"


def _where_known(arguments: list[str], shown: str) -> str:
    unknown = [each for each in arguments if not each.startswith('"') and numbers.number(each) is None]
    if not unknown:
        return shown
    return f"if {' or '.join(f'{each} = null' for each in unknown)} then null else {shown}"


def _guess(text: str) -> Value:
    value = numbers.number(text)
    return text if value is None else value


def _of(kind: str | None, text: str | None) -> str:
    if text is None:
        return "null"
    return literal(text if kind == "string" else _guess(text))


def derived_kind(element: Element) -> Kind:
    """What a derived field is."""
    return _KINDS.get(element.get("dataType", "double"), "number")
