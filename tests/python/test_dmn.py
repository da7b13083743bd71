"""DMN models: reading, findings, and what a host asks; the kit's cases are run by tests/conformance."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import placet
from placet import dmn

LENDING = Path("examples/lending/lending.dmn")
NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
GOOD = {"Applicant": {"Age": 31, "Income": 8500, "Debt": 1700, "History": "clean"}, "Amount": 30000}


def definitions(content: str, namespace: str = NAMESPACE, name: str = "urn:m") -> str:
    return f'<definitions xmlns="{namespace}" name="m" namespace="{name}">\n{content}\n</definitions>\n'


def literal(name: str, text: str, requires: str = "", type_ref: str = "") -> str:
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return (
        f'<decision id="{name}" name="{name}"><variable name="{name}"{typed}/>{requires}'
        f"<literalExpression><text>{text}</text></literalExpression></decision>"
    )


def needs(*ids: str, kind: str = "Input") -> str:
    return "".join(
        f'<informationRequirement><required{kind} href="#{it}"/></informationRequirement>' for it in ids
    )


def written(folder: Path, content: str, name: str = "m.dmn") -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def found(path: Path, *, lenient: bool = False) -> list[tuple[str, int | None, int | None]]:
    return [(it.code, it.line, it.column) for it in dmn.check(path, lenient=lenient)]


@pytest.fixture(scope="module")
def lending() -> placet.Model:
    return placet.load_model(LENDING)


class TestAsking:
    def test_all_decisions(self, lending: placet.Model) -> None:
        decisions = lending.decide(GOOD)
        assert (decisions["Risk"], decisions["Routing"], decisions["Rate"]) == (
            "low",
            "accept",
            Decimal("0.072"),
        )
        # 30,000 over 24 months at 1 % a month, by Python's decimal: the annuity is 1412.2041666979412…
        payment = decisions["Affordability"]["monthly payment"]
        assert abs(payment - Decimal("1412.204166697941272114088198103635")) < Decimal("1e-29")
        assert list(decisions) == list(lending.decisions)

    def test_load_gives_a_model_too(self) -> None:
        assert isinstance(placet.load(LENDING), placet.Model)

    def test_a_decision_that_is_given_is_not_worked_out(self, lending: placet.Model) -> None:
        assert lending.evaluate("Rate", {"Risk": "low", "Amount": 9999}) == Decimal("0.089")
        assert lending.evaluate("Rate", {"Risk": "high", "Amount": 9999}) is None

    def test_services_and_functions(self, lending: placet.Model) -> None:
        assert lending.call("Pricing", 5000, "low") == Decimal("0.089")
        assert lending.call("Pricing", Risk="medium") == Decimal("0.129")
        assert lending.call("Pricing", 5000, "nonsense") is None
        assert lending.call("Instalment", 1200, "x", months=12) is None
        with pytest.raises(TypeError, match="no parameter `risk`"):
            lending.call("Pricing", risk="low")
        with pytest.raises(KeyError, match="did you mean `Pricing`"):
            lending.call("Prising")
        with pytest.raises(KeyError, match="no decision `Pricing`"):
            lending.evaluate("Pricing")

    def test_strict_facts_name_each_part(self, lending: placet.Model) -> None:
        applicant = {"Age": "31", "Income": -1, "Debt": 0, "History": "odd"}
        with pytest.raises(placet.FactsError) as error:
            lending.decide({"Applicant": applicant, "Amont": 3})
        assert [problem["name"] for problem in error.value.problems] == [
            "Applicant.Age",
            "Applicant.Income",
            "Applicant.History",
            "Amont",
        ]
        assert "did you mean `Amount`" in str(error.value)

    def test_the_standard_makes_bad_facts_null(self, lending: placet.Model) -> None:
        decisions = lending.decide({"Applicant": {"Age": 3}, "Amount": "much"}, strict=False)
        assert decisions == {
            "Affordability": {"monthly payment": None, "share of income": None},
            "Risk": "high",
            "Routing": "decline",
            "Rate": None,
        }

    def test_what_is_left_out_is_null(self, lending: placet.Model) -> None:
        assert lending.decide({})["Risk"] == "high"

    def test_explanation(self, lending: placet.Model) -> None:
        explained = lending.explain(GOOD)
        assert [(step.name, [hit.rule for hit in step.hits]) for step in explained.steps] == [
            ("Applicant", []),
            ("Amount", []),
            ("Affordability", []),
            ("Risk", [5]),
            ("Routing", [3]),
            ("Rate", [2]),
        ]
        assert explained.decisions == lending.decide(GOOD)
        with pytest.raises(KeyError):
            explained["risk"]

    def test_decisions_are_a_mapping_and_are_pickled(self, lending: placet.Model) -> None:
        decisions = lending.decide(GOOD)
        again = pickle.loads(pickle.dumps(decisions))  # noqa: S301
        assert (again, again.digest, again.model) == (decisions, decisions.digest, "Lending")
        assert dict(decisions) == decisions
        assert "Risk" in decisions
        assert decisions.get("risk", 7) == 7
        assert copy.copy(lending) is lending


def test_the_clock_is_an_argument(tmp_path: Path) -> None:
    content = literal("day", "today()") + literal("hour", "now().hour")
    model = placet.load_model(written(tmp_path, definitions(content)))
    assert model.decide({}, as_of=date(2026, 3, 1)) == {"day": date(2026, 3, 1), "hour": Decimal(0)}
    moment = datetime(2026, 3, 1, 17, 5, tzinfo=UTC)
    assert model.decide({}, now=moment)["hour"] == Decimal(17)
    assert model.evaluate("day") is None
    with pytest.raises(ValueError, match="give `as_of` or `now`"):
        model.decide({})
    with pytest.raises(TypeError, match="not both"):
        model.decide({}, now=moment, as_of=date(2026, 3, 1))


def test_thirty_four_digits(tmp_path: Path) -> None:
    content = literal("third", "1 / 3") + literal("sum", "0.1 + 0.2 = 0.3")
    assert placet.load_model(written(tmp_path, definitions(content))).decide({}) == {
        "third": Decimal("0." + "3" * 34),
        "sum": True,
    }


def test_values_outside_those_allowed_are_null_at_borders(tmp_path: Path) -> None:
    types = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef>'
        '<allowedValues><text>"A", "B"</text></allowedValues></itemDefinition>'
        '<inputData id="i" name="i"><variable name="i" typeRef="tGrade"/></inputData>'
    )
    content = types + literal("grade", 'if i = null then "C" else i', needs("i"), "tGrade")
    model = placet.load_model(written(tmp_path, definitions(content)))
    assert model.evaluate("grade", {"i": "B"}) == "B"
    assert model.evaluate("grade", {"i": "X"}) is None
    notes = model.explain({})["grade"].notes
    assert [note.message for note in notes] == ["a string is no tGrade"]


def test_every_version_of_the_standard_loads(tmp_path: Path) -> None:
    from placet.bundle.dmn import NAMESPACES

    assert set(NAMESPACES.values()) == {"1.1", "1.2", "1.3", "1.4", "1.5"}
    for namespace in NAMESPACES:
        content = literal("one", "1", type_ref="feel:number")
        model = placet.load_model(written(tmp_path, definitions(content, namespace)))
        assert model.evaluate("one") == 1


def test_what_is_not_of_the_standard_is_left_out(tmp_path: Path) -> None:
    plain = definitions(literal("one", "1 + 1"))
    vendor = definitions(
        '<extensionElements><v:x xmlns:v="urn:v"><definitions/></v:x></extensionElements>'
        "<description>two</description>"
        + literal("one", "1  +  // the same\n 1").replace("<decision ", '<decision v:a="b" xmlns:v="urn:v" ')
    )
    one = placet.load_model(written(tmp_path, plain))
    other = placet.load_model(written(tmp_path, vendor))
    assert one.evaluate("one") == other.evaluate("one") == 2
    assert one.digest == other.digest
    assert placet.load_model(written(tmp_path, plain.replace("1 + 1", "1 + 2"))).digest != one.digest


class TestFindings:
    """What is wrong is told at its element, all at once."""

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("<a>", [("E0802", 1, "<")]),
            ('<definitions xmlns="urn:other"/>', [("E0802", 1, "<")]),
            ("<definitions", [("E0801", 1, "<definitions")]),
            ('<!DOCTYPE a [<!ENTITY b "c">]>\n<a/>', [("E0801", 1, "[")]),
            (definitions(literal("a", "1 +")), [("E0301", 2, "</text>")]),
            (definitions(literal("a", "1 &lt; nme")), [("E0201", 2, "nme<")]),
            (definitions(literal("a", "[1,\n  nme]")), [("E0201", 3, "nme]")]),
            (definitions(literal("a", "summ(1)")), [("E0303", 2, "summ")]),
            (definitions(literal("a", "abs(1, 2)")), [("E0304", 2, "abs")]),
            (definitions(literal("a", "1", needs("b"))), [("E0804", 2, "#b")]),
            (
                definitions(
                    literal("a", "b", needs("b", kind="Decision"))
                    + literal("b", "a", needs("a", kind="Decision"))
                ),
                [("E0805", 2, 'a"><')],
            ),
            (definitions(literal("a", "1", type_ref="tNo")), [("E0806", 2, "tNo")]),
            (definitions(literal("a", '"x"', type_ref="number")), [("E0302", 2, "<literal")]),
            (
                definitions(literal("a", "1") + literal("a", "2")),
                [("E0202", 2, 'a"><variable name="a"/><literalExpression><text>2')],
            ),
            (
                definitions(
                    '<import name="x" namespace="urn:x" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
                ),
                [("E0804", 2, "urn:x")],
            ),
        ],
    )
    def test_places(self, tmp_path: Path, content: str, expected: list[tuple[str, int, str]]) -> None:
        path = written(tmp_path, content)
        codes = found(path)
        assert [code for code, _, _ in codes] == [code for code, _, _ in expected]
        assert [line for _, line, _ in codes] == [line for _, line, _ in expected]
        lines = content.split("\n")
        for (_, line, column), (_, _, there) in zip(codes, expected, strict=True):
            assert line is not None
            assert column is not None
            assert lines[line - 1][column - 1 :].startswith(there)
        with pytest.raises(placet.BundleError):
            placet.load_model(path)

    def test_the_column_is_that_of_the_name(self, tmp_path: Path) -> None:
        content = definitions(literal("a", "1 &lt; nme and (2 &gt; nme2)"))
        places = found(written(tmp_path, content))
        line = content.split("\n")[1]
        assert [(code, at) for code, _, at in places] == [
            ("E0201", line.index("nme ") + 1),
            ("E0201", line.index("nme2") + 1),
        ]

    def test_lenient_loads_as_it_is(self, tmp_path: Path) -> None:
        path = written(
            tmp_path, definitions(literal("a", "nme + 1") + literal("b", "1 +") + literal("c", "3"))
        )
        assert [code for code, _, _ in found(path, lenient=True)] == ["W0906", "W0906"]
        model = placet.load_model(path, lenient=True)
        assert model.decide({}) == {"a": None, "b": None, "c": Decimal(3)}
        messages = [note.message for note in model.explain({})["a"].notes]
        assert messages[0].startswith("there is no name `nme`")

    def test_lenient_takes_any_value_where_a_type_is_unknown(self, tmp_path: Path) -> None:
        path = written(tmp_path, definitions(literal("a", '"x"', type_ref="tNo")))
        assert [code for code, _, _ in found(path, lenient=True)] == ["W0907"]
        assert placet.load_model(path, lenient=True).evaluate("a") == "x"

    def test_what_has_no_name(self, tmp_path: Path) -> None:
        path = written(tmp_path, definitions('<inputData id="x"/>'))
        assert found(path) == [("E0803", 2, 1)]

    def test_tables(self, tmp_path: Path) -> None:
        def table(rules: str, policy: str = "UNIQUE") -> str:
            return definitions(
                '<inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>'
                f'<decision id="d" name="d">{needs("x")}<decisionTable hitPolicy="{policy}"><input><inputExpression '
                f'typeRef="number"><text>x</text></inputExpression></input><output/>\n{rules}</decisionTable></decision>'
            )

        def rule(cell: str, give: str) -> str:
            return (
                f"<rule><inputEntry><text>{cell}</text></inputEntry>"
                f"<outputEntry><text>{give}</text></outputEntry></rule>\n"
            )

        cases = {
            table(rule("1", "2") + rule("1", "3")): ("W0908", 4),
            table(rule("1", "2") + "<rule><outputEntry><text>1</text></outputEntry></rule>"): ("E0105", 4),
            table(rule("&quot;one&quot;", "2")): ("E0302", 3),
            table(rule("1", "2"), "UNIQ"): ("E0105", 2),
            table(rule("1", "2"), "PRIORITY"): ("E0105", 2),
            table(rule("&lt; y", "2")): ("E0201", 3),
        }
        for content, expected in cases.items():
            assert [(code, line) for code, line, _ in found(written(tmp_path, content))] == [expected]


class TestImports:
    COMMON = definitions(
        '<itemDefinition name="tScore"><typeRef>number</typeRef></itemDefinition>'
        '<inputData id="s" name="Score"><variable name="Score" typeRef="tScore"/></inputData>'
        + literal("Double", "Score * 2", needs("s")),
        name="urn:common",
    )

    def main(self, prefix: str, seen: str) -> str:
        return definitions(
            f'<import name="{prefix}" namespace="urn:common" importType="{NAMESPACE}"/>'
            f'<decision id="d" name="d"><informationRequirement><requiredDecision href="urn:common#Double"/>'
            f"</informationRequirement><literalExpression><text>{seen} + 1</text></literalExpression></decision>"
        )

    @pytest.mark.parametrize(("prefix", "seen"), [("common", "common.Double"), ("", "Double")])
    def test_a_model_beside(self, tmp_path: Path, prefix: str, seen: str) -> None:
        written(tmp_path, self.COMMON, "common.dmn")
        written(tmp_path, "<broken", "other.dmn")  # no concern of this model
        path = written(tmp_path, self.main(prefix, seen), "main.dmn")
        model = placet.load_model(path)
        name = f"{prefix}.Score" if prefix else "Score"
        assert model.inputs == {name: "tScore"}
        assert model.decisions == ("d",)
        assert model.decide({name: 20}) == {"d": Decimal(41)}
        assert model.decide({"Score": 20}) == {"d": Decimal(41)}
        with pytest.raises(placet.FactsError, match="must be a number, and is"):
            model.decide({name: "x"})

    def test_a_folder_has_one_main_model(self, tmp_path: Path) -> None:
        written(tmp_path, self.COMMON, "common.dmn")
        written(tmp_path, self.main("c", "c.Double"), "main.dmn")
        assert placet.load_model(tmp_path).decide({"c.Score": 1}) == {"d": Decimal(3)}
        assert placet.load_model(tmp_path, main="common.dmn").decide({"Score": 1}) == {"Double": Decimal(2)}
        written(tmp_path, definitions(literal("a", "1"), name="urn:third"), "third.dmn")
        with pytest.raises(placet.BundleError, match="E0807"):
            placet.load_model(tmp_path)


def test_the_command(tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "placet.cli", *arguments]
        environment = {**os.environ, "COLUMNS": "120"}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout  # noqa: S603

    facts = str(written(tmp_path, json.dumps(GOOD), "facts.json"))
    assert "Lending has no findings" in run("check", str(LENDING))
    assert json.loads(run("decide", "--json", str(LENDING), facts))["Routing"] == "accept"
    assert "rule 5 of Risk" in run("explain", str(LENDING), facts)
