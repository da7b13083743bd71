"""The Scorecard element as a card: characteristics, what is defined, targets, outputs and reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placet.importers import numbers
from placet.importers.build import bundle_name
from placet.importers.cells import ordered, safe_name
from placet.importers.model import Bin, Card, CardImportError, Characteristic, Holds, Words, number_text
from placet.importers.pmml.attributes import bins_of, single_field
from placet.importers.pmml.expressions import Expressions, derived_kind
from placet.importers.pmml.fields import Field, literal, read_fields
from placet.importers.pmml.outputs import rank_of, read_outputs
from placet.importers.pmml.predicates import Constant, Predicate, read_predicate
from placet.importers.pmml.ranks import Ranked, Ranking
from placet.importers.pmml.reach import drop_unreachable
from placet.importers.pmml.xml import child, children, need, read_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass
class _Attribute:
    predicate: Predicate
    points: str
    computed: str | None
    code: str
    baseline: str
    against: str
    """The baseline that the document gives, also where the points are computed."""


@dataclass
class _Ranking:
    """Whether and how the model gives reasons."""

    asked: bool
    baseline: str | None
    above: bool


def from_pmml(path: str | Path, *, name: str | None = None, reasons: str | None = None) -> Card:
    """Reads a PMML file whose model is a Scorecard.

    Args:
        path: the file.
        name: the bundle's name; that of the model, or of the file, if it is not given.
        reasons: not for PMML, whose reason codes are its own.

    Raises:
        CardImportError: the file holds no Scorecard, or something that a bundle cannot say.
    """
    if reasons is not None:
        raise CardImportError("a PMML file has its own reason codes: leave the form of codes away")
    file = Path(path)
    root = read_xml(file)
    model = None if root.tag != "PMML" else next(root.iter("Scorecard"), None)
    if model is None:
        raise CardImportError(f"{file.name} holds no Scorecard")
    if child(root, "Scorecard") is not model:
        raise CardImportError(
            f"{file.name}: the Scorecard is part of another model; only one that stands alone is read"
        )
    if model.get("isScorable", "true") in ("false", "0"):
        raise CardImportError(f"{file.name}: the model says that it is not to be scored (isScorable)")
    if model.get("functionName", "regression") != "regression":
        raise CardImportError(f"{file.name}: a Scorecard's functionName is regression")
    called = name or bundle_name(model.get("modelName") or file.name)
    return _Reader(
        root, model, Card(called, f"{file.name} (PMML {root.get('version', '')})".replace(" )", ")"))
    ).read()


class _Reader:
    def __init__(self, root: Element, model: Element, card: Card) -> None:
        self.root, self.model, self.card = root, model, card
        self.fields = read_fields(root, model)
        self.facts = list(self.fields.values())
        functions = {need(each, "name"): each for each in root.iter("DefineFunction")}
        self.expressions = Expressions(self.fields, functions)
        self.computed: list[str] = []
        """The derived values that hold computed points."""
        self.tested: set[str] = set()
        self.not_defined: list[str] = []
        self.ranked: list[tuple[str, list[Ranked]]] = []
        self.treated: dict[str, str] = {}

    def read(self) -> Card:
        card = self.card
        card.start = _points(self.model.get("initialScore", "0"), "initialScore")
        self.treat_fields()
        self.derive_fields()
        ranking = self.ranking()
        characteristics = list(children(child(self.model, "Characteristics"), "Characteristic"))
        if not characteristics:
            raise CardImportError("the Scorecard has no characteristics")
        for number, element in enumerate(characteristics, 1):
            self.characteristic(element, number, ranking)
        card.facts = [field.fact() for field in self.facts]
        self.finish(ranking)
        self.use_treated()
        self.retain_unread()
        drop_unreachable(card)
        return card

    def names(self) -> set[str]:
        """Everything that has a name so far."""
        fields = {name for field in self.fields.values() for name in (field.name, field.used)}
        return fields | {name for name, _ in self.card.derived} | {"score", "result", "prepare", "undefined"}

    def treat_fields(self) -> None:
        for field in self.facts:
            if field.name != field.title:
                self.card.decide(
                    field.title, "name", f"the fact is called `{field.name}`; hosts give it by this name"
                )
            if field.plain:
                continue
            field.used = safe_name(f"{field.name}_used", self.names())
            self.treated[field.used] = field.treated()
            self.card.decide(
                field.title,
                "treatment",
                "missing, invalid or outlying values are replaced as the mining schema says",
            )

    def use_treated(self) -> None:
        """Puts the treated values that something reads before what reads them."""
        texts = " ".join(feel for _, feel in (*self.card.derived, *self.card.results, *self.card.outputs))
        used = [
            (name, feel) for name, feel in self.treated.items() if re.search(rf"\b{re.escape(name)}\b", texts)
        ]
        self.card.derived[:0] = used

    def retain_unread(self) -> None:
        """Active fields that nothing reads are taken all the same: hosts may give them."""
        card = self.card
        texts = " ".join(feel for _, feel in (*card.derived, *card.results, *card.outputs))
        for number, fact in enumerate(card.facts):
            if fact.name not in self.tested and not re.search(rf"\b{re.escape(fact.name)}\b", texts):
                card.facts[number] = replace(fact, use="retain")
                card.decide(fact.title, "unread", "no attribute reads it: it is kept, and decides nothing")

    def derive_fields(self) -> None:
        for parent in (self.root.find("TransformationDictionary"), self.model.find("LocalTransformations")):
            for element in children(parent, "DerivedField"):
                title = need(element, "name")
                name = safe_name(title, self.names())
                feel = self.expressions.of(element)
                kind = derived_kind(element)
                self.card.derived += self.expressions.take_lifted()
                self.fields[title] = Field(title, name, kind, kind, derived=True, used=name)
                self.card.derived.append((name, feel))
                self.card.decide(
                    title,
                    "derived",
                    f"derived as `{feel}`, in decimals of 34 digits where PMML computes with doubles",
                )

    def ranking(self) -> _Ranking:
        asked = self.model.get("useReasonCodes", "true") in ("true", "1")
        baseline = self.model.get("baselineScore")
        above = self.model.get("reasonCodeAlgorithm", "pointsBelow") == "pointsAbove"
        if not asked:
            self.card.decide("card", "reasons", "the model gives no reasons (useReasonCodes)")
        return _Ranking(asked, None if baseline is None else _points(baseline, "baselineScore"), above)

    def characteristic(self, element: Element, number: int, ranking: _Ranking) -> None:
        title = element.get("name") or f"characteristic {number}"
        attributes = [
            self.attribute(each, title, element, ranking) for each in children(element, "Attribute")
        ]
        if not attributes:
            raise CardImportError(f"the characteristic `{title}` has no attributes")
        predicates = [attribute.predicate for attribute in attributes]
        single = single_field(predicates)
        field = None if single is None else self.fields[single]
        if (
            field is not None
            and field.name not in self.tested
            and (not field.derived or field.kind != "boolean")
        ):
            holds, name = bins_of(field, predicates), field.name
        else:
            holds, name = self.chosen(title, predicates)
        self.tested.add(name)
        bins: list[Bin] = []
        for owner, held in holds:
            if owner is None:
                neutral = attributes[0].baseline if ranking.asked else ""
                bins.append(Bin(held, "0", attributes[0].code if ranking.asked else "", neutral))
            else:
                attribute = attributes[owner]
                bins.append(Bin(held, attribute.points, attribute.code, attribute.baseline))
        if any(owner is None for owner, _ in holds):
            self.undefined(title, predicates)
        self.card.characteristics.append(Characteristic(name, ordered(bins), title))
        computed = self.compute(title, attributes)
        ranked = [
            Ranked(
                each.predicate,
                each.points,
                None if each.computed is None else computed,
                each.code,
                each.against,
            )
            for each in attributes
        ]
        self.ranked.append((title, ranked))

    def undefined(self, title: str, predicates: list[Predicate]) -> None:
        self.not_defined.append("(" + " or ".join(each.feel(True) for each in predicates) + ")")
        self.card.warn(
            title,
            "no result",
            "some values meet no attribute: there PMML has no score. The card is skipped for them, the score is null, "
            "and the applicant is referred (NO_SCORE)",
        )

    def attribute(
        self, element: Element, title: str, characteristic: Element, ranking: _Ranking
    ) -> _Attribute:
        predicate = read_predicate(element, self.fields)
        complex_ = child(element, "ComplexPartialScore")
        computed = None if complex_ is None else self.expressions.of(complex_)
        partial = element.get("partialScore")
        if computed is None and partial is None:
            raise CardImportError(f"{title}: an attribute has neither partialScore nor ComplexPartialScore")
        points = "0" if computed is not None else _points(partial or "", title)
        code = element.get("reasonCode") or characteristic.get("reasonCode") or ""
        baseline = (
            element.get("baselineScore") or characteristic.get("baselineScore") or ranking.baseline or ""
        )
        if not ranking.asked:
            return _Attribute(predicate, points, computed, "", "", "")
        if not code or not baseline:
            raise CardImportError(
                f"{title}: with reason codes, each attribute or its characteristic needs a reasonCode, and the "
                "characteristic or the Scorecard a baselineScore"
            )
        against = _points(baseline, title)
        own = points if computed is not None else against
        return _Attribute(predicate, points, computed, self.code(code, title), own, against)

    def code(self, code: str, title: str) -> str:
        safe = "_".join(code.split())
        if safe != code:
            self.card.decide(title, "reasons", f"the code `{code}` is written `{safe}`")
        if all(known != safe for known, _ in self.card.reasons):
            self.card.reasons.append((safe, f"{title} ({code})" if code != title else title))
        return safe

    def chosen(self, title: str, predicates: list[Predicate]) -> tuple[list[tuple[int | None, Holds]], str]:
        """Derives which attribute it is, as a word."""
        name = safe_name(f"{title}_attribute", self.names())
        holds: list[tuple[int | None, Holds]] = []
        branches: list[str] = []
        last: tuple[int | None, str] = (None, "no attribute")
        for number, predicate in enumerate(predicates):
            word = f"attribute {number + 1}"
            if predicate == Constant(True):
                last = (number, word)
                break
            if predicate == Constant(False):
                continue
            branches.append(f"if {predicate.feel(True)} then {literal(word)}")
            holds.append((number, Words((word,))))
        holds.append((last[0], Words((), rest=True)))
        self.card.derived.append((name, " else ".join([*branches, literal(last[1])])))
        self.card.decide(
            title, "attribute", f"its attributes test more than one field: `{name}` says which it is"
        )
        return holds, name

    def compute(self, title: str, attributes: list[_Attribute]) -> str | None:
        """Derives the points that an expression gives, which are added to the card's; the name of that value."""
        branches: list[str] = []
        for attribute in attributes:
            if attribute.computed is None:
                branches.append(f"if {attribute.predicate.feel(True)} then 0")
            else:
                branches.append(f"if {attribute.predicate.feel(True)} then {attribute.computed}")
        if all(attribute.computed is None for attribute in attributes):
            return None
        self.card.derived += self.expressions.take_lifted()
        name = safe_name(f"{title}_points", self.names())
        self.card.derived.append((name, " else ".join([*branches, "0"])))
        self.computed.append(name)
        self.not_defined.append(f"{name} != null and abs({name}) < 10 ** 300")
        self.card.warn(
            title,
            "computed points",
            f"its points are computed (ComplexPartialScore): `{name}` adds them, in decimals of 34 digits "
            "where PMML computes with doubles; a card's reasons cannot rank them, so that the reason codes become "
            "outputs and a decline tells none of them",
        )
        return name

    def finish(self, ranking: _Ranking) -> None:
        card = self.card
        texts = [card.start, *(bin_.points for part in card.characteristics for bin_ in part.bins)]
        whole = not any("." in text for text in texts)
        card.arithmetic = "exact" if whole else "float"
        card.decide(
            "card",
            "arithmetic",
            "all points are whole" if whole else "points are added as doubles, as PMML does",
        )
        if self.not_defined or self.expressions.undefined:
            card.defined = safe_name("score_defined", self.names())
            card.derived.append(
                (card.defined, " and ".join([*self.not_defined, *self.expressions.undefined]))
            )
        card.stage = safe_name("points" if self.computed else "score", [field.name for field in self.facts])
        read_outputs(self.model, card, self.expressions, self.computed)
        if card.defined:
            card.reasons.append(("NO_SCORE", "The model has no score for this application"))
        if ranking.asked and self.computed:
            self.rank_in_feel(ranking)
        elif ranking.asked:
            self.rank(ranking)
        known = {fact.name for fact in card.facts}
        derived = any(part.name not in known for part in card.characteristics)
        card.hand_checked = not (derived or card.defined or card.results or self.computed)
        if not card.hand_checked:
            card.decide(
                "card", "check rows", "tests.csv is not written: points alone do not make this model's score"
            )

    def reason_outputs(self) -> list[str]:
        """The names of the outputs that ask for reason codes, in their order."""
        found = [
            (rank_of(each), need(each, "name"))
            for each in children(child(self.model, "Output"), "OutputField")
            if each.get("feature") == "reasonCode"
        ]
        return [name for _, name in sorted(found)]

    def rank_in_feel(self, ranking: _Ranking) -> None:
        card = self.card
        taken = self.names() | {name for name, _ in card.results} | {card.stage}

        def named(name: str) -> str:
            made = safe_name(name, taken)
            taken.add(made)
            return made

        outputs = [safe_name(name, [known for known, _ in card.outputs]) for name in self.reason_outputs()]
        Ranking(ranking.above, self.ranked).write(card, outputs, named)
        card.reasons = [(code, text) for code, text in card.reasons if code == "NO_SCORE"]
        for number, part in enumerate(card.characteristics):
            bins = tuple(replace(bin_, reason="", baseline="") for bin_ in part.bins)
            card.characteristics[number] = replace(part, bins=bins)

    def rank(self, ranking: _Ranking) -> None:
        outputs = child(self.model, "Output")
        ranks = [
            rank_of(each) for each in children(outputs, "OutputField") if each.get("feature") == "reasonCode"
        ]
        self.card.reason_keys = {
            "method": "above baseline" if ranking.above else "below baseline",
            "top": str(max(ranks, default=4)),
            "keep_zero": "true",
            "shared": "net",
        }
        self.card.decide(
            "card",
            "reasons",
            f"{self.card.reason_keys['method']}, the {self.card.reason_keys['top']} first; a code of several "
            "characteristics counts their sum, one at the baseline stays, ties go by the order of characteristics, as "
            "in PMML engines. A bundle gives them on a decline, PMML as outputs of every score",
        )


def _points(text: str, what: str) -> str:
    value = numbers.number(text)
    if value is None:
        raise CardImportError(f"{what}: `{text}` is no number")
    return number_text(value)
