use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

use super::{Number, Round};

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn hash(number: Number) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn it_is_three_words_even_in_an_option() {
    assert_eq!(size_of::<Number>(), 24);
    assert_eq!(size_of::<Option<Number>>(), 24);
}

#[test]
fn the_quantum_is_kept() {
    let text = |result: Option<Number>| result.unwrap().to_string();
    assert_eq!(text(number("1.10").checked_add(number("2"))), "3.10");
    assert_eq!(text(number("1.20").checked_mul(number("2"))), "2.40");
    assert_eq!(text(number("0.1").checked_add(number("0.2"))), "0.3");
    assert_eq!(text(number("1").checked_div(number("8"))), "0.125");
    assert_eq!(text(number("2.40").checked_div(number("2"))), "1.20");
    assert_eq!(text(number("1").checked_div(number("3"))), "0.3333333333333333333333333333333333");
    assert_eq!(text(number("1").checked_sub(number("1.00"))), "0.00");
}

#[test]
fn equality_order_and_hash_are_numeric() {
    assert_eq!(number("1.0"), number("1"));
    assert_eq!(hash(number("100.00")), hash(number("1e2")));
    assert_eq!(hash(number("-0.00")), hash(Number::ZERO));
    assert!(number("-1") < number("1e-6176"));
    assert!(number("9e6144") > number("9999999999999999999999999999999999"));
}

#[test]
fn text_is_plain_digits() {
    for text in ["18500.00", "0.00", "-0.05", "1", "0.000000000000000000000000000000000000000000001"] {
        assert_eq!(number(text).to_string(), text);
    }
    assert_eq!(number("1e3").to_string(), "1000");
    assert_eq!(number("0e3").to_string(), "0");
    assert_eq!(number("-.5").to_string(), "-0.5");
    assert_eq!(number("5.").to_string(), "5");
    assert_eq!(number("-0").to_string(), "0");
    assert_eq!(number("1e6144").to_string().len(), 6145);
    for text in ["", "+", ".", "e5", "1e", "1e+", "1.2.3", " 1", "1 ", "1_0", "0x1", "NaN", "inf", "1e6145"] {
        assert_eq!(Number::parse(text), None, "{text}");
    }
}

#[test]
fn an_exact_reading_loses_nothing() {
    let long = "1.234567890123456789012345678901234";
    assert_eq!(Number::parse_exact(long).unwrap().to_string(), long);
    assert_eq!(Number::parse_exact(&format!("{long}0000000")).unwrap().to_string(), long);
    assert_eq!(Number::parse_exact(&format!("{long}5")), None);
    assert_eq!(Number::parse_exact("1e-6177"), None);
    assert!(Number::parse_exact("0e-9999").is_some());
}

#[test]
fn doubles_enter_as_they_print() {
    let text = |value: f64| Number::from_f64(value).unwrap().to_string();
    assert_eq!(text(0.1), "0.1");
    assert_eq!(text(100.0), "100.0");
    assert_eq!(text(-0.0), "0.0");
    assert_eq!(text(1e16), "10000000000000000");
    assert_eq!(text(0.1 + 0.2), "0.30000000000000004");
    assert_eq!(Number::from_f64(f64::NAN), None);
    assert_eq!(Number::from_f64(f64::INFINITY), None);
    assert_eq!(Number::from_f64(f64::MAX).unwrap().to_f64().to_bits(), f64::MAX.to_bits());
}

#[test]
fn scaled_integers_come_and_go() {
    assert_eq!(number("12.50").to_scaled(2), Some(1250));
    assert_eq!(number("12.5").to_scaled(2), Some(1250));
    assert_eq!(number("12.505").to_scaled(2), None);
    assert_eq!(number("12.505").round_to_scaled(2, Round::HalfEven), Some(1250));
    assert_eq!(number("-12.505").round_to_scaled(2, Round::HalfUp), Some(-1251));
    assert_eq!(number("9223372036854775808").to_i64(), None);
    assert_eq!(number("-9223372036854775808").to_i64(), Some(i64::MIN));
    assert!(number("1.00").is_integer() && !number("1.01").is_integer());
}

#[test]
fn rounding_goes_the_way_it_is_told() {
    let round = |text: &str, scale, mode| number(text).round(scale, mode).unwrap().to_string();
    assert_eq!(round("2.5", 0, Round::HalfEven), "2");
    assert_eq!(round("-5.9", 0, Round::HalfEven), "-6");
    assert_eq!(round("2.5", 0, Round::HalfUp), "3");
    assert_eq!(round("2.5", 0, Round::HalfDown), "2");
    assert_eq!(round("1.01", 1, Round::Up), "1.1");
    assert_eq!(round("-1.01", 1, Round::Floor), "-1.1");
    assert_eq!(round("1.5", 3, Round::Down), "1.500");
    assert_eq!(round("149", -2, Round::HalfUp), "100");
    assert_eq!(round("1", 6176, Round::HalfUp), "1");
    assert_eq!(number("-1.5").floor().to_string(), "-2");
    assert_eq!(number("-1.5").ceiling().to_string(), "-1");
    assert_eq!(number("-1.5").trunc().to_string(), "-1");
}

#[test]
fn multiples_are_found() {
    let multiple = |text: &str, step: &str, mode| {
        number(text).round_to_multiple(number(step), mode).unwrap().to_string()
    };
    assert_eq!(multiple("27756.29", "100", Round::Down), "27700");
    assert_eq!(multiple("27756.29", "100", Round::Up), "27800");
    assert_eq!(multiple("250", "100", Round::HalfEven), "200");
    assert_eq!(multiple("350", "-100", Round::HalfEven), "400");
    assert_eq!(multiple("-0.3", "0.25", Round::Floor), "-0.50");
    assert_eq!(number("1").round_to_multiple(Number::ZERO, Round::Down), None);
    assert_eq!(number("1e40").round_to_multiple(number("7"), Round::Down), None);
}

#[test]
fn the_floored_remainder_has_the_sign_of_the_divisor() {
    let modulo = |left: &str, right: &str| number(left).rem_floor(number(right)).unwrap().to_string();
    assert_eq!(modulo("12", "5"), "2");
    assert_eq!(modulo("-12", "5"), "3");
    assert_eq!(modulo("12", "-5"), "-3");
    assert_eq!(modulo("10.1", "4.5"), "1.1");
    assert_eq!(modulo("1e6000", "7"), "1");
    assert_eq!(Number::ONE.rem_floor(Number::ZERO), None);
}

#[test]
fn the_long_way_agrees_with_the_short_one() {
    let numbers = [
        "0",
        "0.00",
        "1",
        "-1.5",
        "12345678.90",
        "9223372036854775807",
        "-9223372036854775808",
        "3e18",
        "7e-18",
    ];
    for left in numbers.map(number) {
        for right in numbers.map(number) {
            let (long_left, long_right) = (left.widened(), right.widened());
            let parts = |result: Option<Number>| result.map(|it| (it.coefficient(), it.exponent()));
            assert_eq!(parts(left.checked_add(right)), parts(long_left.checked_add(long_right)));
            assert_eq!(parts(left.checked_sub(right)), parts(long_left.checked_sub(long_right)));
            assert_eq!(parts(left.checked_mul(right)), parts(long_left.checked_mul(long_right)));
            assert_eq!(parts(left.checked_div(right)), parts(long_left.checked_div(long_right)));
            assert_eq!(left.cmp(&right), long_left.cmp(&long_right));
        }
    }
}

#[test]
fn powers_are_rounded_once_and_kept_short() {
    let power = |base: &str, exponent: &str| number(base).pow(number(exponent)).unwrap().to_string();
    assert_eq!(power("1.10", "2"), "1.2100");
    assert_eq!(power("2", "-1"), "0.5");
    assert_eq!(power("4", "0.5"), "2");
    assert_eq!(power("32", "0.2"), "2");
    assert_eq!(power("0", "0"), "1");
    assert_eq!(power("-3", "3"), "-27");
    assert_eq!(power("-1", "1e20"), "1");
    assert_eq!(power("0.5", "1e30"), format!("0.{}", "0".repeat(6176)));
    assert_eq!(number("2").pow(number("1e30")), None);
    assert_eq!(number("-2").pow(number("0.5")), None);
    assert_eq!(number("0").pow(number("-1")), None);
    // 5^50 has 35 digits and ends in 5: a tie.
    assert_eq!(
        number("2").pow(number("-50")),
        Number::ONE.checked_div(number("2").pow(number("50")).unwrap())
    );
}

#[test]
fn functions_have_their_bounds() {
    assert_eq!(number("-1").sqrt(), None);
    assert_eq!(number("2.25").sqrt().unwrap().to_string(), "1.5");
    assert_eq!(number("0").ln(), None);
    assert_eq!(number("1.00").ln(), Some(Number::ZERO));
    assert_eq!(number("14150").exp(), None);
    assert!(number("-20000").exp().unwrap().is_zero());
    assert_eq!(number("1").exp().unwrap().to_string(), "2.718281828459045235360287471352662");
    assert_eq!(number("10").ln().unwrap().to_string(), "2.302585092994045684017991454684364");
}

#[test]
fn parts_are_brought_into_the_range() {
    assert_eq!(
        Number::from_parts(i128::MIN, 0).unwrap().coefficient(),
        -1_701_411_834_604_692_317_316_873_037_158_841
    );
    assert_eq!(Number::from_parts(1, i32::MAX), None);
    assert_eq!(Number::from_parts(0, i32::MAX).unwrap().exponent(), 6144);
    assert_eq!(Number::from_parts(i128::MAX, i32::MIN), Some(Number::ZERO));
}
