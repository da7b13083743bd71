"""What every peer shares: the reference policy, its data as rows and as columns, and the canonical form of an answer."""
import json
import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BENCH = ROOT / "benches" / "reference"
CACHE = pathlib.Path(os.environ.get("BENCH_CACHE", ROOT / "target" / "bench" / "peers"))
sys.path.insert(0, str(BENCH))

REF = json.loads((BENCH / "reference.json").read_text())
CHARS = REF["scorecard"]["characteristics"]
KCODES = [k["code"] for k in REF["knockouts"]]
GRADES = [g for g, _ in REF["grades"]]
LIM, PRICE = REF["limit"], REF["price"]
ORDER = LIM["order"]
CONSENT = {fact: flag for flag, facts in REF["consent"].items() for fact in facts}
MONEY = ("monthly_income", "monthly_debt", "exposure_now")
STRINGS = ("applicant_id", "region", "employment", "education", "housing")
BOOLS = ("id_verified", "on_blacklist", "consent_bureau", "consent_social")
FACTS = ("applicant_id age region id_verified on_blacklist consent_bureau consent_social monthly_income monthly_debt "
         "employment employment_months education housing bureau_score overdue_now overdue_24m inquiries_3m open_loans "
         "utilisation account_age_months pay_txn_90d pay_active_days_90d social_tenure_months exposure_now").split()
NEEDED = FACTS[1:]


def best(c):
    return max([*c.get("values", {}).values(), *c.get("points", []), c["missing"], c["other"]])


def annuity(grade):
    """Present value of 1 a month at the grade's APR."""
    r = PRICE["apr"][grade] / 1200
    return (1 - (1 + r) ** -LIM["term_months"]) / r


def final_apr(grade, discounted):
    apr = PRICE["apr"][grade] - (PRICE["discount"]["minus"] if discounted else 0)
    return round(min(max(apr, PRICE["min"]), PRICE["max"]), 2)


def answer(score, grade, limit=0, apr=None, binding=None, reasons=()):
    """The canonical answer, equal to what oracle.py gives."""
    a = {"outcome": "decline" if reasons else "approve", "score": int(score), "grade": grade, "limit": int(limit),
         "reasons": list(reasons)}
    if not reasons:
        a.update(apr=round(float(apr), 2), binding=binding)
    return a


def bits_to_reasons(bits, why):
    """Bit i = K(i+1), bit 12 = S01, bit 13 = L01; why = indexes of the score reasons."""
    if not bits:
        return []
    codes = KCODES + [REF["declining_grade"]["code"], LIM["code"]]
    return [c for i, c in enumerate(codes) if bits >> i & 1] + [CHARS[i]["code"] for i in why]


def rows(n):
    """The first n applicants as dicts, exactly as json.loads gives them."""
    path = CACHE / f"facts_{n}.jsonl"
    if not path.exists():
        from make_facts import applicants
        CACHE.mkdir(parents=True, exist_ok=True)
        with open(path, "w") as out:
            for a in applicants(n):
                out.write(json.dumps(a, separators=(",", ":")) + "\n")
    return [json.loads(line) for line in open(path)]


def texts(n):
    """The same as the bytes of JSON documents."""
    rows(n)
    return (CACHE / f"facts_{n}.jsonl").read_bytes().splitlines()


def golden(n):
    from oracle import decide, parse
    rows(n)
    return [json.loads(json.dumps(decide(parse(line)), default=float)) for line in open(CACHE / f"facts_{n}.jsonl")]


def table(n):
    """The first n applicants as a pyarrow Table (int64, float64, bool, dictionary strings, nulls for missing)."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    path = CACHE / f"facts_{n}.parquet"
    if not path.exists():
        from make_facts import applicants
        CACHE.mkdir(parents=True, exist_ok=True)
        kinds = {f: pa.float64() for f in (*MONEY, "utilisation")} | {f: pa.string() for f in STRINGS} | \
            {f: pa.bool_() for f in BOOLS}
        schema = pa.schema([(f, kinds.get(f, pa.int64())) for f in FACTS])
        with pq.ParquetWriter(path, schema) as w:
            batch = []
            for a in applicants(n):
                batch.append(a)
                if len(batch) == 50_000 or a["applicant_id"] == f"A{n - 1:08d}":
                    w.write_table(pa.Table.from_pylist(batch, schema=schema))
                    batch = []
    return pq.read_table(path)
