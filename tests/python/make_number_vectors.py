"""Prints tests/cases/number/vectors.csv: operation, operands, result, with Python's `decimal` as the oracle.

Numbers are written as coefficient `E` exponent, a result that does not exist as `none`. The output is the same every time:

    python tests/python/make_number_vectors.py > tests/cases/number/vectors.csv
"""

import decimal
import random
import struct
from collections.abc import Callable, Iterator
from decimal import Decimal

SEED = 20_260
DIGITS, SMALLEST, LARGEST = 34, -6143, 6144
FEEL = decimal.Context(
    prec=DIGITS,
    Emin=SMALLEST,
    Emax=LARGEST,
    rounding=decimal.ROUND_HALF_EVEN,
    traps=[decimal.DivisionByZero, decimal.InvalidOperation, decimal.Overflow],
)
MODES = {
    "half_even": decimal.ROUND_HALF_EVEN,
    "half_up": decimal.ROUND_HALF_UP,
    "half_down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "floor": decimal.ROUND_FLOOR,
    "ceiling": decimal.ROUND_CEILING,
}
ONE = Decimal(1)


def wide(digits: int) -> decimal.Context:
    return decimal.Context(prec=digits, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)


EXACT = wide(30_000)
LONG = wide(250)


def written(number: Decimal) -> str:
    sign, digits, exponent = number.as_tuple()
    coefficient = "".join(map(str, digits))
    return f"{'-' if sign and any(digits) else ''}{coefficient}E{exponent}"


def vector(operation: str, *operands: object, result: Callable[[], object]) -> str:
    try:
        value = result()
    except (decimal.DecimalException, ZeroDivisionError):
        value = "none"
    cells = [operation, *operands, value]
    return ",".join(written(cell) if isinstance(cell, Decimal) else str(cell) for cell in cells)


class Numbers:
    """Random numbers of the kinds that break arithmetic."""

    edges = [
        "0", "0E-3", "0E+5", "0E-6176", "0E+6144", "1", "-1", "1.0", "2", "5", "10", "100", "1E+2", "0.1", "0.5", "-0.5",
        "1.5", "2.5", "3", "7", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551616",
        "9999999999999999999999999999999999", "1000000000000000000000000000000000", "-9999999999999999999999999999999999",
        "5000000000000000000000000000000000", "1.000000000000000000000000000000001", "0.9999999999999999999999999999999999",
        "3.333333333333333333333333333333333", "1E-6176", "-1E-6176", "1E-6143", "9.999999999999999999999999999999999E-6143",
        "1.000000000000000000000000000000000E-6143", "9.999999999999999999999999999999999E+6144", "1E+6144", "-1E+6111",
        "1E+6111", "1E-34", "5E-34", "5E-35", "1E-50", "1E+50", "1E-100", "1E+34", "1E+33", "1E+35",
    ]  # fmt: skip

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def edge(self) -> Decimal:
        return Decimal(self.random.choice(self.edges))

    def money(self) -> Decimal:
        return Decimal(self.random.randint(-10_000_000, 10_000_000)).scaleb(-2)

    def word(self) -> Decimal:
        return Decimal(self.random.randint(-(2**63), 2**63 - 1)).scaleb(self.random.randint(-20, 5))

    def long(self) -> Decimal:
        digits = self.random.choice([18, 19, 20, 33, 34, 34, 34])
        coefficient = self.random.randint(10 ** (digits - 1), 10**digits - 1)
        return Decimal(self.random.choice([-1, 1]) * coefficient).scaleb(self.random.randint(-40, 10))

    def far(self) -> Decimal:
        coefficient = self.random.randint(1, 10 ** self.random.randint(1, 34) - 1)
        exponent = self.random.choice([-6176, -6160, -6143, -3100, -100, -60, -36, 36, 70, 3000, 6100, 6111])
        return FEEL.plus(Decimal(self.random.choice([-1, 1]) * coefficient).scaleb(exponent, context=EXACT))

    def zeros(self) -> Decimal:
        digits = self.random.randint(1, 20)
        return Decimal(self.random.randint(1, 10 ** (34 - digits)) * 10**digits).scaleb(
            self.random.randint(-30, 3)
        )

    def any(self) -> Decimal:
        kinds = [
            self.edge,
            self.money,
            self.money,
            self.word,
            self.word,
            self.long,
            self.long,
            self.far,
            self.zeros,
        ]
        return self.random.choice(kinds)()

    def near(self) -> Decimal:
        return abs(self.random.choice([self.edge, self.money, self.word, self.long, self.zeros])())


def arithmetic(numbers: Numbers) -> Iterator[str]:
    edges = [Decimal(edge) for edge in Numbers.edges]
    pairs = [(numbers.any(), numbers.any()) for _ in range(255)]
    pairs += [(left, numbers.random.choice(edges)) for left in edges for _ in range(2)]
    for left, right in pairs:
        yield vector("add", left, right, result=lambda: FEEL.add(left, right))
        yield vector("sub", left, right, result=lambda: FEEL.subtract(left, right))
        yield vector("mul", left, right, result=lambda: FEEL.multiply(left, right))
        yield vector("div", left, right, result=lambda: FEEL.divide(left, right))
        yield vector("cmp", left, right, result=lambda: EXACT.compare(left, right))
    for left, right in pairs[:200]:
        yield vector("rem", left, right, result=lambda: FEEL.plus(floored_remainder(left, right)))
    # Sums that end at a tie, or within a hair of one.
    for _ in range(100):
        left, gap = numbers.long(), numbers.random.choice([34, 35, 36, 38, 40, 50, 70, 75, 80, 120])
        right = Decimal(numbers.random.choice([1, -1, 5, -5, 49, 51])).scaleb(left.adjusted() - gap)
        yield vector("add", left, right, result=lambda: FEEL.add(left, right))


def exponent_of(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int), "these numbers are finite"
    return exponent


def floored_remainder(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise ZeroDivisionError
    least = min(exponent_of(left), exponent_of(right))
    whole = int(EXACT.scaleb(left, -least)) % int(EXACT.scaleb(right, -least))
    return EXACT.scaleb(Decimal(whole), least)


def rounding(numbers: Numbers) -> Iterator[str]:
    for index in range(700):
        name, mode = list(MODES.items())[index % len(MODES)]
        number = numbers.any() if index % 2 else tie(numbers)
        scale = numbers.random.choice([-6111, -30, -3, -2, -1, 0, 0, 1, 2, 2, 3, 5, 10, 33, 40, 6176])
        yield vector("round", number, scale, name, result=lambda: quantized(number, scale, mode))
        step = abs(
            numbers.random.choice(
                [Decimal("100"), Decimal("0.25"), Decimal("1E+3"), Decimal("7"), numbers.money()]
            )
        )
        if index % 3 == 0 and number.adjusted() < 30:
            yield vector("multiple", number, step, name, result=lambda: multiple(number, step, mode))


def tie(numbers: Numbers) -> Decimal:
    odd = numbers.random.randint(-(10**6), 10**6)
    return Decimal(odd * 10 + numbers.random.choice([0, 4, 5, 5, 5, 6])).scaleb(numbers.random.randint(-6, 4))


def quantized(number: Decimal, scale: int, mode: str) -> Decimal:
    unit = Decimal((0, (1,), -scale))
    try:
        return number.quantize(unit, rounding=mode, context=FEEL)
    except decimal.InvalidOperation:
        if -scale <= exponent_of(number):
            return number
        raise


def multiple(number: Decimal, step: Decimal, mode: str) -> Decimal:
    """By fractions of integers. Only the value counts."""
    least = min(exponent_of(number), exponent_of(step))
    quotient, rest = divmod(
        abs(int(number.scaleb(-least, context=EXACT))), int(step.scaleb(-least, context=EXACT))
    )
    # Two digits tell as much as the remainder does about which way to go.
    compared = 2 * rest - int(step.scaleb(-least, context=EXACT))
    tail = "0" if rest == 0 else "4" if compared < 0 else "5" if compared == 0 else "6"
    sign = "-" if number < 0 else ""
    whole = Decimal(f"{sign}{quotient}.{tail}").quantize(ONE, rounding=mode, context=EXACT)
    return EXACT.multiply(whole, step)


def single(numbers: Numbers) -> Iterator[str]:
    edges = [Decimal(edge) for edge in Numbers.edges]
    for number in edges + [numbers.any() for _ in range(150)]:
        yield vector("normalized", number, result=lambda: FEEL.normalize(number))
        if abs(number.adjusted()) < 60 and exponent_of(number) > -60:
            yield vector("display", number, result=lambda: f"{number:f}" if number else f"{abs(number):f}")
        yield vector("to_f64", number, result=lambda: struct.pack(">d", float(number) + 0.0).hex())
    for _ in range(150):
        kind = numbers.random.randint(0, 4)
        values: list[Callable[[], float]] = [
            lambda: numbers.random.randint(-(10**9), 10**9) / 10 ** numbers.random.randint(0, 8),
            lambda: numbers.random.uniform(-1, 1),
            lambda: numbers.random.uniform(1, 10) * 10.0 ** numbers.random.randint(-308, 307),
            lambda: float(numbers.random.randint(0, 2**60)),
            # Halfway between two shortest decimals.
            lambda: numbers.random.randint(2**51, 2**53) / 2 ** numbers.random.randint(2, 9),
        ]
        value = values[kind]()
        yield vector("from_f64", repr(value), result=lambda: Decimal(repr(value)))
    for text in texts(numbers):
        yield vector("parse", text, result=lambda: FEEL.create_decimal(text))


def texts(numbers: Numbers) -> Iterator[str]:
    yield from [
        "0" * 50,
        "0." + "0" * 50,
        "1" + "0" * 50,
        "9" * 60,
        "." + "9" * 60,
        "1e-6176",
        "1e-6177",
        "5e-6177",
        "51e-6178",
    ]
    yield from [
        "9.9999999999999999999999999999999994e6144",
        "9.9999999999999999999999999999999995e6144",
        "1e6145",
        "0e9999",
    ]
    yield from [
        "0e-9999",
        "1e999999999999999999999",
        "1e-999999999999999999999",
        "+1",
        "-1.50",
        "00012.5",
        "5.",
        ".5",
        "1E3",
    ]
    for _ in range(120):
        digits = "".join(numbers.random.choice("0123456789") for _ in range(numbers.random.randint(1, 50)))
        digits += numbers.random.choice(["", "", "5", "50", "500000", "5000000000001", "49999999"])
        point = numbers.random.randint(0, len(digits))
        exponent = numbers.random.choice(["", "", "e5", "E-20", "e+6000", "e-6180", "e-6140"])
        yield f"{numbers.random.choice(['', '-', '+'])}{digits[:point]}.{digits[point:]}{exponent}"


def functions(numbers: Numbers) -> Iterator[str]:
    edges = [Decimal(edge) for edge in Numbers.edges]
    for number in edges + [numbers.any() for _ in range(60)] + [numbers.near() for _ in range(120)]:
        yield vector("sqrt", number, result=lambda: FEEL.sqrt(number))
        root = FEEL.plus(number)
        square = FEEL.multiply(root, root) if abs(root.adjusted()) < 3000 else root
        yield vector("sqrt", square, result=lambda: FEEL.sqrt(square))
    for number in edges + [numbers.any() for _ in range(80)] + hairs() + near_ties(numbers, "exp"):
        yield vector("exp", number, result=lambda: FEEL.exp(number))
    for number in (
        edges
        + [numbers.any() for _ in range(80)]
        + [ONE + hair for hair in hairs()]
        + near_ties(numbers, "ln")
    ):
        number = FEEL.plus(number)
        yield vector("ln", number, result=lambda: logarithm(number))


def logarithm(number: Decimal) -> Decimal:
    if number <= 0:
        raise decimal.InvalidOperation
    return FEEL.ln(number)


def hairs() -> list[Decimal]:
    """So near 0 that a second term decides the rounding of the function."""
    places = [*range(1, 20), 24, 33, 34, 35, 50, 100, 6176]
    return [Decimal((sign, (digit,), -place)) for place in places for sign in (0, 1) for digit in (1, 5)]


def near_ties(numbers: Numbers, name: str) -> list[Decimal]:
    """Those of many whose result has the most extreme digits after the 34th."""
    long = wide(50)
    found = []
    for _ in range(20_000):
        number = Decimal(numbers.random.randint(1, 10**6)).scaleb(-3)
        digits = "".join(map(str, getattr(long, name)(number).as_tuple().digits))[34:40]
        if digits[:4] in ("4999", "5000", "9999", "0000"):
            found.append(number)
    return found[:40]


def powers(numbers: Numbers) -> Iterator[str]:
    bases = [
        Decimal(base)
        for base in [
            "2",
            "10",
            "1.10",
            "-3",
            "0.5",
            "100",
            "1.0",
            "-1",
            "0",
            "7",
            "1.0121666666666667",
            "0.10",
        ]
    ]
    exponents = [*range(-3, 13), 24, 36, 60, 100, 360, 1001, -12, -60, -360]
    for base in bases + [numbers.near() for _ in range(8)] + [numbers.long() for _ in range(8)]:
        for exponent in numbers.random.sample(exponents, 8):
            power = Decimal(exponent)
            yield vector(
                "pow" if exponent > 0 else "pow_value",
                base,
                power,
                result=lambda: integer_power(base, exponent),
            )
    for _ in range(120):
        base, power = (
            numbers.near(),
            numbers.random.choice([Decimal("0.5"), Decimal("2.5"), Decimal("-1.5"), numbers.money() / 1000]),
        )
        if power == int(power):
            continue
        if not base:
            yield vector("pow_value", base, power, result=lambda: Decimal(0) if power > 0 else ONE / base)
        else:
            yield vector(
                "pow_value",
                base,
                power,
                result=lambda: FEEL.plus(LONG.exp(LONG.multiply(power, LONG.ln(base)))),
            )


def integer_power(base: Decimal, exponent: int) -> Decimal:
    if exponent == 0:
        return ONE  # FEEL's engines agree on it for 0 as well
    if not base:
        return Decimal(0) if exponent > 0 else ONE / base
    if exponent > 0:
        return FEEL.plus(
            EXACT.power(base, exponent)
            if len(base.as_tuple().digits) * exponent < 29_000
            else LONG.power(base, exponent)
        )
    return FEEL.plus(LONG.divide(ONE, LONG.power(base, -exponent)))


def finance(numbers: Numbers) -> Iterator[str]:
    pick = numbers.random.choice
    for _ in range(160):
        amount = Decimal(numbers.random.randint(1, 10**8)).scaleb(-2)
        rate = pick(
            [
                FEEL.divide(Decimal(numbers.random.randint(1, 3600)).scaleb(-2), Decimal(1200)),
                Decimal(numbers.random.randint(-900, 5000)).scaleb(-3),
                Decimal(numbers.random.randint(1, 999)).scaleb(-numbers.random.randint(3, 45)),
            ]
        ) or Decimal("0.01")
        periods = pick(
            [Decimal(numbers.random.randint(1, 480)), Decimal(numbers.random.randint(1, 99_999)).scaleb(-3)]
        )
        factor = annuity(rate, periods)
        yield vector(
            "principal", amount, rate, periods, result=lambda: FEEL.plus(LONG.multiply(amount, factor))
        )
        yield vector("payment", amount, rate, periods, result=lambda: FEEL.plus(LONG.divide(amount, factor)))
        level = FEEL.plus(LONG.divide(amount, factor))
        yield vector("periods", amount, level, rate, result=lambda: FEEL.plus(term(amount, level, rate)))
        # A fall so steep that the rate rounds to -1 is no rate.
        if amount / level / periods < 10**6:
            yield vector(
                "rate", amount, level, periods, result=lambda: FEEL.plus(rate_of(amount, level, periods))
            )
    for _ in range(80):
        signs = numbers.random.randint(1, 3)
        count = numbers.random.randint(1, 24)
        flows = [-abs(numbers.money()) for _ in range(signs)] + [
            abs(numbers.money()) / count * pick([1, 2]) for _ in range(count)
        ]
        flows = [FEEL.plus(flow) for flow in flows]
        if not flows[0] or not flows[-1]:
            continue
        if pick([True, False]):
            flows = [-flow for flow in flows]
        yield vector("irr", " ".join(map(written, flows)), result=lambda: FEEL.plus(irr(flows)))


def annuity(rate: Decimal, periods: Decimal) -> Decimal:
    discount = LONG.exp(LONG.multiply(-periods, LONG.ln(LONG.add(ONE, rate))))
    return LONG.divide(LONG.subtract(ONE, discount), rate)


def term(principal: Decimal, payment: Decimal, rate: Decimal) -> Decimal:
    rest = LONG.subtract(ONE, LONG.divide(LONG.multiply(principal, rate), payment))
    return LONG.divide(-LONG.ln(rest), LONG.ln(LONG.add(ONE, rate)))


def rate_of(principal: Decimal, payment: Decimal, periods: Decimal) -> Decimal:
    if EXACT.multiply(payment, periods) == principal:
        return Decimal(0)
    wanted = LONG.divide(principal, payment)
    return falling_root(lambda rate: LONG.subtract(annuity(rate, periods) if rate else periods, wanted))


def irr(flows: list[Decimal]) -> Decimal:
    if flows[0] > 0:
        flows = [-flow for flow in flows]

    def worth(rate: Decimal) -> Decimal:
        total, factor = Decimal(0), LONG.divide(ONE, LONG.add(ONE, rate))
        for flow in reversed(flows):
            total = LONG.add(LONG.multiply(total, factor), flow)
        return total

    return falling_root(worth)


def falling_root(value: Callable[[Decimal], Decimal]) -> Decimal:
    """By bisection of ln(1 + rate), then by the false position rule with Illinois' correction."""

    def at(logarithm: Decimal) -> Decimal:
        return LONG.subtract(LONG.exp(logarithm), ONE)

    low, high = Decimal(-70), Decimal(70)
    for _ in range(60):
        middle = LONG.divide(LONG.add(low, high), Decimal(2))
        low, high = (middle, high) if value(at(middle)) > 0 else (low, middle)
    low, high = at(low), at(high)
    worth_low, worth_high = value(low), value(high)
    side = 0
    for _ in range(100):
        if worth_low == worth_high:
            break
        middle = LONG.divide(
            LONG.multiply(low, worth_high) - LONG.multiply(high, worth_low),
            LONG.subtract(worth_high, worth_low),
        )
        worth = value(middle)
        if not worth or abs(LONG.subtract(high, low)) < abs(middle) * Decimal("1E-90"):
            return middle
        if worth > 0:
            low, worth_low = middle, worth
            worth_high = LONG.divide(worth_high, Decimal(2)) if side > 0 else worth_high
            side = 1
        else:
            high, worth_high = middle, worth
            worth_low = LONG.divide(worth_low, Decimal(2)) if side < 0 else worth_low
            side = -1
    return low


def main() -> None:
    decimal.setcontext(LONG)
    parts = [arithmetic, rounding, single, functions, powers, finance]
    for index, part in enumerate(parts):
        for line in part(Numbers(SEED + index)):
            print(line)


if __name__ == "__main__":
    main()
