//! Numbers, each as it prints.

use super::number;
use crate::value::Number;

#[test]
fn numbers_are_written_as_they_print() {
    let texts = [
        "0",
        "0.00",
        "-0.05",
        "0.5",
        "7",
        "10",
        "-10",
        "100.0",
        "36000.00",
        "7.20",
        "-1234567.89",
        "1.000000000000000000",
        "18446744073709551615",
        "18446744073709551616",
        "0.0000000000000000001",
        "9999999999999999999999999999999999",
        "18446744073709551615.5",
        "184.46744073709551615",
        "-0.000000000000000001",
        "1844674407370955161.5",
    ];
    for text in texts {
        let mut out = Vec::new();
        number(&mut out, Number::parse_exact(text).unwrap_or(Number::ONE));
        assert_eq!(String::from_utf8_lossy(&out), text);
    }
    let mut out = Vec::new();
    number(&mut out, Number::from_parts(12, 3).unwrap_or(Number::ONE));
    assert_eq!(out, b"12000");
}
