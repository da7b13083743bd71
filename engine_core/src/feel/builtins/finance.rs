//! Functions of level repayment: payments at the end of each period, interest by the period.
use super::Sort::{List, Number};
use super::arguments::{number, numbers};
use super::builtin::builtins;
use crate::value::{self, Value, finance};

builtins! {
    "principal"("payment": Number, "rate": Number, "periods": Number) -> Number, No,
        Some("PV(rate, periods, -payment)"),
        "The loan that this payment repays in so many periods at this rate a period.",
        |args| three(args, finance::principal);
    "payment"("principal": Number, "rate": Number, "periods": Number) -> Number, No,
        Some("PMT(rate, periods, -principal)"),
        "The equal payment that repays the loan in so many periods at this rate a period.",
        |args| three(args, finance::payment);
    "periods"("principal": Number, "payment": Number, "rate": Number) -> Number, No,
        Some("NPER(rate, payment, -principal)"),
        "In how many periods this payment repays the loan; null if it never does.",
        |args| three(args, finance::periods);
    "rate"("principal": Number, "payment": Number, "periods": Number) -> Number, No,
        Some("RATE(periods, payment, -principal)"),
        "The rate a period at which this payment repays the loan in so many periods.",
        |args| three(args, finance::rate);
    "irr"("cash flows": List(&Number)) Items -> Number, No, Some("IRR(cash flows)"),
        "The rate a period at which the cash flows, one a period, are worth nothing together.",
        |args| numbers(args, 0).and_then(|flows| finance::irr(&flows)).into();
}

type OfThree = fn(value::Number, value::Number, value::Number) -> Option<value::Number>;

fn three(args: &[Value], f: OfThree) -> Value {
    let numbers = (number(args, 0), number(args, 1), number(args, 2));
    let (Some(a), Some(b), Some(c)) = numbers else { return Value::Null };
    f(a, b, c).into()
}
