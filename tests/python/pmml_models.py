"""Small PMML documents for tests."""

import itertools
from pathlib import Path

import placet
from placet.importers import Card, from_pmml, write_folder

FIELDS = """
<DataField name="age" optype="continuous" dataType="double"/>
<DataField name="years" optype="continuous" dataType="integer"/>
<DataField name="job" optype="categorical" dataType="string"/>
<DataField name="own" optype="categorical" dataType="boolean"/>
"""
MINING = (
    '<MiningField name="age"/><MiningField name="years"/><MiningField name="job"/><MiningField name="own"/>'
)


def document(
    characteristics: str, *, fields: str = FIELDS, mining: str = MINING, keys: str = "", more: str = ""
) -> str:
    """A document with one Scorecard; without reasons, if `keys` does not ask for them."""
    keys = keys or 'useReasonCodes="false"'
    return f"""<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
<DataDictionary>{fields}</DataDictionary>
<Scorecard modelName="m" functionName="regression" {keys}><MiningSchema>{mining}</MiningSchema>{more}
<Characteristics>{characteristics}</Characteristics></Scorecard></PMML>"""


def characteristic(*attributes: tuple[str, str], keys: str = 'name="c"') -> str:
    """A characteristic of attributes: partial score and predicate."""
    inner = "".join(
        f'<Attribute partialScore="{points}">{predicate}</Attribute>' for points, predicate in attributes
    )
    return f"<Characteristic {keys}>{inner}</Characteristic>"


def simple(field: str, operator: str, value: str = "") -> str:
    """A SimplePredicate."""
    given = f' value="{value}"' if value else ""
    return f'<SimplePredicate field="{field}" operator="{operator}"{given}/>'


def compound(operator: str, *parts: str) -> str:
    """A CompoundPredicate."""
    return f'<CompoundPredicate booleanOperator="{operator}">{"".join(parts)}</CompoundPredicate>'


def read(text: str, folder: Path) -> Card:
    """The card of a document."""
    path = folder / "model.pmml"
    path.write_text(text, "utf-8")
    return from_pmml(path)


TRUE = "<True/>"


def engine_of(card: Card, folder: Path) -> placet.Engine:
    write_folder(card, folder)
    assert [finding for finding in placet.check(folder) if finding.severity == "error"] == []
    return placet.load(folder)


def facts(**given: object) -> dict[str, object]:
    return dict.fromkeys(("age", "years", "job", "own"), None) | given


APPLICANTS = [
    dict(zip(("age", "years", "job", "own"), row, strict=True))
    for row in itertools.product(
        (None, 1.0, 1.5, 1.75, 2.0, 2.5),
        (None, 0, 1, 2, 3, 4),
        (None, "a", "b c", 'd"e', "z"),
        (None, True, False),
    )
]


REASONS = (
    'useReasonCodes="true" reasonCodeAlgorithm="{}" baselineScore="5" initialScore="0.5"',
    '<Output><OutputField name="Final" feature="predictedValue" dataType="double"/>'
    '<OutputField name="RC1" feature="reasonCode" rank="1" dataType="string"/>'
    '<OutputField name="RC2" feature="reasonCode" rank="2" dataType="string"/>'
    '<OutputField name="RC3" feature="reasonCode" rank="3" dataType="string"/></Output>',
)
