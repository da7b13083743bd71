//! The functions undo one another.

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

use super::{annuity, irr, payment, periods, principal, rate};
use crate::value::Number;

fn config() -> ProptestConfig {
    ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() }
}

/// Whether the result differs from what is expected by less than 10^-26 of it.
fn close(result: Option<Number>, expected: Number) -> bool {
    let error = result.and_then(|result| result.checked_sub(expected)).unwrap().abs();
    error <= expected.abs().checked_mul(Number::from_parts(1, -26).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_terms_of_a_loan_fit_together(
        loan in 1_i64..1_000_000_000, each in 1_i64..5_000_000, each_scale in 6_u8..20, count in 1_i64..600_000, whole in any::<bool>(),
    ) {
        let (loan, each) = (Number::scaled(loan, 2), Number::scaled(each, each_scale));
        let count = if whole { Number::from_i64(count.div_euclid(1000) + 1) } else { Number::scaled(count, 3) };
        let level = payment(loan, each, count).unwrap();
        prop_assert!(close(principal(level, each, count), loan));
        // The level payment exceeds the interest by as much as the last digits allow to tell.
        if let Some(found) = rate(loan, level, count) {
            prop_assert!(close(principal(level, found, count), loan), "{} for {}", found, each);
        }
        let interest = loan.checked_mul(each).unwrap();
        if level.checked_sub(interest).unwrap() > level.checked_div(Number::from_i64(1_000_000)).unwrap() {
            prop_assert!(close(principal(level, each, periods(loan, level, each).unwrap()), loan));
        }
    }

    #[test]
    fn a_remembered_factor_never_shows(
        pays in -5_000_000_000_000_i64..5_000_000_000_000, scale in 0_u8..12, each in 1_i64..3_000, each_scale in 3_u8..6, count in 1_i64..400,
    ) {
        let (pays, each, count) = (Number::scaled(pays, scale), Number::scaled(each, each_scale), Number::from_i64(count));
        let full = annuity::in_full(pays, each, count).map(|number| (number.coefficient(), number.exponent()));
        for _ in 0..2 {
            prop_assert_eq!(principal(pays, each, count).map(|number| (number.coefficient(), number.exponent())), full);
        }
    }

    #[test]
    fn a_rate_is_found_wherever_there_is_one(loan in 1_i64..1_000_000, level in 1_i64..1_000_000, scales in (0_u8..25, 0_u8..25), count in 1_i64..400) {
        let (loan, level, count) = (Number::scaled(loan, scales.0), Number::scaled(level, scales.1), Number::from_i64(count));
        let found = rate(loan, level, count);
        prop_assert!(found.is_some() || level.checked_mul(Number::from_i64(1_000_000)).unwrap() < loan);
        if let Some(found) = found.filter(|found| *found > Number::scaled(-999, 3)) {
            prop_assert!(close(principal(level, found, count), loan), "{}", found);
        }
    }

    #[test]
    fn a_level_plan_has_the_rate_of_its_loan(loan in 1_i64..1_000_000, level in 1_i64..1_000_000, count in 1_usize..40) {
        let (loan, level) = (Number::from_i64(loan), Number::from_i64(level));
        let mut flows = vec![loan.neg()];
        flows.resize(count + 1, level);
        prop_assert!(irr(&flows) == rate(loan, level, Number::from_i64(count as i64)));
    }
}
