"""The engine as a host uses it: threads, time, values that come out, errors, pickling."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest

import placet
from placet import _native
from placet.bundle import read_texts

RULES = Path(__file__).resolve().parents[2] / "rules"

FLOW = """\
  entry:
    rules:
      missing: pass
      decline:
        LATE: today() > date("2026-06-30")
        OLD: age > oldest
"""
BUNDLE = {
    "bundle.yaml": f"""\
bundle: timed
version: 1.2.3
language: 1
currency: EUR
time_zone: Europe/Berlin
valid: 2025-01-01..2026-12-31
flow:
{FLOW}outputs:
  oldest: oldest
  born: born
  share: age / 3
  rounded: decimal(age / 3, 2)
  old: age > 60
  word: if age > 60 then "old" else null
""",
    "facts.csv": "fact,type,missing\nage,integer,no\nborn,date,yes\n",
    "parameters.csv": """\
name,value,from,to,source
oldest,75,2025-01-01,2025-12-31,a
oldest,80,2026-01-01,2026-12-31,b
""",
    "reasons.csv": "code,en,zh\nLATE,too late,\nOLD,too old,年龄过大\n",
}


def compiled(files: Mapping[str, str]) -> placet.Engine:
    engine, findings = _native.compile(*read_texts(files))
    assert engine is not None, findings
    return engine


@pytest.fixture(scope="module")
def timed() -> placet.Engine:
    return compiled(BUNDLE)


@pytest.fixture
def reference() -> placet.Engine:
    return placet.load(RULES / "reference")


def typical() -> dict[str, object]:
    text = (Path(__file__).resolve().parents[2] / "examples" / "applicant.json").read_text("utf-8")
    facts: dict[str, object] = json.loads(text, parse_float=Decimal)
    return facts


def test_a_decision_shows_everything(timed: placet.Engine) -> None:
    decision = timed.decide({"age": 77, "born": date(1950, 1, 2)}, as_of=date(2026, 7, 1))
    assert decision.outcome == "decline"
    assert list(decision.outputs) == list(timed.output_names)
    assert dict(decision.outputs) == {
        "oldest": 80,
        "born": date(1950, 1, 2),
        "share": Decimal("25." + "6" * 31 + "7"),
        "rounded": Decimal("25.67"),
        "old": True,
        "word": "old",
    }
    assert isinstance(decision["rounded"], Decimal)
    assert [reason.code for reason in decision.reasons] == ["LATE"]
    assert (decision.version, decision.digest, decision.as_of) == ("1.2.3", timed.digest, date(2026, 7, 1))
    with pytest.raises(KeyError, match="nothing"):
        decision["nothing"]
    decision.outputs["old"] = False  # a dict of the caller's own
    assert decision["old"] is True
    with pytest.raises(AttributeError):
        decision.outcome = "approve"  # type: ignore[misc]


def test_reasons_have_texts_with_fallback_and_are_equal_by_code(timed: placet.Engine) -> None:
    decision = timed.decide({"age": 81}, as_of=date(2026, 7, 1))
    late, old = decision.reasons
    assert (late.text(), late.text("zh"), old.text("zh"), old.text("fr")) == (
        "too late",
        "too late",
        "年龄过大",
        "too old",
    )
    assert late.tell
    again = timed.decide({"age": 81}, as_of=date(2026, 7, 1))
    assert again.reasons == decision.reasons
    assert len({late, old, *again.reasons}) == 2
    assert repr(old) == 'Reason(code="OLD")'


def test_the_day_chooses_the_parameter(timed: placet.Engine) -> None:
    assert timed.decide({"age": 30}, as_of=date(2025, 12, 31))["oldest"] == 75
    assert timed.decide({"age": 30}, as_of=date(2026, 1, 1))["oldest"] == 80
    outcomes = [
        timed.decide({"age": 30}, as_of=date(2026, 6, 30)).outcome,
        timed.decide({"age": 30}, as_of=date(2026, 7, 1)).outcome,
    ]
    assert outcomes == ["approve", "decline"]


@pytest.mark.parametrize("verb", ["decide", "explain"])
def test_a_day_that_is_lacking_wrong_or_beyond_validity(timed: placet.Engine, verb: str) -> None:
    decide = getattr(timed, verb)
    with pytest.raises(ValueError, match="give `as_of`"):
        decide({"age": 30})
    for beyond in (date(2024, 12, 31), date(2027, 1, 1)):
        with pytest.raises(ValueError, match=f"not valid on {beyond}"):
            decide({"age": 30}, as_of=beyond)
        # The parameter has no value there either, so that nothing can be decided.
        with pytest.raises(ValueError, match=f"`oldest` has no value on {beyond}"):
            decide({"age": 30}, as_of=beyond, allow_expired=True)
    with pytest.raises(TypeError, match=r"as_of must be a datetime\.date, not str"):
        decide({"age": 30}, as_of="2026-01-01")
    with pytest.raises(ValueError, match="unknown must be"):
        decide({"age": 30}, as_of=date(2026, 1, 1), unknown="maybe")
    assert decide({"age": 30}, as_of=date(2026, 1, 1)) is not None


def test_an_expired_bundle_decides_if_it_is_told_to() -> None:
    plain = BUNDLE | {
        "bundle.yaml": BUNDLE["bundle.yaml"]
        .replace("        OLD: age > oldest\n", "")
        .replace("  oldest: oldest\n", ""),
        "reasons.csv": "code,en\nLATE,too late\n",
    }
    del plain["parameters.csv"]
    engine = compiled(plain)
    decision = engine.decide({"age": 30}, as_of=date(2030, 1, 1), allow_expired=True)
    assert (decision.outcome, decision.as_of) == ("decline", date(2030, 1, 1))


def test_threads_share_one_engine(reference: placet.Engine) -> None:
    """Good and bad facts, decisions and explanations, at once and many times: always the same answers."""
    ages = list(range(15, 80))
    requests = [typical() | {"age": age, "monthly_income": Decimal(age * 100)} for age in ages]
    requests.append(typical() | {"age": "old"})

    def answers() -> list[object]:
        found: list[object] = []
        for request in requests:
            try:
                decision = reference.decide(request)
                found.append(
                    (decision.outcome, dict(decision.outputs), [each.code for each in decision.reasons])
                )
                found.append(reference.explain(request).tree)
            except placet.FactsError as error:
                found.append(error.problems)
        return found

    expected = answers()
    count = 12
    ready = Barrier(count)

    def at_once(_: int) -> bool:
        ready.wait()
        return all(answers() == expected for _ in range(3))

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(count) as pool:
            assert all(pool.map(at_once, range(count)))
    finally:
        sys.setswitchinterval(before)


def test_decisions_after_errors_are_right(reference: placet.Engine) -> None:
    expected = dict(reference.decide(typical()).outputs)
    for bad in ({}, typical() | {"age": "x"}, typical() | {"nonsense": 1}):
        with pytest.raises(placet.FactsError):
            reference.decide(bad)
        assert dict(reference.decide(typical()).outputs) == expected


def test_a_host_s_own_error_passes_through(reference: placet.Engine) -> None:
    class Broken(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            raise LookupError("the host's own")

        def __iter__(self) -> Iterator[str]:
            return iter(["age"])

        def __len__(self) -> int:
            return 1

    with pytest.raises(LookupError, match="the host's own"):
        reference.decide(Broken())
    for wrong in (None, 7, "age", [("age", 7)]):
        with pytest.raises(TypeError, match="facts must be a mapping"):
            reference.decide(wrong)  # type: ignore[arg-type]


def test_an_explanation_is_the_decision_with_its_story(reference: placet.Engine) -> None:
    explanation = reference.explain(typical() | {"age": 17})
    assert explanation.decision.outcome == "decline"
    tree = explanation.tree
    assert (tree["label"], tree["kind"], tree["result"]) == ("reference", "decision", "decline")
    stages = {stage["label"]: stage for stage in tree["children"] if stage["kind"] == "stage"}
    assert list(stages) == ["basics", "entry", "score", "grade", "apr", "limit"]
    first = stages["entry"]["children"][0]
    assert (first["label"], first["result"], first["values"], first["note"]) == (
        "K01",
        "hit",
        {"age": "17"},
        "age < 18",
    )
    file, line, column = first["place"].split(":")
    text = (RULES / "reference" / file).read_text("utf-8").splitlines()[int(line) - 1]
    assert text[int(column) - 1 :].startswith("K01")
    assert stages["limit"]["result"] == "skipped"
    (score,) = [node for node in tree["children"] if node["kind"] == "output" and node["label"] == "score"]
    points = sum(Decimal(part["result"]) for part in stages["score"]["children"])
    assert Decimal(score["result"]) == points == explanation.decision["score"]


def test_facts_and_outputs_have_names(timed: placet.Engine) -> None:
    assert timed.fact_names == ("age", "born")
    assert timed.output_names == ("oldest", "born", "share", "rounded", "old", "word")
    assert (timed.name, timed.version, timed.language) == ("timed", "1.2.3", 1)
    assert repr(timed) == f"<Engine timed 1.2.3 {timed.digest[:12]}>"


def test_the_digest_is_of_what_the_bundle_means(timed: placet.Engine) -> None:
    text = BUNDLE["bundle.yaml"]
    assert (
        compiled(
            BUNDLE | {"bundle.yaml": "# a comment\n" + text.replace("age > oldest", "age  >  oldest")}
        ).digest
        == timed.digest
    )
    for changed in (
        BUNDLE | {"bundle.yaml": text.replace("age > oldest", "age >= oldest")},
        BUNDLE | {"reasons.csv": BUNDLE["reasons.csv"].replace("too old", "too aged")},
    ):
        assert compiled(changed).digest != timed.digest


def test_missing_and_errors_are_values(reference: placet.Engine) -> None:
    cause = placet.missing("source_down")
    assert (cause, cause.cause, repr(cause)) == (
        placet.Missing("source_down"),
        "source_down",
        'missing("source_down")',
    )
    assert cause != placet.missing("stale")
    assert len({cause, placet.missing("source_down")}) == 1
    assert pickle.loads(pickle.dumps(cause)) == cause  # noqa: S301
    with pytest.raises(placet.FactsError) as caught:
        reference.decide({"age": 17})
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert (str(again), again.problems) == (str(caught.value), caught.value.problems)
    with pytest.raises(placet.BundleError) as broken:
        placet.load(RULES)
    again = pickle.loads(pickle.dumps(broken.value))  # noqa: S301
    assert (str(again), again.findings) == (str(broken.value), broken.value.findings)
    assert isinstance(caught.value, ValueError)
    assert isinstance(broken.value, ValueError)


def test_a_moment_is_no_day(timed: placet.Engine) -> None:
    """A datetime is a date to Python. Which day it is depends on the zone, so that is the host's to say."""
    with pytest.raises(TypeError, match="as_of"):
        timed.decide({"age": 30}, as_of=datetime(2026, 1, 1, 12, 0))


def test_an_engine_survives_a_fork() -> None:
    code = (
        "import os, placet, pathlib, json\n"
        f"engine = placet.load({str(RULES / 'reference')!r})\n"
        f"facts = json.loads(pathlib.Path({str(RULES.parent / 'examples' / 'applicant.json')!r}).read_text())\n"
        "child = os.fork()\n"
        "right = engine.decide(facts)['limit'] == 36000\n"
        "if child == 0: os._exit(not right)\n"
        "print(right, os.waitpid(child, 0)[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["True", "0"]
