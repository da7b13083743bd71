"""The schema of bundle.yaml and the engine's readers agree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from case_files import Case, all_cases
from jsonschema import Draft7Validator

from placet import _native
from placet._native import Finding
from placet.bundle import read_texts
from placet.bundle.format.files import HEAD
from placet.bundle.format.scalars import is_plain
from placet.bundle.format.yaml_nodes import Collection, Scalar, take_apart
from placet.bundle.schema import bundle_schema

RULES = Path(__file__).resolve().parents[2] / "rules"
SCHEMA = bundle_schema()
JUDGE = Draft7Validator(SCHEMA)
SHAPE = {"E0204", "E0501", "E0502", "E0503", "E0504", "E0507"}
"""The codes of findings that can be told from bundle.yaml alone."""


def typed(node: Any) -> Any:
    """A node as an editor's parser gives it: YAML 1.2, core schema."""
    if isinstance(node, Collection):
        if not node.is_map:
            return [typed(entry.value) for entry in node.entries]
        return {entry.key.text: typed(entry.value) for entry in node.entries if entry.key}
    assert isinstance(node, Scalar)
    text = node.text
    if node.style is not None:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false") and text in (text.lower(), text.upper(), text.capitalize()):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    return text


def faults(text: str) -> list[str]:
    return [error.message for error in JUDGE.iter_errors(typed(take_apart(text).root))]


def findings_of(files: dict[str, str]) -> list[Finding]:
    return _native.compile(*read_texts(files))[1]


def of_shape(findings: list[Finding]) -> list[Finding]:
    at = [each for each in findings if each.code in SHAPE and each.file in ("bundle.yaml", None)]
    return [
        each for each in at if not re.search("is in two groups|always told, and never", each.message)
    ]  # no schema says it


def test_it_is_a_json_schema_of_draft_7() -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"


# Every key of every map once.
WHOLE = {
    "bundle.yaml": """\
bundle: whole
version: 1.0.0
language: 1
currency: EUR
time_zone: Europe/Berlin
valid: 2025-01-01..
owner: credit
flow:
  basics:
    derive:
      burden: {is: debt / income}
      level: 5
  entry:
    rules:
      missing: refer
      decline:
        AGE: {when: age < 18, missing: pass}
        OLD: age > 90
      refer: {BURDEN: burden > 0.6}
      flag: {YOUNG: {when: age < 21, missing: hit}}
  score:
    scorecard:
      file: card.csv
      start: 500
      bounds: {years: {of: [age], within: -25..40}}
      reasons: {method: below best, top: 2, given: any decline, keep_zero: false, shared: largest, always: [C_AGE],
        never_tell: [C_INCOME]}
  odds:
    scorecard:
      file: odds.csv
      arithmetic: exact
      scale: {points: 600, odds: 19:1, pdo: 50}
      round: half even 0
  grade:
    bands: {file: grades.csv, of: score, decline: {C: SCORE}, refer: {B: LOOK}}
  risk:
    table: {file: risk.csv, gives: [pd], hit: collect sum, default: {pd: 0.05}}
  apr:
    when: outcome != "decline"
    price: {file: apr.csv, less: {old: {is: 0}, loyal: if age > 60 then 1 else 0}, within: 5.40..10.90}
  fee:
    price: {base: 1}
  model:
    dmn: {file: model.dmn, decision: Twice, inputs: {Age: {is: age}}}
  limit:
    when: outcome != "decline"
    limit:
      base: 5000
      times: {half: {is: 0.5}}
      caps: {income: {is: 4 * income, missing: refer, reason: LOOK}, most: 20000}
      round: down 100
      least: {amount: 500, decline: SMALL}
outputs:
  score: score
  pd: risk.pd
  fee: fee
  limit: {is: limit, declined: 0}
  apr: {is: apr, declined: null}
  young: YOUNG
  level: level
  odds: odds
  twice: model
""",
    "facts.csv": """\
fact,type,allowed,missing
age,integer,[16..100],no
debt,money,[0..1000],no
income,money,[0..9000],yes
""",
    "reasons.csv": "code,en\nAGE,a\nOLD,b\nBURDEN,c\nSCORE,d\nLOOK,e\nSMALL,f\nC_AGE,g\nC_INCOME,h\n",
    "card.csv": "characteristic,bin,points,reason\nage,< 25,10,C_AGE\n,>= 25,30,\nincome,null,0,C_INCOME\n,>= 0,5,\n",
    "odds.csv": "characteristic,bin,points\nage,< 25,0.1\n,>= 25,0.3\n",
    "model.dmn": """\
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m">
  <inputData id="a" name="Age"><variable name="Age" typeRef="number"/></inputData>
  <decision id="d" name="Twice">
    <variable name="Twice" typeRef="number"/>
    <informationRequirement><requiredInput href="#a"/></informationRequirement>
    <literalExpression><text>2 * Age</text></literalExpression>
  </decision>
</definitions>
""",
    "grades.csv": "grade,score\nA,>= 525\nB,[515..525)\nC,< 515\n",
    "risk.csv": "age,pd\n> 50,0.1\n",
    "apr.csv": "grade,apr\nA,5.90\nB,7.90\n",
}


def tree_of(text: str) -> Any:
    """The texts of a bundle.yaml, as the reader has them."""

    def texts(node: Any) -> Any:
        if isinstance(node, Scalar):
            return node.text
        if not node.is_map:
            return [texts(entry.value) for entry in node.entries]
        return {entry.key.text: texts(entry.value) for entry in node.entries if entry.key}

    return texts(take_apart(text).root)


def written(tree: Any) -> str:
    """A tree as YAML, with no quotes that it can do without, so that an editor's parser types what it can."""
    if isinstance(tree, str):
        return tree if is_plain(tree, flow=True) else json.dumps(tree)
    if isinstance(tree, list):
        return "[" + ", ".join(map(written, tree)) + "]"
    return "{" + ", ".join(f"{written(key)}: {written(value)}" for key, value in tree.items()) + "}"


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every map and value."""
    yield path
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        yield from places(value, (*path, key))


def changed(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a path; without it, if the value is None."""
    if not path:
        return value
    key, *rest = path
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    if rest or value is not None:
        copy[key] = changed(copy[key], tuple(rest), value)
    else:
        del copy[key]
    return copy


# Told by the tables beside bundle.yaml.
BY_TABLES = re.compile(
    r"the table does not give|needs the key `gives`|gives no value at all|needs the input|has no decision|has no input"
    r"|no score can be scaled"
)
# What an editor takes for no text at all; the engine takes the bundle's name and its owner as they stand.
ODD_NAMES = {("bundle", "true"), ("bundle", "null"), ("owner", "null")}
WRONG = ["", "zzqq", "12", "-1", "true", "null", "a b", "x.csv"]
MAPS = [
    {},
    {"a": "b"},
    {"is": "1"},
    {"when": "age < 3"},
    {"is": "1", "missing": "zero"},
    {"is": "1", "missing": "refer"},
]


def test_a_bundle_with_every_key_is_right_for_both() -> None:
    assert findings_of(WHOLE) == []
    assert faults(WHOLE["bundle.yaml"]) == []


@pytest.mark.parametrize("name", sorted(path.parent.name for path in RULES.glob("*/bundle.yaml")))
def test_bundles_that_ship_are_valid_in_editors_old_and_new(name: str) -> None:
    text = (RULES / name / "bundle.yaml").read_text("utf-8")
    assert faults(text) == []
    # YAML 1.1 knows more words for yes, and days.
    assert list(JUDGE.iter_errors(json.loads(json.dumps(yaml.safe_load(text), default=str)))) == []


@pytest.mark.parametrize(
    "case", [case for case in all_cases() if "bundle.yaml" in case.files], ids=lambda case: case.id
)
def test_a_case_is_valid_if_the_reader_finds_its_shape_right(case: Case) -> None:
    findings = findings_of(case.files)
    if not any(each.code < "E0109" and each.file == "bundle.yaml" for each in findings):
        assert bool(faults(case.files["bundle.yaml"])) == bool(of_shape(findings)), findings


@pytest.mark.parametrize(
    "key", ["bundle", "version", "language", "currency", "time_zone", "valid", "owner", "outputs"]
)
def test_what_is_wrong_in_the_head_is_wrong_for_both(key: str) -> None:
    agree([path for path in places(tree_of(WHOLE["bundle.yaml"])) if path[:1] == (key,)])


@pytest.mark.parametrize("stage", tree_of(WHOLE["bundle.yaml"])["flow"])
def test_what_is_wrong_in_a_stage_is_wrong_for_both(stage: str) -> None:
    agree([path for path in places(tree_of(WHOLE["bundle.yaml"])) if path[:2] == ("flow", stage)])


def agree(paths: list[tuple[Any, ...]]) -> None:
    tree = tree_of(WHOLE["bundle.yaml"])
    assert paths
    for path in paths:
        here = at(tree, path)
        more = [{**here, "zzqq": "1"}, {**here, "when": "true"}] if isinstance(here, dict) else [["a"]]
        for value in [None, *WRONG, *MAPS, *more]:
            text = written(changed(tree, path, value))
            refused, findings = faults(text), findings_of(WHOLE | {"bundle.yaml": text})
            shape = [each for each in of_shape(findings) if not BY_TABLES.search(each.message)]
            if shape:
                assert refused, (path, value, shape)
            if refused and (path[-1], value if isinstance(value, str) else "") not in ODD_NAMES:
                assert any(each.severity == "error" for each in findings), (path, value, refused)


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def closed(
    schema: Any, tree: Any, path: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """The maps of a tree in which the schema allows only some keys, with that part of the schema."""
    if not isinstance(tree, dict):
        return
    if schema.get("additionalProperties") is False:
        yield path, schema
    for key, value in tree.items():
        yield from closed(
            schema.get("properties", {}).get(key) or schema.get("additionalProperties"), value, (*path, key)
        )


def all_closed(schema: Any) -> Iterator[str]:
    """Every part of the schema that allows only some keys."""
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield json.dumps(schema)
        for value in schema.values():
            yield from all_closed(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from all_closed(value)


def test_every_map_has_the_keys_that_its_reader_knows() -> None:
    tree = tree_of(WHOLE["bundle.yaml"])
    found = list(closed(SCHEMA, tree))
    for path, schema in found:
        text = written(changed(tree, path, {**at(tree, path), "zzqq": "1"}))
        helps = [
            each.help or "" for each in findings_of(WHOLE | {"bundle.yaml": text}) if "`zzqq`" in each.message
        ]
        assert len(helps) == 1, path
        known = set(helps[0].removeprefix("the keys are ").split(", "))
        assert set(schema["properties"]) == known, path
    assert set(all_closed(SCHEMA)) == {json.dumps(schema) for _, schema in found}


@pytest.mark.parametrize(
    ("bounds", "valid"),
    [
        ("{social: -25..25}", True),
        ("{social: ..25, other: -2.5..}", True),
        ("{group: {of: [age, income], within: -25..25}}", True),
        ("{social: 25}", False),
        ("{social: ..}", False),
        ("{group: {within: -25..25}}", False),
        ("{group: {of: [age], within: -25..25, more: 1}}", False),
    ],
)
def test_bounds_on_groups_of_characteristics(bounds: str, valid: bool) -> None:
    text = WHOLE["bundle.yaml"].replace("{years: {of: [age], within: -25..40}}", bounds)
    assert (faults(text) == []) == valid


def test_the_keys_of_the_head_stand_in_the_order_of_the_layout() -> None:
    assert tuple(SCHEMA["properties"]) == HEAD


def test_every_key_is_described() -> None:
    def undescribed(schema: Any) -> Iterator[str]:
        for name, part in schema.get("properties", {}).items():
            if not part.get("description"):
                yield name
            yield from undescribed(part)
        if isinstance(more := schema.get("additionalProperties"), dict):
            yield from undescribed(more)

    assert list(undescribed(SCHEMA)) == []
