use super::factor::Row;
use super::{Factor, Node, Part, Quotient, value};
use crate::domain::{Cell, NULL, missing};
use crate::feel::ast::CompareOp;
use crate::feel::frame::Frame;
use crate::feel::operation::{Nulls, compare};
use crate::value::{Number, Round, Truth, Value, finance};

fn number(text: &str) -> Number {
    Number::parse_exact(text).unwrap()
}

fn frame(cells: &[Cell]) -> Frame {
    let mut frame = Frame::new(u16::try_from(cells.len()).unwrap(), 0);
    for (slot, cell) in (0..).zip(cells) {
        frame.set_cell(slot, *cell);
    }
    frame
}

fn money(slot: u16) -> Part {
    Part::cell(slot, 2, (number("-90000000000000"), number("90000000000000"))).unwrap()
}

/// The integer and the places of a number that always has the same.
fn run(part: Part, cells: &[Cell]) -> (Cell, u8) {
    let narrow = part.narrow().unwrap();
    (narrow.run(&frame(cells)), narrow.scale())
}

#[test]
fn sums_and_products_have_the_places_of_feel() {
    // 4 × 9000.00, 0.5 × 9000.00 − 500.00: worked by hand.
    assert_eq!(
        run(Part::constant(number("4")).unwrap().times(money(0)).unwrap(), &[900_000]),
        (3_600_000, 2)
    );
    let half = || Part::constant(number("0.5")).unwrap().times(money(0)).unwrap();
    assert_eq!(run(half().minus(money(1)).unwrap(), &[900_000, 50_000]), (4_000_000, 3));
    assert_eq!(run(half().plus(money(1)).unwrap(), &[-1, 1]), (5, 3), "-0.005 + 0.01");
    assert_eq!(run(money(0).negated().unwrap(), &[7]), (-7, 2));
    assert_eq!(run(money(0).rounded(1, Round::HalfEven).unwrap(), &[-1_225]), (-122, 1), "-12.25");
    assert_eq!(run(money(0).rounded(1, Round::HalfUp).unwrap(), &[-1_225]), (-123, 1));
    assert_eq!(run(money(0).rounded(3, Round::HalfUp).unwrap(), &[-1_225]), (-12_250, 3));
}

#[test]
fn a_missing_part_makes_the_whole_missing() {
    for missing in [NULL, missing(3)] {
        let both = || (money(0), money(1));
        let (a, b) = both();
        assert_eq!(run(a.plus(b).unwrap(), &[missing, 1]).0, NULL);
        let (a, b) = both();
        assert_eq!(run(a.greatest(b).unwrap(), &[1, missing]).0, NULL);
        let (a, b) = both();
        assert_eq!(run(a.least(b).unwrap(), &[missing, 1]).0, NULL);
        assert_eq!(run(money(0).negated().unwrap(), &[missing]).0, NULL);
        assert_eq!(value(missing, 2), Value::Null);
    }
}

#[test]
fn clamps_nest_as_they_are_written() {
    let constant = |text: &str| Part::constant(number(text)).unwrap();
    // Within 2.00 and 5.00, whichever end is written first.
    let inner = || money(0).greatest(constant("2.00")).unwrap().least(constant("5.00")).unwrap();
    let outer = || constant("2.00").greatest(constant("5.00").least(money(0)).unwrap()).unwrap();
    for (cell, within) in [(-1, 200), (199, 200), (350, 350), (501, 500)] {
        assert_eq!(run(inner(), &[cell]), (within, 2));
        assert_eq!(run(outer(), &[cell]), (within, 2));
    }
    // Ends that cross: the one applied last has its way.
    let crossed = money(0).greatest(constant("5.00")).unwrap().least(constant("3.00")).unwrap();
    assert_eq!(run(crossed, &[400]), (300, 2));
    let crossed = money(0).least(constant("3.00")).unwrap().greatest(constant("5.00")).unwrap();
    assert_eq!(run(crossed, &[400]), (500, 2));
    // A multiple of a cell, and again of that: 3 × (2 × 1.50), no less than 9.50.
    let twice = constant("2").times(money(0)).unwrap();
    let six = constant("3").times(twice).unwrap().greatest(constant("9.50")).unwrap();
    assert_eq!(run(six.clone(), &[150]), (950, 2));
    assert_eq!(run(six.clone(), &[200]), (1_200, 2));
    assert_eq!(run(six, &[NULL]).0, NULL);
}

#[test]
fn what_could_leave_sixty_four_bits_is_left_to_decimals() {
    assert!(money(0).times(money(1)).is_none());
    assert!(Part::constant(number("9223372036854775807")).is_none());
    assert!(Part::constant(Number::from_parts(1, 3).unwrap()).is_none());
    // The places vary: 0.60 or 0.
    let either = Part::constant(number("0.60")).unwrap().least(Part::constant(number("0")).unwrap()).unwrap();
    assert!(either.clone().narrow().is_none());
    // Behind an amount with as many places they do not.
    assert_eq!(run(money(0).minus(either).unwrap(), &[1_080]), (1_080, 2));
}

/// Both sides as the decimals have it.
fn judged(op: CompareOp, a: Cell, b: Cell, constant: &str, nulls: Nulls) -> Truth {
    let read = |cell| value(cell, 2);
    let quotient = crate::value::ops::divide(&read(a), &read(b));
    compare(op, &quotient, &Value::Number(number(constant)), nulls)
}

const OPS: [CompareOp; 6] = [
    CompareOp::Equal,
    CompareOp::NotEqual,
    CompareOp::Less,
    CompareOp::LessOrEqual,
    CompareOp::Greater,
    CompareOp::GreaterOrEqual,
];

#[test]
fn a_quotient_falls_on_the_side_of_the_decimal() {
    const MOST: Cell = 9_000_000_000_000_000;
    let edges = [0, 1, -1, 7, 10, 69, 70, 71, 99, 100, 101, 630_000, 629_999, 630_001, 900_000, MOST, -MOST];
    let edges =
        edges.into_iter().chain([MOST - 1, MOST / 10 * 7, MOST / 10 * 7 + 1, MOST / 10 * 7 - 1, NULL]);
    let edges: Vec<Cell> = edges.collect();
    for constant in ["0.70", "0", "-0.7", "1", "0.333333333333", "90000", "0.0001"] {
        for (op, nulls) in OPS.into_iter().flat_map(|op| [(op, Nulls::Feel), (op, Nulls::Unknown)]) {
            let quotient = Quotient::new(op, (money(0), money(1)), number(constant), nulls).unwrap();
            for &a in &edges {
                for &b in &edges {
                    let truth = quotient.run(&frame(&[a, b]));
                    assert_eq!(truth, judged(op, a, b, constant, nulls), "{a} / {b} {op:?} {constant}");
                }
            }
        }
    }
}

#[test]
fn a_constant_that_rounding_could_reach_is_refused() {
    // 16 digits of the denominator and 18 of the constant are more than 33.
    let fine = number("0.333333333333333333");
    assert!(Quotient::new(CompareOp::Less, (money(0), money(1)), fine, Nulls::Feel).is_none());
}

/// `decimal(principal(amount, rate, periods), 2)` of an amount with 3 places, by what was worked out at load.
fn principal(rate: &str, periods: &str) -> Factor {
    let of = (number(rate), number(periods));
    let row = Row::new(finance::principal, 720, of, (3, 2)).unwrap();
    Factor {
        function: finance::principal,
        amount: Node::Cell(0),
        scale: 3,
        slot: Some(1),
        rows: [row].into(),
        places: 2,
        mode: Round::HalfEven,
    }
}

#[test]
fn a_factor_rounds_as_the_function_does() {
    let mut near = 0;
    for (rate, periods) in [("0.006", "12"), ("0.015", "36"), ("0", "12"), ("0.000001", "7.5"), ("-0.5", "3")]
    {
        let factor = principal(rate, periods);
        let row = factor.rows.first().unwrap();
        let amounts = (0..200).flat_map(|step| {
            let amount: i64 = step * step * step * 1_237 + step;
            [amount, -amount, amount * 50_000_000 + 500]
        });
        for amount in amounts {
            let exact = factor.exact(row, amount);
            assert_eq!(factor.run(&frame(&[amount, 720])), exact, "{amount} at {rate}");
            near += usize::from(factor.near(row, amount).is_some());
        }
    }
    // Only ties, of which the rate 0 has some, need the function.
    assert!(near > 2_800, "only {near} of 3000 were settled at once");
}

#[test]
fn a_tie_asks_the_function() {
    // 12 payments of 0.005 at no interest are 0.06; one of 0.125 for 1 period is 0.12, the even neighbour.
    let factor = principal("0", "1");
    let row = factor.rows.first().unwrap();
    assert_eq!(factor.near(row, 125), None);
    assert_eq!(factor.run(&frame(&[125, 720])), 12);
    assert_eq!(factor.run(&frame(&[135, 720])), 14);
    assert_eq!(factor.run(&frame(&[-125, 720])), -12);
    assert_eq!(principal("0", "12").run(&frame(&[5, 720])), 6);
}

#[test]
fn a_missing_amount_or_rate_has_no_principal() {
    let factor = principal("0.006", "12");
    assert_eq!(factor.run(&frame(&[NULL, 720])), NULL);
    assert_eq!(factor.run(&frame(&[1_000, NULL])), NULL);
    // Half of 9000.00 less 500.00 at 7.20 a year: 4000 × (1 − 1.006^−12) ÷ 0.006 is 46179.2589….
    assert_eq!(factor.run(&frame(&[4_000_000, 720])), 4_617_926);
}

#[test]
fn a_column_of_products_is_that_of_single_ones() {
    let near_halves = (0..40).flat_map(|step| [125 + 10 * step, -125 - 10 * step, 5 + step]);
    let great = [0, 1 << 50, (1 << 51) - 1, 1 << 51, -(1 << 51), 4_000_000, -4_000_000, NULL, missing(3)];
    let amounts: Vec<Cell> =
        near_halves.chain(great).chain((0..300).map(|step| step * step * 7_919)).collect();
    let rates: Vec<Cell> =
        (0..).map(|row| if row % 7 == 3 { NULL } else { 720 }).take(amounts.len()).collect();
    for (rate, periods) in [("0", "1"), ("0.006", "12"), ("0.015", "36"), ("-0.5", "3")] {
        let factor = principal(rate, periods);
        let mut found = vec![0; amounts.len()];
        factor.columns(&amounts, Some(&rates), None, &mut found);
        for ((amount, rate), found) in amounts.iter().zip(&rates).zip(found) {
            assert_eq!(found, factor.of(*amount, *rate), "{amount} at {rate}");
        }
    }
}
