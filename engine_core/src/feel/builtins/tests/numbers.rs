use super::check;

#[test]
fn rounding() {
    check(&[
        ("decimal", "2.5, 0", "2"),
        ("decimal", "-5.9, 0", "-6"),
        ("decimal", "0.515, 2", "0.52"),
        ("decimal", "0.333333, 2.5", "0.33"),
        ("decimal", "1234, -2", "1200"),
        ("floor", "1.5", "1"),
        ("floor", "-1.5", "-2"),
        ("floor", "1.56, 1", "1.5"),
        ("floor", "1.5, null", "null"),
        ("floor", "null, 1", "null"),
        ("ceiling", "-0.3333", "0"),
        ("ceiling", "-1.56, 1", "-1.5"),
        ("round up", "-1.126, 2", "-1.13"),
        ("round up", "5.5, 0", "6"),
        ("round up", "5.5, -6112", "null"),
        ("round up", "5.5, 6177", "null"),
        ("round down", "-5.5, 0", "-5"),
        ("round down", "5.5, 6176", "5.5"),
        ("round half up", "-5.5, 0", "-6"),
        ("round half up", "1.121, 2", "1.12"),
        ("round half down", "5.5, 0", "5"),
        ("round half down", "-1.126, 2", "-1.13"),
        ("round half down", "5.5, '0", "null"),
    ]);
}

#[test]
fn remainders_and_parity() {
    check(&[
        ("modulo", "12, 5", "2"),
        ("modulo", "12, -5", "-3"),
        ("modulo", "-12, 5", "3"),
        ("modulo", "10.1, 4.5", "1.1"),
        ("modulo", "-10.1, 4.5", "3.4"),
        ("modulo", "10.1, -4.5", "-3.4"),
        ("modulo", "10, 0", "null"),
        ("modulo", "10, null", "null"),
        ("odd", "-1", "true"),
        ("odd", "2", "false"),
        ("even", "-2", "true"),
        ("even", "0", "true"),
        ("even", "2.5", "false"),
        ("odd", "2.5", "false"),
        ("even", "10000000000000000000000000000000000", "true"),
        ("even", "null", "null"),
    ]);
}

#[test]
fn powers_and_roots() {
    check(&[
        ("sqrt", "4", "2"),
        ("sqrt", "0", "0"),
        ("sqrt", "-3", "null"),
        ("exp", "0", "1"),
        ("log", "1", "0"),
        ("log", "0", "null"),
        ("log", "-1", "null"),
    ]);
}

#[test]
fn extremes() {
    check(&[
        ("min", "[6, 14, -3]", "-3"),
        ("max", "6, 14, -3", "14"),
        ("max", "5", "5"),
        ("min", "['b, 'a]", "'a"),
        ("max", "2024-02-29, 2023-12-31", "2024-02-29"),
        ("min", "P1D, PT25H", "P1D"),
        ("max", "[P1Y, P13M]", "P13M"),
        ("min", "[]", "null"),
        ("max", "[1, null]", "null"),
        ("max", "[null, 1]", "null"),
        ("min", "[1, 'a]", "null"),
        ("min", "[true, false]", "null"),
        ("max", "[true]", "null"),
        ("max", "null", "null"),
    ]);
}

#[test]
fn sums_and_means() {
    check(&[
        ("sum", "[6, 14, -3]", "17"),
        ("sum", "0.1, 0.2", "0.3"),
        ("sum", "[]", "null"),
        ("sum", "[1, null]", "null"),
        ("sum", "[1, 'a]", "null"),
        ("mean", "1, 2, 6", "3"),
        ("mean", "[]", "null"),
        ("product", "[6, 3, 9, 6, 6]", "5832"),
        ("product", "6", "6"),
        ("product", "[]", "null"),
        ("product", "[1, 2, null, 4]", "null"),
    ]);
}

#[test]
fn middles_and_spread() {
    check(&[
        ("median", "[8, 2, 5, 3, 4]", "4"),
        ("median", "8, 2, 5, 7", "6"),
        ("median", "4", "4"),
        ("median", "[]", "null"),
        ("median", "[1, 2, 'foo, 4]", "null"),
        ("mode", "[6, 3, 9, 6, 6]", "[6]"),
        ("mode", "[3, 6, 1, 9, 6, 1, 3]", "[1, 3, 6]"),
        ("mode", "6", "[6]"),
        ("mode", "[]", "[]"),
        ("mode", "[1, 2, 'foo, 4]", "null"),
        ("mode", "null", "null"),
        ("stddev", "[2, 4]", "1.414213562373095048801688724209698"),
        ("stddev", "1, 3, 5", "2"),
        ("stddev", "[4]", "null"),
        ("stddev", "[]", "null"),
        ("stddev", "[1, 2, 'foo, 4]", "null"),
    ]);
}

#[test]
fn repayment() {
    // 12,000 at 0 % in 12 months, and 100 lent for 110 a period later: by hand.
    check(&[
        ("payment", "12000, 0, 12", "1000"),
        ("principal", "1000, 0, 12", "12000"),
        ("periods", "12000, 1000, 0", "12"),
        ("payment", "100, 0.1, 1", "110"),
        ("principal", "110, 0.1, 1", "100"),
        ("payment", "100, 0.1, null", "null"),
        ("periods", "100, 110, 0.1", "1"),
        ("rate", "100, 110, 1", "0.1"),
        ("irr", "[-100, 110]", "0.1"),
        ("irr", "-100, 60, 72", "0.2"),
        ("irr", "[]", "null"),
    ]);
}
