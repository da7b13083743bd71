//! Functions of truth and sameness.
use super::Sort::{Any, Boolean, List};
use super::arguments::{any, list};
use super::builtin::builtins;
use crate::value::{Truth, Value};

builtins! {
    "not"("negand": Any) -> Boolean, No, Some("NOT(negand)"),
        "The opposite of a boolean; null for anything else.", |args| Truth::of(any(args, 0)).not().into();
    "all"("list": List(&Boolean)) Items -> Boolean, Always, Some("AND(list)"),
        "Whether every item is true; true for an empty list, null if an item is neither and none is false.",
        |args| fold(args, Truth::True, Truth::and);
    "any"("list": List(&Boolean)) Items -> Boolean, Always, Some("OR(list)"),
        "Whether some item is true; false for an empty list, null if an item is neither and none is true.",
        |args| fold(args, Truth::False, Truth::or);
    "is"(; "value1": Any, "value2": Any) -> Boolean, Always, None,
        "Whether both are the same in type and form, so that equal moments in different zones are not.",
        |args| matches!(args, [a, b] if a == b).into();
}

fn fold(args: &[Value], start: Truth, step: fn(Truth, Truth) -> Truth) -> Value {
    list(args, 0).map(|items| items.iter().map(Truth::of).fold(start, step)).into()
}
