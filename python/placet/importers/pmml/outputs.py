"""Targets and output fields: what is done to the score, and under which names it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from placet.importers import numbers
from placet.importers.cells import safe_name
from placet.importers.model import Card, CardImportError, number_text
from placet.importers.pmml.expressions import Expressions
from placet.importers.pmml.fields import Field
from placet.importers.pmml.xml import child, children, need

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CASTS = {"round": "floor({0} + 0.5)", "ceiling": "ceiling({0})", "floor": "floor({0})"}


def read_outputs(model: Element, card: Card, expressions: Expressions, computed: list[str]) -> None:
    """The values that follow from the card, and the bundle's outputs.

    Raises:
        CardImportError: an output that a bundle cannot give.
    """
    taken = {fact.name for fact in card.facts} | {name for name, _ in card.derived} | {card.stage, "result"}
    score = card.stage
    total = " + ".join([score, *computed]) if computed else score
    total = _target(model, total)
    if total != score:
        gone = [name for name in (score, *computed) if name != score or card.defined]
        guarded = (
            f"if {' or '.join(f'{each} = null' for each in gone)} then null else {total}" if gone else total
        )
        score = safe_name("total", taken)
        taken.add(score)
        card.results.append((score, guarded))
        card.decide("card", "target", f"the score is `{total}`")
    ranks = 0
    for element in children(child(model, "Output"), "OutputField"):
        title, feature = need(element, "name"), element.get("feature", "predictedValue")
        name = safe_name(title, [name for name, _ in card.outputs])
        if name != title:
            card.decide(title, "name", f"the output is called `{name}`")
        if feature == "reasonCode":
            rank_of(element)
            ranks += 1
        elif feature == "predictedValue":
            card.outputs.append((name, score))
            expressions.fields[title] = Field(title, score, "number", derived=True, used=score)
        elif feature == "transformedValue":
            feel = expressions.of(element)
            card.results += expressions.take_lifted()
            card.outputs.append((name, feel))
        else:
            raise CardImportError(
                f"the output `{title}` asks for `{feature}`, which a scorecard does not give"
            )
    if not card.outputs:
        card.outputs.append(("score", score))
    if ranks and not computed:
        card.decide(
            "card", "outputs", "the outputs for reason codes are the reasons of the decision, in their order"
        )


def rank_of(element: Element) -> int:
    """The rank of an output for reason codes.

    Raises:
        CardImportError: it is none.
    """
    text = element.get("rank", "1")
    if not (text.isascii() and text.isdigit() and 0 < int(text[:4]) < 1000 and len(text) < 4):
        raise CardImportError(f"a rank is a whole number from 1 on, and not `{text}`")
    return int(text)


def _target(model: Element, score: str) -> str:
    """Least and most, then the scale, then whole numbers."""
    targets = list(children(child(model, "Targets"), "Target"))
    if not targets:
        return score
    if len(targets) > 1:
        raise CardImportError("a Scorecard has one Target")
    target = targets[0]
    if any(each.get("defaultValue") is not None for each in children(target, "TargetValue")):
        raise CardImportError(
            "a Target with a defaultValue is not supported: a bundle refers where there is no score"
        )
    least, most = _number(target, "min"), _number(target, "max")
    if least is not None:
        score = f"max({score}, {least})"
    if most is not None:
        score = f"min({score}, {most})"
    factor, constant = _number(target, "rescaleFactor"), _number(target, "rescaleConstant")
    if factor not in (None, "1"):
        score = f"({score}) * {factor}"
    if constant not in (None, "0"):
        score = f"{score} + {constant}"
    cast = target.get("castInteger")
    if cast is None:
        return score
    if cast not in _CASTS:
        raise CardImportError(f"castInteger cannot be `{cast}`")
    return _CASTS[cast].format(score)


def _number(element: Element, attribute: str) -> str | None:
    text = element.get(attribute)
    value = None if text is None else numbers.number(text)
    if text is not None and value is None:
        raise CardImportError(f"{attribute} cannot be `{text}`")
    return None if value is None else number_text(value)
