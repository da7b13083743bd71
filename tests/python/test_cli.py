"""The command: arguments, exit codes, streams. A stand-in decides, so that only the command is tested."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from placet import _native
from placet.bundle import read_folder
from placet.bundle.cases import read_cases
from placet.cli.app import app
from placet.errors import FactsError


@dataclass
class StandInReason:
    code: str

    def text(self, lang: str) -> str:
        return f"{self.code} in {lang}"


@dataclass
class StandInDecision:
    outcome: str
    outputs: Mapping[str, object]
    reasons: tuple[StandInReason, ...] = ()
    version: str = "1.0.0"
    digest: str = "d"
    as_of: date | None = None
    hits: tuple[StandInReason, ...] = ()


@dataclass
class StandInExplanation:
    decision: StandInDecision
    tree: dict[str, Any]


def node(label: str, **parts: object) -> dict[str, Any]:
    empty: dict[str, object] = {
        "kind": "",
        "result": None,
        "values": {},
        "place": None,
        "note": None,
        "children": [],
    }
    return {"label": label, **empty, **parts}


@dataclass
class StandInEngine:
    """Approves from the age of 18 on."""

    name: str = "stand-in"
    version: str = "1.0.0"
    output_names: tuple[str, ...] = ("limit",)
    calls: list[dict[str, object]] = field(default_factory=list)

    def decide(self, facts: Mapping[str, object], **options: object) -> StandInDecision:
        self.calls.append(options)
        age = facts.get("age")
        if not isinstance(age, int):
            problem = {"name": "age", "value": None, "expected": "integer", "message": "`age` is no integer"}
            raise FactsError("`age` is no integer", [problem])  # type: ignore[list-item]
        if age < 18:
            return StandInDecision("decline", {"limit": 0}, (StandInReason("AGE"),))
        return StandInDecision("approve", {"limit": Decimal("18500.00")})

    def explain(self, facts: Mapping[str, object], **options: object) -> StandInExplanation:
        leaf = node("AGE", result="hit", values={"age": "[17]"}, place="bundle.yaml:3:5")
        root = node("flow", note="x", children=[leaf])
        return StandInExplanation(self.decide(facts, **options), root)

    def facts_from_text(self, cells: Mapping[str, str]) -> dict[str, object]:
        return {name: int(text) if text.isdigit() else text for name, text in cells.items()}


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> StandInEngine:
    engine = StandInEngine()
    monkeypatch.setattr(_native, "compile", lambda files, findings: (engine, []))
    return engine


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "bundle.yaml").write_text("bundle: b\n")
    yield tmp_path


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=given, catch_exceptions=False)


def lines(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_help_tells_verbs_and_exit_codes() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for verb in ("check", "decide", "explain", "test", "init", "explain-code"):
        assert f"  {verb} " in result.stdout
    assert "  1  the bundle has errors, a test case failed, or facts are bad" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "nowhere"],
        ["decide", "b"],
        ["decide", "b", "x.json", "--unknown", "maybe"],
        ["decide", "b", "x.json", "--as-of", "24.11.2026"],
        ["explain-code", "E9999"],
        ["init", "a b"],
        ["init", ".."],
        ["init", "b"],
        ["nonsense"],
    ],
)
def test_wrong_use_is_two(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_check_shows_findings_and_gives_one() -> None:
    Path("b/t.csv").write_text("a,b\n1\n")
    result = run("check", "b")
    assert result.exit_code == 1
    assert "t.csv:2:1" in result.stdout
    assert "\x1b" not in result.stdout
    result = run("check", "b", "--json")
    assert result.exit_code == 1
    assert "E0105" in [finding["code"] for finding in json.loads(result.stdout)]


def test_check_of_a_good_bundle(engine: StandInEngine) -> None:
    result = run("check", "b")
    assert (result.exit_code, result.stdout) == (0, "✓ stand-in 1.0.0 has no findings\n")
    assert json.loads(run("check", "b", "--json").stdout) == []


def test_check_tells_bad_cases_too(engine: StandInEngine) -> None:
    Path("b/tests.csv").write_text("case,given,outcome\nx,,maybe\n")
    result = run("check", "b")
    assert result.exit_code == 1
    assert "tests.csv:2:4" in result.stdout


def test_decide_one_is_shown_for_people_and_as_json(engine: StandInEngine) -> None:
    Path("x.json").write_text('{"age": 17}')
    shown = run("decide", "b", "x.json", "--lang", "zh")
    assert shown.exit_code == 0
    assert "decline" in shown.stdout
    assert "AGE in zh" in shown.stdout
    result = run("decide", "b", "x.json", "--json", "--as-of", "2026-11-24", "--unknown", "ignore")
    assert engine.calls[-1] == {"as_of": date(2026, 11, 24), "unknown": "ignore"}
    assert lines(result)[0]["reasons"] == [{"code": "AGE", "text": "AGE in en"}]


def test_decide_many_goes_on_after_bad_facts(engine: StandInEngine) -> None:
    Path("x.jsonl").write_text('{"age": 31}\n\n{"age": 1.5}\n{"age": NaN}\n[]\n{"age": 17}\n')
    result = run("decide", "b", "x.jsonl")
    assert result.exit_code == 1
    assert '"limit": 18500.00' in result.stdout
    first, not_integer, not_json, not_object, last = lines(result)
    assert (first["outcome"], last["outcome"]) == ("approve", "decline")
    assert (not_integer["line"], not_integer["error"][0]["name"]) == (3, "age")
    assert (not_json["line"], not_object["line"]) == (4, 5)


def test_decide_reads_csv(engine: StandInEngine) -> None:
    Path("x.csv").write_bytes(b"\xef\xbb\xbfage;bureau.score\r\n31;655\r\n17;\r\n")
    result = run("decide", "b", "x.csv")
    assert (result.exit_code, [line["outcome"] for line in lines(result)]) == (0, ["approve", "decline"])


@pytest.mark.parametrize(
    ("given", "outcomes"),
    [
        ('{"age": 31}\n{"age": 17}\n', ["approve", "decline"]),
        ('[{"age": 31}, {"age": 17}]', ["approve", "decline"]),
        ('{"age": 31}\n{"age": 17}\n\n{"age": 18}', ["approve", "decline", "approve"]),
        ('{\n"age": 31\n}\n', ["approve"]),
        ('{"age": 31}\n', ["approve"]),
    ],
)
def test_standard_input_is_one_many_or_lines(engine: StandInEngine, given: str, outcomes: list[str]) -> None:
    result = run("decide", "b", "-", "--json", given=given)
    assert (result.exit_code, [line["outcome"] for line in lines(result)]) == (0, outcomes)


def test_standard_input_may_be_said_to_be_csv(engine: StandInEngine) -> None:
    result = run("decide", "b", "-", "--format", "csv", given="age\n31\n")
    assert [line["outcome"] for line in lines(result)] == ["approve"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.json", b"{"), ("x.csv", b"a,b\n1\n"), ("x.csv", b"\xff\xfea\0"), ("x.txt", b"{}"), ("y.json", b"")],
)
def test_a_file_of_facts_that_cannot_be_read_is_two(engine: StandInEngine, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    result = run("decide", "b", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_bad_facts_of_one_applicant_are_one(engine: StandInEngine) -> None:
    Path("x.json").write_text("{}")
    result = run("decide", "b", "x.json")
    assert result.exit_code == 1
    assert "`age` is no integer" in result.stderr
    assert run("explain", "b", "x.json").exit_code == 1


def test_explain_draws_the_tree(engine: StandInEngine) -> None:
    Path("x.json").write_text('{"age": 17}')
    result = run("explain", "b", "x.json")
    assert result.exit_code == 0
    assert "AGE  → hit  age = [17]  bundle.yaml:3:5" in result.stdout
    as_json = json.loads(run("explain", "b", "x.json", "--json").stdout)
    assert as_json["tree"]["children"][0]["label"] == "AGE"
    assert as_json["decision"]["outcome"] == "decline"


def test_explain_takes_one_applicant(engine: StandInEngine) -> None:
    Path("x.jsonl").write_text('{"age": 31}\n{"age": 17}\n')
    assert run("explain", "b", "x.jsonl").exit_code == 2


def test_test_shows_expected_against_got(engine: StandInEngine) -> None:
    Path("b/typical.yaml").write_text("age: 31\n")
    Path("b/tests.csv").write_text(
        "case,given,outcome,reasons,limit\n"
        "good,,approve,none,18500\n"
        "young,age = 17,approve,,1\n"
        "none,age = x,approve,,\n"
    )
    result = run("test", "b")
    assert result.exit_code == 1
    assert "1 passed, 2 failed" in result.stdout
    assert "young tests.csv:3" in result.stdout
    as_json = json.loads(run("test", "b", "--json").stdout)
    assert as_json["passed"] == 1
    assert as_json["failed"][0]["differences"] == [
        {"what": "outcome", "expected": "approve", "got": "decline"},
        {"what": "limit", "expected": "1", "got": "0"},
    ]
    Path("b/tests.csv").write_text("case,given,outcome\ngood,,approve\n")
    assert run("test", "b").exit_code == 0


def test_explain_code() -> None:
    assert "two bins" in run("explain-code", "e0402").stdout
    assert "E0101" in run("explain-code").stdout


def test_init_writes_a_bundle_that_reads_without_findings() -> None:
    result = run("init", "my-first_1")
    assert result.exit_code == 0
    files, findings = read_folder("my-first_1")
    assert findings == []
    assert Path("my-first_1/bundle.yaml").read_text("utf-8").count("my-first_1") == 1
    cases, bad = read_cases(files, ("score", "grade", "limit", "apr", "binding"))
    assert bad == []
    assert len(cases) > 5
    assert json.loads(Path("my-first_1/applicant.json").read_text())["requested"] == 3250
