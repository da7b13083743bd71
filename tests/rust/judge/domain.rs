//! The line of cells: sets, ladders, lanes and intervals against plain counting and plain comparison.

use crate::draws::Draws;
use engine_core::domain::{
    Cell, FIRST, Ladder, Lane, Set, Words, float_cell, float_of, interval, interval_of,
};
use engine_core::feel::ast::CompareOp;
use engine_core::feel::operation::orders;
use engine_core::value::{Number, Value};
use proptest::prop_assert;
use proptest::prop_assert_eq;

const POINTS: usize = 14;
const BASES: [Cell; 4] = [0, Cell::MIN, Cell::MAX - 13, FIRST - 7];
const OPS: [CompareOp; 5] = [
    CompareOp::Equal,
    CompareOp::Less,
    CompareOp::LessOrEqual,
    CompareOp::Greater,
    CompareOp::GreaterOrEqual,
];

fn cell(base: Cell, point: usize) -> Cell {
    base + Cell::try_from(point).unwrap()
}

/// A set, and which of the points are in it.
fn set(d: &mut Draws<'_>, base: Cell) -> (Set, [bool; POINTS]) {
    let (mut parts, mut members) = (Vec::new(), [false; POINTS]);
    for _ in 0..d.below(4) {
        let (low, high) = (d.below(POINTS), d.below(POINTS));
        parts.push(Set::interval(cell(base, low), cell(base, high)));
        members
            .iter_mut()
            .enumerate()
            .filter(|(point, _)| (low..=high).contains(point))
            .for_each(|(_, member)| *member = true);
    }
    (Set::union_of(&parts), members)
}

#[test]
fn sets_are_what_they_hold() {
    crate::check(4000, 60, |list| {
        let mut d = Draws::new(list);
        let base = *d.pick(&BASES);
        let ((a, in_a), (b, in_b)) = (set(&mut d, base), set(&mut d, base));
        let made =
            [a.union(&b), a.intersection(&b), a.minus(&b), a.complement(), a.complement().complement()];
        for point in 0..POINTS {
            let (cell, x, y) = (cell(base, point), in_a[point], in_b[point]);
            let expected = [x || y, x && y, x && !y, !x, x];
            for (set, expected) in made.iter().zip(expected) {
                prop_assert_eq!(set.contains(cell), expected, "{:?} at {} of {:?} and {:?}", set, cell, a, b);
            }
        }
        prop_assert_eq!(&made[4], &a);
        prop_assert_eq!(a.first(), (0..POINTS).find(|point| in_a[*point]).map(|point| cell(base, point)));
        prop_assert_eq!(a.last(), (0..POINTS).rfind(|point| in_a[*point]).map(|point| cell(base, point)));
        prop_assert_eq!(a.is_empty(), !in_a.contains(&true));
        for set in &made {
            let apart = set.intervals().windows(2).all(|pair| pair[0].1 < pair[1].0 - 1);
            prop_assert!(apart && set.intervals().iter().all(|(low, high)| low <= high), "{set:?}");
        }
        Ok(())
    });
}

#[test]
fn a_ladder_finds_the_first_set_that_holds_a_cell() {
    crate::check(3000, 300, |list| {
        let mut d = Draws::new(list);
        let base = *d.pick(&BASES);
        // Steps lie close together, or this far apart, as amounts of money do.
        let apart = *d.pick(&[1, 3, 100, 500_000, 99_999_989]);
        let edge = |d: &mut Draws<'_>| (Cell::try_from(d.below(60)).unwrap() - 5) * apart;
        let sets: Vec<Set> = match d.below(3) {
            0 => (0..1 + d.below(5)).map(|_| set(&mut d, base).0).collect(),
            1 => (0..1 + d.below(12))
                .map(|_| Set::interval(edge(&mut d), edge(&mut d) - 1))
                .chain([Set::missing()])
                .collect(),
            // Many points, so that the ladder is long enough to be bisected.
            _ => (0..1 + d.below(40)).map(|_| Set::point(Cell::try_from(d.below(60)).unwrap())).collect(),
        };
        let ladder = Ladder::new(&sets);
        let near =
            (-3..63).chain((0..POINTS).map(|point| cell(base, point))).chain([Cell::MIN, Cell::MAX, FIRST]);
        let edges = (-7..57).flat_map(|edge| [edge * apart - 1, edge * apart, edge * apart + apart / 2]);
        for cell in near.chain(edges) {
            prop_assert_eq!(
                ladder.find(cell),
                sets.iter().position(|set| set.contains(cell)),
                "{} in {:?}",
                cell,
                sets
            );
        }
        Ok(())
    });
}

/// A constant: with few digits, with many, a double's exact neighbourhood, or huge.
fn constant(d: &mut Draws<'_>) -> Number {
    let sign = if d.chance(40) { "-" } else { "" };
    let digits = d.next();
    let text = match d.below(6) {
        0 => format!("{sign}{}", digits % 1000),
        1 => format!("{sign}{}.{}", digits % 100, d.next() % 100),
        2 => format!("{sign}0.{}{}{}", digits, d.next(), d.next()),
        3 => format!("{sign}{digits}e{}", i64::try_from(d.below(640)).unwrap() - 330),
        4 => return Number::from_f64(double(d)).unwrap(),
        _ => {
            // Half-way between a double and the next, which is where a threshold is easily one step off.
            let (low, high) = (double(d), double(d).next_up());
            let low_number = Number::from_f64(low).unwrap();
            let next =
                Number::from_f64(if d.chance(80) { low.next_up() } else { high }).unwrap_or(low_number);
            let sum = low_number.checked_add(next).unwrap();
            return sum.checked_div(Number::from_i64(2)).unwrap();
        }
    };
    Number::parse(&text).unwrap_or(Number::ZERO)
}

fn double(d: &mut Draws<'_>) -> f64 {
    let bits = u64::from(d.next()) << 32 | u64::from(d.next());
    let value = match d.below(5) {
        0 => f64::from_bits(bits),
        1 => f64::from(d.next() % 1000) / 100.0,
        2 => f64::from(d.next()),
        3 => f64::from_bits(bits % 40),
        _ => f64::from(d.next()) / f64::from(u32::MAX),
    };
    if value.is_finite() && value.abs() < f64::MAX { value } else { 0.1 }
}

#[test]
fn one_double_threshold_is_an_exact_comparison() {
    crate::check(6000, 24, |list| {
        let mut d = Draws::new(list);
        let constant = constant(&mut d);
        let mut doubles = vec![double(&mut d), 0.0, -0.0, f64::MAX, f64::MIN, 5e-324];
        let mut near = constant.to_f64();
        if near.is_finite() {
            (0..4).for_each(|_| near = near.next_down());
            for _ in 0..8 {
                doubles.push(near);
                near = near.next_up();
            }
        }
        for double in doubles.into_iter().filter(|double| double.is_finite()) {
            let exact = Number::from_f64(double).unwrap().cmp(&constant);
            for op in OPS {
                let (low, high) = interval_of(&Lane::Float, op, &Value::Number(constant)).unwrap();
                let cell = float_cell(double);
                prop_assert_eq!(
                    low <= cell && cell <= high,
                    orders(op, exact),
                    "{:?} {:?} {}",
                    double,
                    op,
                    constant
                );
            }
        }
        Ok(())
    });
}

#[test]
fn scaled_cells_and_cuts_are_exact_comparisons() {
    crate::check(4000, 24, |list| {
        let mut d = Draws::new(list);
        let (constant, scale) = (constant(&mut d), u8::try_from(d.below(6)).unwrap());
        let near = constant.round_to_scaled(scale, engine_core::value::Round::Floor).unwrap_or(0);
        let cuts: Vec<Number> = {
            let mut cuts = vec![constant, Number::ZERO, Number::scaled(near, scale)];
            cuts.sort_unstable();
            cuts.dedup();
            cuts
        };
        for beside in -2..=2 {
            let number = Number::scaled(near.saturating_add(beside), scale);
            for lane in [Lane::Scaled(scale), Lane::Cuts(cuts.clone().into())] {
                let cell = lane.cell(&Value::Number(number));
                for op in OPS {
                    let (low, high) = interval_of(&lane, op, &Value::Number(constant)).unwrap();
                    prop_assert_eq!(
                        low <= cell && cell <= high,
                        orders(op, number.cmp(&constant)),
                        "{:?} {} {:?} {}",
                        lane,
                        number,
                        op,
                        constant
                    );
                }
            }
        }
        Ok(())
    });
}

#[test]
fn cells_and_values_go_both_ways_and_keep_their_order() {
    crate::check(4000, 16, |list| {
        let mut d = Draws::new(list);
        let (a, b) = (double(&mut d), double(&mut d));
        prop_assert_eq!(float_of(float_cell(a)).to_bits(), (a + 0.0).to_bits());
        prop_assert_eq!(float_cell(a).cmp(&float_cell(b)), a.partial_cmp(&b).unwrap());
        prop_assert_eq!(Lane::Float.cell(&Lane::Float.value(float_cell(a))), float_cell(a));
        let wide = (i64::from(d.next()) << 32 | i64::from(d.next())).wrapping_sub(1 << 40);
        let scale = u8::try_from(d.below(6)).unwrap();
        let day = i64::from(d.next()) - (1 << 31);
        for (lane, cell) in
            [(Lane::Scaled(scale), wide >> (1 + d.below(50))), (Lane::Day, day), (Lane::Boolean, day & 1)]
        {
            prop_assert_eq!(lane.cell(&lane.value(cell)), cell, "{:?}", lane);
        }
        let words = Lane::Symbol { words: Words::new(&["a", "b", "c"].map(Into::into)), open: d.chance(50) };
        let symbol = day.rem_euclid(3);
        prop_assert_eq!(words.cell(&words.value(symbol)), symbol);
        let both = interval(&words, Some((&words.value(symbol), true)), Some((&words.value(symbol), true)));
        prop_assert_eq!(both, Some((symbol, symbol)));
        Ok(())
    });
}
