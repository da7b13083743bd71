use super::args;
use crate::feel::builtins::find;

/// Why the first form of the function has no value.
fn why(name: &str, given: &str) -> String {
    find(name).next().expect(name).why_not(&args(given))
}

#[test]
fn a_null_has_a_reason() {
    let cases = [
        ("floor", "", "0 are given, and it takes 1 to 2 arguments"),
        ("sqrt", "1, 2", "2 are given, and it takes 1 argument"),
        ("append", "[1]", "one is given, and it takes 2 or more arguments"),
        ("floor", "1, 'a", "the 2nd argument must be a number, not a string"),
        ("modulo", "'a, 1", "the 1st argument must be a number, not a string"),
        ("modulo", "1, 0", "the divisor is 0"),
        ("modulo", "null, 0", "the 1st argument is null"),
        ("upper case", "null", "its argument is null"),
        ("floor", "1, null", "the 2nd argument is null"),
        ("decimal", "1, 6177", "the scale must lie between -6111 and 6176"),
        ("sqrt", "-1", "a negative number has no square root"),
        ("sum", "[]", "the list is empty"),
        ("sum", "[1, null]", "the 2nd item is null"),
        ("sum", "1, 2, 'a", "the 3rd argument must be a number, not a string"),
        ("sum", "[1, 'a]", "the 2nd item must be a number, not a string"),
        ("sum", "'a", "the 1st item must be a number, not a string"),
        ("max", "[1, 'a]", "the items cannot be compared"),
        ("stddev", "[1]", "it takes two numbers or more"),
        ("substring", "'abc, 4", "there is no position 4 in 3 characters"),
        ("substring", "'abc, 1, 0", "the length must be 1 or more"),
        ("remove", "[1,2], 3", "there is no position 3 in 2 items"),
        ("not", "1", "only `true` and `false` have an opposite"),
        ("date", "'2024-02-30", "`2024-02-30` does not show a date such as `2024-02-29`"),
        ("time", "'10:00:00@Mars/Base", "there is no time zone `Mars/Base`"),
        ("matches", "'a, '(", "the pattern ends too early"),
        ("matches", "'a, 'a, 'q", "there is no flag `q`: the flags are s, m, i and x"),
        ("replace", "'a, 'a*, 'b", "the pattern also matches an empty text"),
    ];
    for (name, given, reason) in cases {
        assert_eq!(why(name, given), reason, "{name}({given})");
    }
}
