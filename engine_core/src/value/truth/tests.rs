use super::Truth::{self, False, True, Unknown};
use crate::value::Value;

#[test]
fn conjunction_and_disjunction() {
    // FEEL's truth table, row by row: left, right, and, or.
    let table = [
        (True, True, True, True),
        (True, False, False, True),
        (True, Unknown, Unknown, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, Unknown, False, Unknown),
        (Unknown, True, Unknown, True),
        (Unknown, False, False, Unknown),
        (Unknown, Unknown, Unknown, Unknown),
    ];
    for (left, right, and, or) in table {
        assert_eq!((left.and(right), left.or(right)), (and, or), "{left:?} {right:?}");
    }
}

#[test]
fn only_true_hits() {
    assert!(True.is_hit() && !False.is_hit() && !Unknown.is_hit());
    assert_eq!(Unknown.not(), Unknown);
    assert_eq!(Truth::of(&Value::from("true")), Unknown);
    assert_eq!(Truth::from(Some(false)), False);
    assert_eq!(Value::from(Unknown), Value::Null);
}
