//! Functions of numbers, and the length of durations.
use super::Sort::{Boolean, DaysDuration, MonthsDuration, Number};
use super::arguments::{any, integer, number, rounded};
use super::builtin::builtins;
use crate::value::{self, Round, Value};

builtins! {
    "decimal"("n": Number, "scale": Number) -> Number, No, None,
        "The number rounded to `scale` digits after the point, halves to the even neighbour.",
        |args| round(args, Round::HalfEven);
    "floor"("n": Number; "scale": Number) -> Number, No, Some("FLOOR.MATH(n)"),
        "The number rounded down, towards minus infinity, to `scale` digits after the point (0 if not given).",
        |args| round_or_whole(args, Round::Floor);
    "ceiling"("n": Number; "scale": Number) -> Number, No, Some("CEILING.MATH(n)"),
        "The number rounded up, towards plus infinity, to `scale` digits after the point (0 if not given).",
        |args| round_or_whole(args, Round::Ceiling);
    "round up"("n": Number, "scale": Number) -> Number, No, Some("ROUNDUP(n, scale)"),
        "The number rounded away from zero to `scale` digits after the point.", |args| round(args, Round::Up);
    "round down"("n": Number, "scale": Number) -> Number, No, Some("ROUNDDOWN(n, scale)"),
        "The number rounded towards zero to `scale` digits after the point.", |args| round(args, Round::Down);
    "round half up"("n": Number, "scale": Number) -> Number, No, Some("ROUND(n, scale)"),
        "The number rounded to `scale` digits after the point, halves away from zero.",
        |args| round(args, Round::HalfUp);
    "round half down"("n": Number, "scale": Number) -> Number, No, None,
        "The number rounded to `scale` digits after the point, halves towards zero.",
        |args| round(args, Round::HalfDown);
    "abs"("n": Number) -> Number, Always, Some("ABS(n)"),
        "The number without its sign.", |args| number(args, 0).map(value::Number::abs).into();
    "abs"("n": DaysDuration) -> DaysDuration, Always, Some("ABS(n)"),
        "The duration without its sign.", abs;
    "abs"("n": MonthsDuration) -> MonthsDuration, Always, Some("ABS(n)"),
        "The duration without its sign.", abs;
    "modulo"("dividend": Number, "divisor": Number) -> Number, No, Some("MOD(dividend, divisor)"),
        "What is left of the division rounded down; it has the sign of the divisor, and is null if that is 0.",
        |args| number(args, 0).zip(number(args, 1)).and_then(|(n, d)| n.rem_floor(d)).into();
    "sqrt"("number": Number) -> Number, No, Some("SQRT(number)"),
        "The square root; null for a negative number.", |args| number(args, 0).and_then(value::Number::sqrt).into();
    "log"("number": Number) -> Number, No, Some("LN(number)"),
        "The natural logarithm; null for 0 and below.", |args| number(args, 0).and_then(value::Number::ln).into();
    "exp"("number": Number) -> Number, No, Some("EXP(number)"),
        "Euler's number to this power.", |args| number(args, 0).and_then(value::Number::exp).into();
    "odd"("number": Number) -> Boolean, Always, Some("ISODD(number)"),
        "Whether it is an odd integer; a fraction is neither odd nor even.", |args| parity(args, 1);
    "even"("number": Number) -> Boolean, Always, Some("ISEVEN(number)"),
        "Whether it is an even integer; a fraction is neither odd nor even.", |args| parity(args, 0);
}

fn round(args: &[Value], how: Round) -> Value {
    integer(args, 1).and_then(|scale| rounded(args, scale, how)).into()
}

fn round_or_whole(args: &[Value], how: Round) -> Value {
    if args.len() > 1 { round(args, how) } else { rounded(args, 0, how).into() }
}

fn abs(args: &[Value]) -> Value {
    match any(args, 0) {
        Value::DaysDuration(it) if it.is_negative() => it.checked_neg().into(),
        Value::MonthsDuration(it) => it.total().checked_abs().map(value::MonthsDuration::new).into(),
        other => other.clone(),
    }
}

/// By the remainder, since an integer of 34 digits is beyond 64 bits.
fn parity(args: &[Value], remainder: i64) -> Value {
    let two = value::Number::from_i64(2);
    number(args, 0)
        .and_then(|n| n.rem_floor(two))
        .map(|rest| rest == value::Number::from_i64(remainder))
        .into()
}
