"""The microloan policy written out in plain Python with `decimal`, apart from the engine: the judge of the bundle.

It reads the numbers of the scorecard, the grades and the amounts from the bundle's CSV files by a reader of its own,
and has every rule, cap and price written out by hand. Facts are a flat dict of dotted names; a missing one is None or
a `Gone` with its cause.
"""

import csv
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal, localcontext
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parents[2] / "rules" / "microloan"
COURT = "bureau.dishonest_debtor"
CONSENTS = ("bureau", "payments", "social", "device")
BOUND = {"bureau": "bureau", "pay": "payments", "social": "social", "device": "device"}

Facts = Mapping[str, Any]


class Gone(NamedTuple):
    """A fact that is missing for a cause."""

    cause: str


class Answer(NamedTuple):
    """What the policy says."""

    outcome: str
    reasons: tuple[str, ...]
    outputs: dict[str, Any]
    flags: tuple[str, ...]


def read(name: str) -> list[dict[str, str]]:
    """The rows of a file of the bundle."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _holds(test: str, value: Any) -> bool:
    """Whether a cell of a table holds for a value."""
    if value is None or isinstance(value, Gone):
        return test == "null"
    if test in ("null", "otherwise"):
        return False
    if interval := re.fullmatch(r"([\[(])(.+)\.\.(.+)([\])])", test):
        opening, low, high, closing = interval.groups()
        above = value >= Decimal(low) if opening == "[" else value > Decimal(low)
        return bool(above and value <= Decimal(high) if closing == "]" else above and value < Decimal(high))
    if comparison := re.fullmatch(r"(<=|>=|<|>)\s*(.+)", test):
        sign, edge = comparison.groups()
        return bool({"<": value < Decimal(edge), "<=": value <= Decimal(edge), ">": value > Decimal(edge),
                     ">=": value >= Decimal(edge)}[sign])  # fmt: skip
    if isinstance(value, str):
        return value in [word.strip() for word in test.split(",")]
    return bool(value == Decimal(test))


def _card() -> dict[str, list[tuple[str, int, Decimal, str]]]:
    card: dict[str, list[tuple[str, int, Decimal, str]]] = {}
    name = reason = ""
    for row in read("scorecard.csv"):
        name, reason = row["characteristic"] or name, row["reason"] or reason
        card.setdefault(name, []).append((row["bin"], int(row["points"]), Decimal(row["share"]), reason))
    return card


CARD = _card()
GRADES = read("grades.csv")
BASE = read("base_limit.csv")
APR = {row["grade"]: Decimal(row["apr"]) for row in read("apr.csv")}


def _bin(characteristic: str, facts: Facts) -> tuple[int, str]:
    """The points and the reason code of the bin that holds the fact."""
    value = facts.get(characteristic)
    bins = CARD[characteristic]
    hits = [(points, code) for test, points, _, code in bins if _holds(test, value)]
    if not hits:  # `otherwise` is what is left, but never a missing value
        assert value is not None
        assert not isinstance(value, Gone)
        hits = [(points, code) for test, points, _, code in bins if test == "otherwise"]
    (found,) = hits
    return found


def score(facts: Facts) -> int:
    """The score: social facts together are bounded to 25 points either way."""
    points = {name: _bin(name, facts)[0] for name in CARD}
    social = sum(value for name, value in points.items() if name.startswith("social."))
    return 437 + sum(points.values()) - social + max(-25, min(25, social))


def score_reasons(facts: Facts, told: list[str]) -> list[str]:
    """The four characteristics furthest below their average, and inquiries if they lost points."""
    losses: dict[str, Decimal] = {}
    for name, bins in CARD.items():
        average = sum((share * points for _, points, share, _ in bins), Decimal(0))
        points, code = _bin(name, facts)
        loss = average - points
        if loss > 0:
            losses[code] = max(loss, losses.get(code, Decimal(0)))
    ranked = [code for code in sorted(losses, key=lambda code: -losses[code]) if code not in told]
    return ranked[:4] + [code for code in ranked[4:] if code == "R_INQUIRIES"]


def principal(payment: Decimal, rate: Decimal, periods: int) -> Decimal:
    """What level payments repay at a rate a period, to 34 digits (worked with more)."""
    with localcontext(Context(prec=60)):
        result = payment * (1 - (1 + rate) ** -periods) / rate
    return Context(prec=34).plus(result)


def _after(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _down(amount: Decimal | int, step: int) -> Decimal:
    return max(Decimal(0), (Decimal(amount) / step).to_integral_value(ROUND_FLOOR) * step)


def readable(given: Facts) -> dict[str, Any]:
    """The facts as consent lets them be read."""
    facts = dict(given)
    for name in facts:
        group = name.split(".")[0]
        consent = "device" if name == "person.face_match" else BOUND.get(group)
        if consent and name != "device.emulator" and not facts[f"consent.{consent}"]:
            facts[name] = Gone("withheld")
    return facts


def decide(given: Facts, day: date) -> Answer:
    """What the policy decides on a day."""
    with localcontext(Context(prec=34)):
        return _decide(readable(given), day)


def _decide(facts: dict[str, Any], day: date) -> Answer:
    def known(name: str) -> Any:
        value = facts[name]
        return None if isinstance(value, Gone) else value

    def cause(name: str) -> str | None:
        return facts[name].cause if isinstance(facts[name], Gone) else None

    def test(name: str, condition: Callable[[Any], bool]) -> bool:
        return known(name) is not None and condition(known(name))

    # ---- what could be read: one fact of a source that is down is enough
    def gone(group: str, why: str) -> bool:
        return any(cause(name) == why for name in facts if name.startswith(f"{group}.") and name != COURT)

    needed = ("overdue_now", "max_dpd_24m", "open_loans", "history_months", "debt_service", "unsecured")
    if cause("bureau.hit") == "withheld":
        file = "withheld"
    elif gone("bureau", "source_down") or gone("bureau", "stale"):
        file = "down"
    elif known("bureau.hit"):
        file = "partial" if any(known(f"bureau.{name}") is None for name in needed) else "full"
    else:
        file = "absent" if known("bureau.hit") is None else "thin"
    if cause("pay.income_est") == "withheld":
        account = "withheld"
    elif gone("pay", "source_down"):
        account = "down"
    else:
        account = "absent" if known("pay.income_est") is None else "read"
    no_device = gone("device", "source_down") or known("device.emulator") is None

    declared, seen = known("form.income"), known("pay.income_est")
    if seen is not None:
        monthly = seen if declared is None else min(declared, Decimal("1.2") * seen)
    else:
        monthly = Decimal("0.7") * declared if account == "down" and declared is not None else None
    history = known("bureau.history_months")
    thin = history is None or history < 12 or file == "thin"
    debt, unsecured = known("bureau.debt_service"), known("bureau.unsecured")
    if file == "thin":
        debt, unsecured = Decimal(0) if debt is None else debt, Decimal(0) if unsecured is None else unsecured
    returning = facts["own.limit"] > 0
    unread = file not in ("full", "thin") or account != "read" or no_device or gone("social", "source_down")

    # ---- knock-outs
    declines: list[str] = []
    refers: list[str] = []

    def ask(codes: list[str], **rules: bool) -> None:
        codes += [code for code, hit in rules.items() if hit]

    ask(
        declines,
        NOT_INVITED=not facts["own.invited"],
        AGE=not 18 <= facts["person.age"] <= 60,
        NO_CONSENT=not facts["consent.bureau"],
        ID_NOT_VERIFIED=not facts["person.id_verified"],
        REGION_CLOSED=facts["person.region"] in ("R26", "R29"),
        STUDENT=known("person.occupation") == "student",
        PURPOSE_BARRED=facts["form.purpose"] in ("invest", "home_purchase"),
        COURT_LIST=known("bureau.dishonest_debtor") is True,
        OVERDUE_NOW=known("bureau.overdue_now") is True,
        BAD_HISTORY=test("bureau.max_dpd_24m", lambda days: days >= 90),
        TOO_MANY_LOANS=test("bureau.open_loans", lambda count: count > 6),
        LATE_WITH_US=facts["own.max_dpd_12m"] >= 30,
        COOLING_OFF=test("own.days_since_decline", lambda days: days < 30),
        NO_INCOME=account != "down" and (monthly is None or monthly < 1000),
    )
    ask(
        refers,
        CHECK_BUREAU=file in ("partial", "down", "absent"),
        CHECK_COURT=known("bureau.dishonest_debtor") is None,
        CHECK_ACCOUNT=account == "down",
        CHECK_DEVICE=no_device,
        CHECK_OCCUPATION=known("person.occupation") is None,
    )

    # ---- signs of fraud
    contacts = known("social.contacts")
    signs = {
        "EMULATOR": known("device.emulator") is True,
        "DEVICE_FARM": test("device.accounts_30d", lambda count: count > 5),
        "FACE_WEAK": test("person.face_match", lambda match: match < Decimal("0.80")),
        "SIM_FRESH": test("device.sim_days", lambda days: days < 3),
        "FAR_FROM_HOME": test("device.geo_km", lambda distance: distance > 1500),
        "SOCIAL_BOUGHT": test("social.account_months", lambda months: months < 6)
        and contacts is not None
        and contacts > 300,
        "SOCIAL_BURST": contacts is not None
        and contacts > 20
        and test("social.contacts_new_30d", lambda new: 2 * new > contacts),
        "SOCIAL_RING": test("social.cluster_age_days", lambda days: days < 60),
        "ROUND_TRIP": test("pay.round_trip_share", lambda share: share > Decimal("0.40")),
        "ONE_PAYER": test("pay.top_payer_share", lambda share: share > Decimal("0.90"))
        and known("person.occupation") not in ("employee", "civil_servant", "retired"),
        "INCOME_GAP": declared is not None and seen is not None and declared > 3 * seen,
    }
    flags = tuple(name for name, raised in signs.items() if raised)
    ask(
        declines,
        FRAUD_DEVICE=signs["EMULATOR"] or (signs["DEVICE_FARM"] and signs["FACE_WEAK"]),
        FRAUD_PATTERN=len(flags) >= 3,
    )
    ask(
        refers,
        CHECK_IDENTITY=signs["FACE_WEAK"]
        or known("person.face_match") is None
        or (signs["SIM_FRESH"] and signs["FAR_FROM_HOME"]),
        CHECK_SOCIAL=signs["SOCIAL_BOUGHT"] or signs["SOCIAL_RING"],
        CHECK_INCOME=signs["ROUND_TRIP"] or signs["INCOME_GAP"],
    )

    # ---- score, grade, price
    points = score(facts)
    (grade,) = [row for row in GRADES if _holds(row["score"], points)]
    ask(declines, SCORE_LOW=grade["grade"] == "X" and not unread)
    ask(refers, CHECK_SCORE=grade["grade"] == "X" and unread)
    outputs: dict[str, Any] = {"score": points, "grade": grade["grade"], "pd": Decimal(grade["pd"])}
    nothing = {"limit": Decimal(0), "available": Decimal(0), "temporary": Decimal(0)}
    nulls = dict.fromkeys(("binding", "apr", "daily_rate", "valid_until", "temporary_until"))
    outputs |= nothing | nulls | {"signs": list(flags)}
    if not declines and grade["grade"] != "X" and monthly is not None:
        loyal = returning and facts["own.max_dpd_12m"] == 0 and facts["own.customer_months"] >= 12
        ceiling = Decimal("0.24") if day < date(2028, 1, 1) else Decimal("0.12")
        most = min(Decimal("0.180"), (ceiling * 360 / 365).quantize(Decimal("0.0001"), ROUND_FLOOR))
        apr = APR[grade["grade"]] - (Decimal("0.010") if loyal else 0)
        apr -= Decimal("0.010") if loyal and facts["own.customer_months"] >= 36 else 0
        apr = min(max(apr, Decimal("0.072")), most)
        outputs |= {"apr": apr, "daily_rate": (apr / 360).quantize(Decimal("0.000001"), ROUND_DOWN)}
        small = _limits(
            facts, known, day, grade["grade"], monthly, thin, debt, unsecured, apr, outputs, refers
        )
        if small:
            declines.append("LIMIT_SMALL")
            outputs |= nothing | nulls

    outcome = "decline" if declines else "refer" if refers else "approve"
    reasons = {"decline": declines, "refer": list(dict.fromkeys(refers)), "approve": []}[outcome]
    # The limit is only worked out where the grade lets it, so that a small one is a decline by the score too.
    if "SCORE_LOW" in declines or "LIMIT_SMALL" in declines:
        reasons = reasons + score_reasons(facts, reasons)
    return Answer(outcome, tuple(reasons), outputs, flags)


def _limits(
    facts: Facts,
    known: Callable[[str], Any],
    day: date,
    grade: str,
    monthly: Decimal,
    thin: bool,
    debt: Decimal | None,
    unsecured: Decimal | None,
    apr: Decimal,
    outputs: dict[str, Any],
    refers: list[str],
) -> bool:
    """Works the limit and the temporary limit into the outputs; whether the limit is too small to be offered."""
    present = facts["own.limit"]
    returning = present > 0
    ratio = Decimal("0.50") if day < date(2026, 1, 1) else Decimal("0.45")
    (row,) = [row for row in BASE if row[next(iter(row))] == grade]
    (base,) = [Decimal(amount) for test, amount in list(row.items())[1:] if _holds(test, monthly)]
    base *= (Decimal("0.6") if thin else 1) * (1 if returning else Decimal("0.8"))
    base *= Decimal("0.9") if known("social.account_months") is None else 1
    room = {name: known(f"lender.{name}_room") for name in ("partner", "joint", "capital")}
    lent = {name: None if value is None else value / Decimal("0.70") for name, value in room.items()}
    carried = None if debt is None else principal(max(Decimal(0), ratio * monthly - debt), apr / 12, 12)
    single = 200000 - facts["own.group_exposure"]
    changed = known("own.days_since_change")
    good = facts["own.max_dpd_12m"] == 0
    caps: dict[str, Decimal | None] = {
        "base": base,
        "product": Decimal(200000) if day < date(2027, 1, 1) else Decimal(150000),
        "single_debtor": single,
        "income": 6 * monthly,
        "affordable": carried,
        "indebtedness": None if unsecured is None else 18 * monthly - unsecured,
        "step_up": None,
        "cooling_off": None,
        "asked": None if known("form.requested") is None else max(known("form.requested"), present),
        "partner": lent["partner"],
        "joint_total": lent["joint"],
        "capital": lent["capital"],
    }
    if returning:
        caps["step_up"] = present * (Decimal("1.5") if good and facts["own.customer_months"] >= 3 else 1)
    if (changed is None and returning) or (changed is not None and changed < 90):
        caps["cooling_off"] = present
    refers += ["CHECK_BUREAU" for cap in ("affordable", "indebtedness") if caps[cap] is None]
    refers += ["CHECK_ROOM" for cap in ("partner", "joint_total", "capital") if caps[cap] is None]
    least = min(amount for amount in caps.values() if amount is not None)
    limit = _down(least, 100)
    if limit < 500:
        return True
    asked = known("form.temporary")
    extra = (
        asked
        if asked is not None and returning and good and facts["own.customer_months"] >= 6
        else Decimal(0)
    )
    used = max(limit, facts["own.balance"])
    parts = [extra, Decimal(20000), Decimal("0.5") * present]
    for amount in (single, 6 * monthly, carried, caps["indebtedness"], *lent.values()):
        parts.append(Decimal(0) if amount is None else amount - used)
    temporary = _down(min(parts), 100)
    outputs |= {
        "limit": limit,
        "binding": next(name for name, amount in caps.items() if amount == least),
        "available": max(Decimal(0), limit - facts["own.balance"]),
        "valid_until": _after(day, 12),
        "temporary": temporary,
        "temporary_until": day + timedelta(days=30) if temporary > 0 else None,
    }
    return False
