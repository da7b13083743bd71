"""`rules/microloan` against the policy written out in plain Python: its cases, what they cover, random applicants."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import microloan_by_hand as hand
import pytest

import placet
from placet.bundle import inspect_folder
from placet.bundle.cases import Case

APPLICANTS = 4_000
SEED = 20261125

ENGINE = placet.load(hand.FOLDER)
CASES: list[Case] = inspect_folder(hand.FOLDER).cases
FACTS = hand.read("facts.csv")


def flat(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as the judge takes them: dotted names, a group that is missing spread over its facts."""
    told = {}
    for name in ENGINE.fact_names:
        value = facts[name] if name in facts else facts[name.split(".")[0]]
        told[name] = hand.Gone(value.cause) if isinstance(value, placet.Missing) else value
    return told


def answer(decision: placet.Decision) -> tuple[object, ...]:
    return decision.outcome, tuple(reason.code for reason in decision.reasons), dict(decision.outputs)


def judged(facts: dict[str, Any], day: date) -> tuple[object, ...]:
    expected = hand.decide(flat(facts), day)
    return expected.outcome, expected.reasons, {name: expected.outputs[name] for name in ENGINE.output_names}


def typed(case: Case) -> dict[str, Any]:
    return dict(ENGINE.facts_from_text(case.facts))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_is_as_worked_by_hand(case: Case) -> None:
    assert case.as_of is not None
    facts = typed(case)
    expected = judged(facts, case.as_of)
    assert answer(ENGINE.decide(facts, as_of=case.as_of)) == expected
    assert (case.outcome, case.reasons) == expected[:2]


# ---- what the cases cover: a rule, flag, cap, grade or cause that is added needs a case ----


def column(file: str, name: str) -> set[str]:
    return {row[name] for row in hand.read(file)}


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree["children"]:
        yield from nodes(child)


def test_the_cases_cover_every_reason_of_rules_grade_cap_and_cause() -> None:
    assert len(CASES) >= 40
    hits, grades, binding, causes = set(), set(), set(), set()
    for case in CASES:
        facts = typed(case)
        decision = ENGINE.decide(facts, as_of=case.as_of)
        hits |= {reason.code for reason in decision.hits}
        grades.add(decision["grade"])
        binding.add(decision["binding"])
        causes |= {value.cause for value in flat(facts).values() if isinstance(value, hand.Gone)}
        if not all(facts[f"consent.{name}"] for name in hand.CONSENTS):
            causes.add("withheld")
    assert hits == {code for code in column("reasons.csv", "code") if not code.startswith("R_")}
    assert grades == column("grades.csv", "grade")
    caps = [node["label"] for node in parts(CASES[0], "limit") if node["kind"] == "cap"]
    assert binding == {"base", None, *caps}
    declared = {word.strip() for words in column("facts.csv", "missing") for word in words.split(",")}
    assert causes == declared - {"no", "yes"} | {"withheld"}


def parts(case: Case, name: str) -> list[dict[str, Any]]:
    """What is explained of a stage."""
    tree = ENGINE.explain(typed(case), as_of=case.as_of).tree
    (stage,) = [node for node in tree["children"] if (node["label"], node["kind"]) == (name, "stage")]
    found: list[dict[str, Any]] = stage["children"]
    return found


def test_the_cases_raise_every_flag_and_leave_each_down() -> None:
    up: dict[str, set[bool]] = {}
    for case in CASES:
        for flag in parts(case, "signs"):
            up.setdefault(flag["label"], set()).add(flag["result"].startswith(("hit", "unknown: hits")))
    assert len(up) == 11
    assert all(seen == {True, False} for seen in up.values()), up


def test_every_reason_of_the_card_is_told_to_somebody() -> None:
    told = set()
    for facts, day in applicants(APPLICANTS):
        told |= {reason.code for reason in ENGINE.decide(facts, as_of=day).reasons}
    assert told >= column("scorecard.csv", "reason") - {""}


# ---- random applicants ----


def value(draw: random.Random, fact: dict[str, str]) -> Any:
    """A value that the fact may have: often near an edge that the policy knows."""
    kind, allowed = fact["type"], fact["allowed"]
    if kind == "boolean":
        return draw.random() < (0.1 if fact["fact"] in ("bureau.overdue_now", "device.emulator") else 0.9)
    if kind == "enumeration":
        return draw.choice([word.strip() for word in allowed.split(",")])
    scale = {"integer": 0, "money": 2}.get(kind) if "(" not in kind else int(kind[8:-1])
    assert scale is not None
    edges = EDGES.get(fact["fact"], (0, 100))
    step = Decimal(1).scaleb(-scale)
    number = Decimal(draw.choice(edges)) + draw.choice([-1, 0, 0, 1]) * step
    if draw.random() < 0.3:
        number = Decimal(draw.uniform(float(min(edges)), float(max(edges)))).quantize(step)
    least, most = step if allowed.startswith("(") else 0, 1 if fact["unit"] == "ratio" else 10**8
    low, high = BOUNDS.get(fact["fact"], (least, most))
    number = min(max(number, Decimal(low)), Decimal(high))
    return int(number) if scale == 0 else number.quantize(step)


BOUNDS = {"bureau.score": (300, 850), "social.active_days_90d": (0, 90), "person.age": (0, 120)}

EDGES: dict[str, tuple[Any, ...]] = {
    "person.age": (18, 30, 45, 60),
    "person.face_match": ("0.8", "0.9", "0.99"),
    "form.income": (1000, 3000, 6000, 10000, 20000, 60000),
    "form.employment_months": (0, 6, 24, 60),
    "form.requested": (500, 5000, 100000, 300000),
    "form.temporary": (500, 3000, 30000),
    "bureau.score": (400, 500, 560, 620, 700, 800),
    "bureau.max_dpd_24m": (0, 0, 0, 1, 30, 60, 90),
    "bureau.inquiries_3m": (0, 1, 3, 6),
    "bureau.open_loans": (0, 1, 3, 6),
    "bureau.card_utilisation": ("0", "0.3", "0.7", "0.95"),
    "bureau.history_months": (0, 12, 36, 84, 120),
    "bureau.debt_service": (0, 500, 1500, 4000),
    "bureau.unsecured": (0, 10000, 100000),
    "pay.account_months": (0, 12, 48, 90),
    "pay.income_est": (1000, 2500, 5000, 10000, 20000, 60000),
    "pay.inflow_cv": ("0.25", "0.6", "0.1"),
    "pay.balance_avg_3m": (0, 200, 2000, 20000, 30000),
    "pay.bills_on_time_12m": ("0.85", "0.98", "1"),
    "pay.top_payer_share": ("0.5", "0.9"),
    "pay.round_trip_share": ("0", "0.1", "0.4"),
    "social.account_months": (6, 12, 60, 90),
    "social.contacts": (10, 20, 80, 300, 400),
    "social.contacts_new_30d": (0, 5, 40),
    "social.active_days_90d": (20, 70, 90),
    "social.realname_share": ("0.5", "0.9"),
    "social.cluster_age_days": (60, 2000),
    "device.age_months": (0, 2, 12, 30),
    "device.accounts_30d": (0, 2, 5),
    "device.sim_days": (3, 900),
    "device.geo_km": ("0", "10", "1500"),
    "own.customer_months": (0, 3, 6, 12, 40),
    "own.limit": (0, 0, 5000, 20000, 150000),
    "own.balance": (0, 1000, 5000),
    "own.max_dpd_12m": (0, 0, 0, 1, 7, 30),
    "own.days_since_change": (0, 90, 200),
    "own.group_exposure": (0, 0, 50000, 199000),
    "own.days_since_decline": (30, 400),
    "lender.partner_room": (0, 5000, 900000000),
    "lender.joint_room": (0, 5000, 900000000),
    "lender.capital_room": (0, 5000, 900000000),
}


TYPICAL = flat(typed(CASES[0]))


def applicants(count: int) -> Iterator[tuple[dict[str, Any], date]]:
    """The typical applicant with a few or many facts changed or missing, on a day of the bundle's validity."""
    draw = random.Random(SEED)
    for _ in range(count):
        facts = dict(TYPICAL)
        changed = draw.choice((0.05, 0.1, 0.2, 0.5))
        for fact in FACTS:
            causes = [word.strip() for word in fact["missing"].split(",")]
            if draw.random() >= changed:
                continue
            facts[fact["fact"]] = value(draw, fact)
            if causes != ["no"] and draw.random() < 0.1:
                cause = draw.choice(causes)
                facts[fact["fact"]] = None if cause == "yes" or draw.random() < 0.5 else placet.missing(cause)
        for group in ("bureau", "pay", "social", "device", "lender"):
            if draw.random() < 0.04:
                facts |= dict.fromkeys(members(group), placet.missing("source_down"))
        yield facts, date(2025, 4, 1) + timedelta(days=draw.randrange(1096))


def members(group: str) -> list[str]:
    return [name for name in TYPICAL if name.startswith(f"{group}.")]


def test_random_applicants_get_what_the_policy_says() -> None:
    outcomes = dict.fromkeys(("approve", "refer", "decline"), 0)
    for facts, day in applicants(APPLICANTS):
        decision = ENGINE.decide(facts, as_of=day)
        assert answer(decision) == judged(facts, day), (facts, day)
        outcomes[decision.outcome] += 1
    assert min(outcomes.values()) > APPLICANTS // 50, outcomes


# ---- what the product promises ----


def test_social_facts_alone_move_the_score_by_25_points_at_most() -> None:
    social = [fact for fact in FACTS if fact["fact"].startswith("social.")]
    draw = random.Random(SEED)
    for facts, _ in applicants(300):
        facts["consent.social"] = True
        without = hand.score({**hand.readable(flat(facts)), **dict.fromkeys(fact["fact"] for fact in social)})
        for fact in social:
            facts[fact["fact"]] = value(draw, fact)
        decided = ENGINE.decide(facts, as_of=date(2025, 6, 1))["score"]
        assert isinstance(decided, int)
        assert abs(decided - without) <= 25


@pytest.mark.parametrize("fact", [fact["fact"] for fact in FACTS if "source_down" in fact["missing"]])
def test_a_fact_that_is_down_is_for_a_person_save_a_social_one(fact: str) -> None:
    for facts, day in applicants(150):
        if isinstance(facts[fact], placet.Missing) or not all(
            facts[f"consent.{name}"] for name in hand.CONSENTS
        ):
            continue
        before = ENGINE.decide(facts, as_of=day)
        after = ENGINE.decide(facts | {fact: placet.missing("source_down")}, as_of=day)
        if not fact.startswith("social."):
            assert after.outcome != "approve"
        if (
            before.outcome == "approve"
        ):  # a source that is down never declines, save by the amount that is left
            assert after.outcome != "decline" or [each.code for each in after.reasons] == ["LIMIT_SMALL"]


def test_limits_and_what_is_drawn_stay_within_the_caps() -> None:
    given = 0
    for facts, day in applicants(APPLICANTS):
        present = Decimal(10_000 + 1_000 * (given % 50))
        facts |= {
            "own.limit": present,
            "own.customer_months": 20,
            "own.max_dpd_12m": 0,
            "own.days_since_change": 200,
        }
        facts |= {"form.temporary": Decimal(9_000), "own.balance": present * (given % 3) / 2}
        decision = ENGINE.decide(facts, as_of=day)
        limit, temporary = decision["limit"], decision["temporary"]
        if decision.outcome != "approve" or not temporary:
            continue
        given += 1
        exposure = max(limit, facts["own.balance"]) + temporary
        assert exposure <= 200_000 - facts["own.group_exposure"]
        for room in ("partner", "joint", "capital"):
            assert exposure * Decimal("0.70") <= facts[f"lender.{room}_room"]
    assert given > 20


def test_what_may_not_be_told_is_marked() -> None:
    for case in CASES:
        for reason in ENGINE.decide(typed(case), as_of=case.as_of).hits:
            assert reason.tell == (reason.code not in HIDDEN)
            assert reason.text("zh") != reason.text("en")


HIDDEN = {"FRAUD_DEVICE", "FRAUD_PATTERN", "CHECK_SOCIAL", "CHECK_INCOME", "CHECK_ROOM"}
