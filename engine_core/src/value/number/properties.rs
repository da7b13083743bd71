//! What holds for all numbers.

use proptest::prelude::{
    Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

use super::{Number, Round, ten::ten};

fn config() -> ProptestConfig {
    ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() }
}

/// Words and long coefficients, few and many digits, exponents near 0 and at the ends of the range.
fn numbers() -> impl Strategy<Value = Number> {
    let coefficient = prop_oneof![
        any::<i32>().prop_map(i128::from),
        any::<i64>().prop_map(i128::from),
        (any::<i128>(), 0_u32..35).prop_map(|(bits, digits)| bits % ten(digits) as i128),
        (any::<i8>(), 0_u32..31).prop_map(|(head, zeros)| i128::from(head) * ten(zeros) as i128),
    ];
    let exponent =
        prop_oneof![4 => -20..5, 2 => -80..80, 1 => -6176..6112, 1 => Just(-6176), 1 => Just(6111)];
    (coefficient, exponent)
        .prop_map(|(coefficient, exponent)| Number::from_parts(coefficient, exponent).unwrap())
}

fn words() -> impl Strategy<Value = Number> {
    (any::<i64>(), 0_u8..40, 0_u32..63).prop_map(|(bits, scale, shift)| Number::scaled(bits >> shift, scale))
}

fn parts(result: Option<Number>) -> Option<(i128, i32)> {
    result.map(|number| (number.coefficient(), number.exponent()))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn sum_and_product_commute(left in numbers(), right in numbers()) {
        prop_assert_eq!(parts(left.checked_add(right)), parts(right.checked_add(left)));
        prop_assert_eq!(parts(left.checked_mul(right)), parts(right.checked_mul(left)));
    }

    #[test]
    fn the_short_way_agrees_with_the_long_one(left in words(), right in words()) {
        let (long_left, long_right) = (left.widened(), right.widened());
        prop_assert_eq!(parts(left.checked_add(right)), parts(long_left.checked_add(long_right)));
        prop_assert_eq!(parts(left.checked_sub(right)), parts(long_left.checked_sub(long_right)));
        prop_assert_eq!(parts(left.checked_mul(right)), parts(long_left.checked_mul(long_right)));
        prop_assert_eq!(parts(left.checked_div(right)), parts(long_left.checked_div(long_right)));
        prop_assert_eq!(left.cmp(&right), long_left.cmp(&long_right));
        prop_assert_eq!(left.to_scaled(2), long_left.to_scaled(2));
    }

    #[test]
    fn an_exact_difference_is_undone_by_the_sum(left in any::<i64>(), right in any::<i64>(), scales in (0_u8..15, 0_u8..15)) {
        let (left, right) = (Number::scaled(left, scales.0), Number::scaled(right, scales.1));
        let difference = left.checked_sub(right).unwrap();
        prop_assert_eq!(difference.checked_add(right), Some(left));
    }

    #[test]
    fn the_order_is_the_sign_of_the_difference(left in numbers(), right in numbers()) {
        if let Some(difference) = left.checked_sub(right) {
            prop_assert_eq!(left.cmp(&right), difference.cmp(&Number::ZERO));
        }
    }

    #[test]
    fn text_reads_back(number in numbers()) {
        let text = number.to_string();
        let read = Number::parse_exact(&text).unwrap();
        prop_assert_eq!(read, number);
        prop_assert!(number.exponent() > 0 || read.exponent() == number.exponent());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-+]?[0-9.eE+-]{0,50}") {
        if let Some(number) = Number::parse(&text) {
            prop_assert_eq!(Number::parse_exact(&number.to_string()), Some(number));
        }
    }

    #[test]
    fn doubles_come_back(bits in any::<u64>()) {
        let value = f64::from_bits(bits);
        if let Some(number) = Number::from_f64(value) {
            prop_assert!(number.to_f64().to_bits() == bits || number.is_zero());
        }
    }

    #[test]
    fn floor_and_ceiling_enclose(number in numbers()) {
        let (floor, ceiling) = (number.floor(), number.ceiling());
        prop_assert!(floor <= number && number <= ceiling);
        prop_assert!(floor.is_integer() && ceiling.is_integer());
        prop_assert_eq!(floor == ceiling, number.is_integer());
    }

    #[test]
    fn a_remainder_is_short_of_its_divisor(left in numbers(), right in numbers()) {
        if let Some(rest) = left.rem_floor(right) {
            prop_assert!(rest.abs() <= right.abs());
            prop_assert!(rest.is_zero() || rest.is_negative() == right.is_negative());
        }
    }

    #[test]
    fn a_multiple_is_one_and_is_near(number in words(), step in words()) {
        for mode in [Round::Down, Round::Up, Round::HalfEven, Round::Floor] {
            if let Some(multiple) = number.round_to_multiple(step, mode) {
                prop_assert_eq!(multiple.rem_floor(step), Some(Number::ZERO));
                prop_assert!(number.checked_sub(multiple).unwrap().abs() <= step.abs());
            }
        }
    }

    #[test]
    fn a_root_squares_to_its_square(root in any::<i64>(), scale in 0_u8..20) {
        let root = Number::scaled(root >> 8, scale).abs();
        let square = root.checked_mul(root).unwrap();
        prop_assert_eq!(parts(square.sqrt()), parts(Some(root)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..config() })]

    #[test]
    fn ln_undoes_exp(number in -1_000_000_i64..1_000_000) {
        let number = Number::scaled(number, 4);
        let error = number.exp().unwrap().ln().unwrap().checked_sub(number).unwrap().abs();
        // The exponential's last digit moves the logarithm by half of it.
        prop_assert!(error < Number::from_parts(1, -31).unwrap(), "{} is off by {}", number, error);
    }
}
