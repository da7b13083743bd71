"""The command: arguments, exit codes, streams."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from placet.bundle import read_folder
from placet.bundle.cases import read_cases
from placet.cli.app import app

BUNDLE = {
    "bundle.yaml": """\
bundle: small
version: 1.0.0
language: 1
currency: EUR
flow:
  entry:
    rules:
      missing: pass
      decline:
        AGE: age < 18
        SCORE: bureau.score < 500
  limit:
    when: outcome != "decline"
    limit: {base: "18500", caps: {asked: {is: asked, missing: skip}}, round: down 100}
outputs:
  limit: {is: limit, declined: 0}
""",
    "facts.csv": """\
fact,type,allowed,missing
age,integer,[0..120],no
bureau.score,integer,[300..900],yes
asked,money,[100..100000],yes
""",
    "reasons.csv": "code,en,zh,tell\nAGE,too young,未满18岁,yes\nSCORE,bad score,,no\n",
    "typical.yaml": "age: 31\n",
    "tests.csv": "case,given,outcome\nyoung,age = 17,decline\n",
}
DATED = BUNDLE | {
    "bundle.yaml": BUNDLE["bundle.yaml"].replace("flow:", "valid: 2026-01-01..2026-12-31\nflow:"),
}


def write(folder: str, files: dict[str, str]) -> None:
    Path(folder).mkdir()
    for name, text in files.items():
        (Path(folder) / name).write_text(text, "utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    write("b", BUNDLE)
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


def test_check_of_a_good_bundle() -> None:
    result = run("check", "b")
    assert (result.exit_code, result.stdout) == (0, "✓ small 1.0.0 has no findings\n")
    assert json.loads(run("check", "b", "--json").stdout) == []


def test_check_tells_bad_cases_too() -> None:
    Path("b/tests.csv").write_text("case,given,outcome\nx,,maybe\n")
    result = run("check", "b")
    assert result.exit_code == 1
    assert "tests.csv:2:4" in result.stdout


def test_decide_one_is_shown_for_people_and_as_json() -> None:
    Path("x.json").write_text('{"age": 17}')
    shown = run("decide", "b", "x.json", "--lang", "zh")
    assert shown.exit_code == 0
    assert "decline" in shown.stdout
    assert "未满18岁" in shown.stdout
    Path("x.json").write_text('{"age": 17, "more": 1}')
    assert run("decide", "b", "x.json", "--json").exit_code == 1
    result = run("decide", "b", "x.json", "--json", "--as-of", "2026-11-24", "--unknown", "ignore")
    (decision,) = lines(result)
    assert decision["reasons"] == [{"code": "AGE", "text": "too young", "tell": True}]
    assert (decision["as_of"], decision["version"], len(decision["digest"])) == ("2026-11-24", "1.0.0", 64)


def test_a_text_that_is_not_for_the_applicant_says_so() -> None:
    Path("x.json").write_text('{"age": 18, "bureau": {"score": 400}}')
    assert "bad score  (not to be told)" in run("decide", "b", "x.json").stdout


def test_a_day_that_is_lacking_or_not_valid_is_wrong_use() -> None:
    write("dated", DATED)
    Path("x.json").write_text('{"age": 31}')
    for verb in ("decide", "explain"):
        late = run(verb, "dated", "x.json", "--as-of", "2027-01-01")
        assert (late.exit_code, late.stdout) == (2, "")
        assert "--allow-expired decides all the same" in late.stderr
        assert run(verb, "dated", "x.json", "--as-of", "2027-01-01", "--allow-expired").exit_code == 0
        assert run(verb, "dated", "x.json", "--as-of", "2026-12-31").exit_code == 0
    # A day that its own case lacks, or that lies outside the bundle's validity, is a finding.
    Path("dated/tests.csv").write_text("case,given,as_of,outcome\nlate,,2027-01-01,approve\n")
    assert "not valid on 2027-01-01" in run("check", "dated").stdout
    assert run("test", "dated").exit_code == 1


def test_decide_many_goes_on_after_bad_facts() -> None:
    Path("x.jsonl").write_text('{"age": 31}\n\n{"age": 1.5}\n{"age": NaN}\n[]\n{"age": 17}\n')
    result = run("decide", "b", "x.jsonl")
    assert result.exit_code == 1
    assert '"limit": 18500.00' in result.stdout
    first, not_integer, not_json, not_object, last = lines(result)
    assert (first["outcome"], last["outcome"]) == ("approve", "decline")
    assert (not_integer["line"], not_integer["error"][0]["name"]) == (3, "age")
    assert (not_json["line"], not_object["line"]) == (4, 5)


def test_decide_reads_csv() -> None:
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
def test_standard_input_is_one_many_or_lines(given: str, outcomes: list[str]) -> None:
    result = run("decide", "b", "-", "--json", given=given)
    assert (result.exit_code, [line["outcome"] for line in lines(result)]) == (0, outcomes)


def test_standard_input_may_be_said_to_be_csv() -> None:
    result = run("decide", "b", "-", "--format", "csv", given="age\n31\n")
    assert [line["outcome"] for line in lines(result)] == ["approve"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.json", b"{"), ("x.csv", b"a,b\n1\n"), ("x.csv", b"\xff\xfea\0"), ("x.txt", b"{}"), ("y.json", b"")],
)
def test_a_file_of_facts_that_cannot_be_read_is_two(name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    result = run("decide", "b", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_bad_facts_of_one_applicant_are_one() -> None:
    Path("x.json").write_text("{}")
    result = run("decide", "b", "x.json")
    assert result.exit_code == 1
    assert "`age` is missing, and must be given" in result.stderr
    assert run("explain", "b", "x.json").exit_code == 1


def test_explain_draws_the_tree() -> None:
    Path("x.json").write_text('{"age": 17}')
    result = run("explain", "b", "x.json")
    assert result.exit_code == 0
    words = [line.split() for line in result.stdout.splitlines()]
    assert ["AGE", "hit", "age", "<", "18", "age", "=", "17", "bundle.yaml:10:9"] in words
    assert any(
        line[:3] == ["SCORE", "unknown:", "passes"] and line[-1] == "bundle.yaml:11:9" for line in words
    )
    assert any(line[:2] == ["limit", "skipped"] for line in words)
    as_json = json.loads(run("explain", "b", "x.json", "--json").stdout)
    assert as_json["tree"]["children"][0]["children"][0]["label"] == "AGE"
    assert as_json["decision"]["outcome"] == "decline"


def test_explain_marks_what_binds_and_tells_headroom() -> None:
    Path("x.json").write_text('{"age": 31, "asked": 5050}')
    shown = run("explain", "b", "x.json").stdout
    (binds,) = [line for line in shown.splitlines() if "binds" in line]
    assert binds.split()[:2] == ["asked", "5050.00"]
    Path("x.json").write_text('{"age": 31, "asked": 20000}')
    shown = run("explain", "b", "x.json").stdout
    assert "headroom 1500" in shown
    (binds,) = [line for line in shown.splitlines() if "binds" in line]
    assert binds.split()[0] == "base"


def test_explain_draws_a_group_below_what_it_bounds() -> None:
    folder = Path("card")
    folder.mkdir()
    head, _, _ = BUNDLE["bundle.yaml"].partition("flow:")
    flow = "flow: {score: {scorecard: {file: card.csv, start: 400, bounds: {social: -25..25}}}}\n"
    (folder / "bundle.yaml").write_text(f"{head}{flow}outputs: {{score: score}}\n")
    (folder / "facts.csv").write_text("fact,type\nage,integer\nsocial.days,integer\nsocial.uses,integer\n")
    (folder / "card.csv").write_text(
        "characteristic,bin,points\nsocial.days,< 9,-3\n,>= 9,20\nage,< 30,1\n,>= 30,7\nsocial.uses,< 5,0\n,>= 5,6\n"
    )
    Path("x.json").write_text('{"age": 31, "social.days": 9, "social.uses": 5}')
    words = [line.split() for line in run("explain", "card", "x.json").stdout.splitlines()]
    start = words.index(["start", "400"])
    assert [line[:2] for line in words[start : start + 5]] == [
        ["start", "400"],
        ["social.days", "(20)"],
        ["social.uses", "(6)"],
        ["social", "25"],
        ["age", "7"],
    ]
    assert words[start + 3][2:5] == ["26", "within", "-25..25"]
    stage = json.loads(run("explain", "card", "x.json", "--json").stdout)["tree"]["children"][0]
    assert stage["result"] == "432"
    assert sum(int(part["result"]) for part in stage["children"]) == 432
    (group,) = [part for part in stage["children"] if part["kind"] == "group"]
    assert group["place"] == "bundle.yaml:5:65"
    assert sum(int(part["result"]) for part in group["children"]) == 26


def test_explain_takes_one_applicant() -> None:
    Path("x.jsonl").write_text('{"age": 31}\n{"age": 17}\n')
    assert run("explain", "b", "x.jsonl").exit_code == 2


def test_test_shows_expected_against_got() -> None:
    Path("b/tests.csv").write_text(
        "case,given,outcome,reasons,limit\n"
        "good,,approve,none,18500\n"
        "young,age = 17,approve,,1\n"
        "none,age = x,approve,,\n"
    )
    result = run("test", "b")
    assert result.exit_code == 1
    assert "1 passed, 1 failed, 1 error" in result.stdout
    assert "young  tests.csv:3" in result.stdout
    assert "tests.csv:4:6" in result.stderr
    as_json = json.loads(run("test", "b", "--json").stdout)
    assert as_json["passed"] == 1
    assert as_json["failed"][0]["differences"] == [
        {"what": "outcome", "expected": "approve", "got": "decline"},
        {"what": "limit", "expected": "1", "got": "0.00"},
    ]
    assert [finding["line"] for finding in as_json["findings"]] == [4]
    Path("b/tests.csv").write_text("case,given,outcome\ngood,,approve\n")
    assert run("test", "b").exit_code == 0


def test_explain_code() -> None:
    assert "two bins" in run("explain-code", "e0402").stdout
    assert "E0101" in run("explain-code").stdout
    told = json.loads(run("explain-code", "e0402", "--json").stdout)
    assert (told["code"], told["severity"]) == ("E0402", "error")
    assert told["explanation"]
    assert len(json.loads(run("explain-code", "--json").stdout)) == len(
        run("explain-code").stdout.splitlines()
    )


def test_init_writes_a_bundle_without_findings_that_passes_its_cases() -> None:
    result = run("init", "my-first_1")
    assert result.exit_code == 0
    assert Path("my-first_1/bundle.yaml").read_text("utf-8").count("my-first_1") == 1
    files, _ = read_folder("my-first_1")
    cases, _ = read_cases(files)
    assert run("check", "my-first_1").stdout == "✓ my-first_1 0.1.0 has no findings\n"
    assert run("test", "my-first_1").stdout == f"{len(cases)} passed, 0 failed\n"
    assert len(cases) > 5
    explained = run("explain", "my-first_1", "my-first_1/applicant.json")
    assert (explained.exit_code, "binds" in explained.stdout) == (0, True)


def test_check_tells_facts_of_cases_that_do_not_fit() -> None:
    Path("b/tests.csv").write_text(
        "case,given,outcome,limitt\nx,agee = 17; age = 200,,\ny,bureau = missing(down),,\n"
    )
    found = json.loads(run("check", "b", "--json").stdout)
    assert [(each["code"], each["line"], each["column"]) for each in found] == [
        ("E0701", 1, 20),
        ("E0701", 2, 14),
        ("E0701", 2, 3),
        ("E0701", 3, 3),
    ]
    assert "did you mean `age`" in found[2]["message"]


def test_a_bad_typical_applicant_is_told_once() -> None:
    Path("b/typical.yaml").write_text("age: 310\n")
    Path("b/tests.csv").write_text("case,given,outcome\na,,approve\nb,bureau.score = 500,approve\n")
    (found,) = json.loads(run("check", "b", "--json").stdout)
    assert (found["file"], found["line"], found["column"]) == ("typical.yaml", 1, 6)


def in_a_terminal(*arguments: str) -> str:
    """What standard error shows where it is a terminal and the results go to a file."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "placet.cli", *arguments]
    with Path("out.jsonl").open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=theirs, env={**os.environ, "TERM": "xterm"})  # noqa: S603
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # what Linux says where the other end is closed
                part = b""
            if not part:
                break
            shown += part
    os.close(ours)
    assert running.wait() == 0
    return shown.decode()


def test_a_long_file_shows_how_far_it_is_and_what_came_of_it() -> None:
    Path("x.csv").write_text("age,bureau.score\n" + "31,655\n17,\n" * 10_000)
    shown = in_a_terminal("decide", "b", "x.csv")
    assert "deciding" in shown
    assert "20,000 applicants: 10,000 approve, 10,000 decline" in shown
    assert len(Path("out.jsonl").read_text().splitlines()) == 20_000
