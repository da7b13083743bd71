use super::{irr, payment, periods, principal, rate};
use crate::value::{Number, Round};

fn number(text: &str) -> Number {
    Number::parse(text).unwrap()
}

fn places(result: Option<Number>, scale: i32) -> String {
    result.unwrap().round(scale, Round::HalfUp).unwrap().to_string()
}

/// An annual rate in percent, per month.
fn monthly(percent: &str) -> Number {
    number(percent).checked_div(number("1200")).unwrap()
}

fn flows(amounts: &[&str]) -> Vec<Number> {
    amounts.iter().map(|amount| number(amount)).collect()
}

#[test]
fn excel_documents_the_same() {
    // The examples of Microsoft's pages on PV, PMT, NPER (without its payment at the beginning), RATE and IRR.
    assert_eq!(places(principal(number("500"), monthly("8"), number("240")), 2), "59777.15");
    assert_eq!(places(payment(number("10000"), monthly("8"), number("10")), 2), "1037.03");
    assert_eq!(places(rate(number("8000"), number("200"), number("48")), 4), "0.0077");
    let business = flows(&["-70000", "12000", "15000", "18000", "21000", "26000"]);
    assert_eq!(places(irr(&business), 4), "0.0866");
    assert_eq!(places(irr(business.get(..5).unwrap()), 4), "-0.0212");
    assert_eq!(places(irr(business.get(..3).unwrap()), 4), "-0.4435");
}

#[test]
fn a_payment_room_gives_the_loan() {
    assert_eq!(places(principal(number("2500"), monthly("14.60"), number("12")), 2), "27756.29");
    assert_eq!(places(payment(number("27700"), monthly("14.60"), number("12")), 2), "2494.93");
    assert_eq!(places(payment(number("10000"), monthly("14.60"), number("12")), 2), "900.70");
    assert_eq!(places(payment(number("1000.01"), monthly("18"), number("3")), 2), "343.39");
}

#[test]
fn a_flat_fee_is_dearer_than_it_looks() {
    let mut parts = vec![number("12000")];
    parts.extend([number("-1072.00"); 12]);
    let monthly = irr(&parts).unwrap();
    assert_eq!(places(monthly.checked_mul(number("1200")), 2), "13.03");
    assert_eq!(rate(number("12000"), number("1072.00"), number("12")), Some(monthly));
    let compound = monthly.checked_add(Number::ONE).and_then(|growth| growth.pow(number("12")));
    assert_eq!(places(compound, 4), "1.1384");
}

#[test]
fn a_rate_of_zero_works() {
    let zero = Number::ZERO;
    assert_eq!(principal(number("33.50"), zero, number("3")).unwrap().to_string(), "100.50");
    assert_eq!(places(payment(number("100"), zero, number("3")), 2), "33.33");
    assert_eq!(periods(number("100"), number("25"), zero), Some(number("4")));
    assert_eq!(rate(number("100"), number("25"), number("4")), Some(zero));
    assert_eq!(irr(&flows(&["-100", "0", "60", "40"])), Some(zero));
}

#[test]
fn exact_results_are_short() {
    assert_eq!(principal(number("100"), number("1"), number("1")).unwrap().to_string(), "50");
    assert_eq!(payment(number("100"), number("1"), number("1")).unwrap().to_string(), "200");
    assert_eq!(periods(number("75"), number("100"), number("1")).unwrap().to_string(), "2");
    assert_eq!(rate(number("75"), number("100"), number("2")).unwrap().to_string(), "1");
    assert_eq!(irr(&flows(&["-100", "110"])).unwrap().to_string(), "0.1");
}

#[test]
fn what_is_undefined_is_none() {
    let (one, zero, loss) = (Number::ONE, Number::ZERO, number("-1"));
    assert_eq!(principal(one, loss, one), None);
    assert_eq!(principal(one, one, loss), None);
    assert_eq!(principal(one, one, zero), Some(zero));
    assert_eq!(payment(one, one, zero), None);
    assert_eq!(periods(number("1000"), number("10"), number("0.01")), None);
    assert_eq!(periods(one, zero, zero), None);
    assert_eq!(rate(zero, one, one), None);
    assert_eq!(rate(number("1e50"), one, one), None);
    assert_eq!(irr(&[]), None);
    assert_eq!(irr(&flows(&["100", "50"])), None);
    assert_eq!(irr(&flows(&["-100", "230", "-132"])), None);
}

#[test]
fn rates_near_minus_one_and_zero_keep_their_digits() {
    assert_eq!(
        rate(number("1e20"), number("1"), number("1")).unwrap().to_string(),
        "-0.99999999999999999999"
    );
    assert_eq!(irr(&flows(&["-1", "1.0000000000000000000000000000001"])).unwrap(), number("1e-31"));
    assert_eq!(irr(&flows(&["-1e20", "1"])).unwrap().to_string(), "-0.99999999999999999999");
}
