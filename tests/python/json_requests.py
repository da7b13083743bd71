"""A bundle with every type of fact, and requests for it in JSON."""

import json
from typing import Any

import pytest

import placet
from placet import _native
from placet.bundle import read_texts

BUNDLE = {
    "bundle.yaml": """\
bundle: json
version: 1.0.0
language: 1
currency: EUR
flow:
  entry:
    rules:
      missing: pass
      decline:
        YOUNG: age < 18
      refer:
        LATE: bureau.late
        "Näh\\"e": ratio > 9
outputs:
  age: age
  income: income
  ratio: ratio
  wide: wide
  model: model
  student: student
  work: work
  name: name
  born: born
  tags: tags
  codes: codes
  paid: paid
  score: bureau.score
  moment: moment
  span: span
  term: term
  "secret": secret
""",
    "facts.csv": """\
fact,type,allowed,missing,privacy,consent
age,integer,[16..100],no,,
income,money,,yes,financial,
ratio,decimal(4),[0..10],yes,,
wide,number,,yes,,
model,float,,yes,,
student,boolean,,yes,,
work,enumeration,"employee, self_employed, none",yes,,
name,text,,yes,,
born,date,[1900-01-01..2026-12-31],yes,,
tags,list of text,,yes,,
codes,list of integer,,yes,,
paid,list of money,[0..1000],yes,,
agrees,boolean,,no,,
bureau.score,integer,[300..900],"source_down, stale",credit,agrees
bureau.late,boolean,,source_down,credit,agrees
bureau.file.age,integer,[0..99],source_down,,
moment,date and time,,yes,,
span,days and time duration,,yes,,
term,years and months duration,,yes,,
secret,text,,yes,sensitive,
""",
    "reasons.csv": 'code,tell,en,de\nYOUNG,yes,too young,zu jung\nLATE,no,,"""überfällig"""\n"Näh""e",,near,\n',
}
GIVEN = '{"age": 30, "agrees": true, "bureau": {"score": 655, "late": false}, "bureau.file.age": 3}'


def compiled(facts: str = BUNDLE["facts.csv"]) -> placet.Engine:
    """The bundle's engine, with its facts or others."""
    engine, findings = _native.compile(*read_texts(BUNDLE | {"facts.csv": facts}))
    assert engine is not None, findings
    return engine


def put(**values: str) -> str:
    """The given facts with these in JSON, put before them; `__` stands for a dot."""
    new = ", ".join(f"{json.dumps(name.replace('__', '.'))}: {value}" for name, value in values.items())
    rest = {name: value for name, value in json.loads(GIVEN).items() if name not in values}
    return "{" + ", ".join(part for part in (new, json.dumps(rest)[1:-1]) if part) + "}"


def answer(engine: placet.Engine, text: str | bytes, **options: Any) -> dict[str, Any]:
    """The decision, every number as its digits."""
    decided: dict[str, Any] = json.loads(
        engine.decide_json(text, **options), parse_float=Digits, parse_int=Digits
    )
    return decided


def messages(engine: placet.Engine, text: str | bytes, **options: Any) -> list[str]:
    with pytest.raises(placet.FactsError) as caught:
        engine.decide_json(text, **options)
    assert all(problem["message"] in str(caught.value) for problem in caught.value.problems)
    return [problem["message"] for problem in caught.value.problems]


class Digits(str):
    """A number of JSON, as it is written."""
